package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.anchorstore.AnchorFiles;
import dev.penstock.anchorstore.AnchorOpening;
import dev.penstock.blobs.FileBlobs;
import dev.penstock.cbor.Decoded;
import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMark;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.flow.anchoring.AnchorState;
import dev.penstock.flow.anchoring.HeadFindings;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.log.LogForm;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A node whose log others vouch for. Each test waits for an anchor's turn, so they wait at once.
 */
@Execution(ExecutionMode.CONCURRENT)
class AnchoringTest {
  @TempDir private Path temp;
  private Path data;
  private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void makeFolder() throws IOException {
    data = temp.resolve("data");
    TestPlant.makeFolder(data, "");
  }

  private Node start(FakeAnchor... anchors) throws StartException {
    return Node.start(
        data,
        TestPlant.settings(TestPlant.ORIGIN).withAnchors(FakeAnchor.settings(anchors)),
        Node.Machine.here(),
        new NodeLog(LogForm.TEXT, LogLevel.INFO, InstantSource.system(), said::add),
        FakeAnchor.making(anchors));
  }

  private static AnchorFiles answers(Node node) {
    return (AnchorFiles) node.anchors().archive().orElseThrow();
  }

  private static long entered(Node node, AnchorRow row) throws IOException {
    return NodeRecords.of(node, AnchorResults.class).stream()
        .filter(record -> record.size() == row.size() && record.root().equals(row.root()))
        .filter(record -> record.results().contains(row.result()))
        .count();
  }

  /** A message makes a block, which takes along what waits for one. */
  private static void awaitEntered(Node node, AnchorRow row) throws Exception {
    TestPlant.await(() -> answers(node).mark().length > 0 && markOf(node).entered() > row.number());
    TestPlant.hear(node, 0, 1, new ConcurrentSkipListSet<>());
    TestPlant.await(() -> entered(node, row) == 1);
  }

  private static AnchorMark markOf(Node node) throws IOException {
    return AnchorMark.decode(answers(node).mark()) instanceof Decoded.Value<AnchorMark>(var mark)
        ? mark
        : AnchorMark.NONE;
  }

  private static List<AnchorRow> rows(Node node) throws IOException {
    return answers(node).rows(0, 1_000);
  }

  /** And an idle node comes to rest: its own results are no reason to anchor again. */
  @Test
  void whatAnAnchorSaysEntersTheLedgerAndIsNoReasonToAskAgain() throws Exception {
    FakeAnchor anchor = FakeAnchor.willing("tsa");
    try (Node node = start(anchor)) {
      TestPlant.await(() -> !rows(node).isEmpty());
      AnchorRow first = rows(node).getFirst();
      AnchorHead head = anchor.asked.element();
      assertThat(first.size()).isEqualTo(head.checkpoint().size());
      assertThat(head.note().signatures()).as("Ed25519 and ML-DSA-44").hasSize(2);
      TestPlant.await(() -> entered(node, first) == 1);
      boolean isAtRest = false;
      for (int i = 0; i < 5 && !isAtRest; i++) {
        int before = anchor.asked.size();
        long size = node.ledger().view().head().size();
        TestPlant.await(() -> node.ledger().view().head().size() >= size + 2);
        isAtRest = anchor.asked.size() == before;
      }
      assertThat(isAtRest).as("heartbeats and results are nothing new").isTrue();
      assertThat(node.statusLines()).anyMatch(line -> line.startsWith("anchor      tsa: vouched"));
      assertThat(node.statusLines()).anyMatch(line -> line.startsWith("window      the last "));
      assertThat(said).anyMatch(line -> line.contains("anchored"));
      node.dropOld();
      assertThat(answers(node).proof(Objects.requireNonNull(first.proof()))).isPresent();
    }
    assertThat(DataCheck.run(data, (done, size) -> {}).findings()).isEmpty();
  }

  /**
   * Neither one that is interrupted in vain holds up anything, nor its end; and what it says after
   * the end leaves no trace in a folder that may have another owner by then.
   */
  @Test
  void nobodyWaitsForAnAnchorThatNeverAnswers() throws Exception {
    var release = new CountDownLatch(1);
    FakeAnchor deaf = FakeAnchor.deaf("deaf", release);
    FakeAnchor willing = FakeAnchor.willing("willing");
    try {
      var acknowledged = new ConcurrentSkipListSet<String>();
      try (Node node = start(deaf, willing)) {
        TestPlant.await(() -> !deaf.asked.isEmpty() && !rows(node).isEmpty());
        TestPlant.hear(node, 0, 500, acknowledged);
        TestPlant.await(() -> {
          var sealed = TestPlant.sealedTexts(node.projections().records()).keySet();
          return sealed.containsAll(acknowledged);
        });
        assertThat(node.anchors().states().getFirst().last()).isEmpty();
      }
      assertThat(acknowledged).hasSize(500);
      Set<Path> left = filesOf(data);
      release.countDown();
      TestPlant.await(() -> said.stream().anyMatch(line -> line.contains("too late")));
      assertThat(filesOf(data)).isEqualTo(left);
    } finally {
      release.countDown();
    }
  }

  private static Set<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.collect(Collectors.toSet());
    }
  }

  /** A head that the log's own key signed, and that the log never had. */
  private static ByteString forged(FakeAnchor anchor, long size)
      throws SigningException, KeyHomeException {
    var other = new Checkpoint(TestPlant.ORIGIN, size, Sha256.of(new byte[] {7}));
    NodeKeys keys = Objects.requireNonNull(anchor.keys);
    return ByteString.of(new Note(other.text(), List.of(keys.log().sign(other, 1))).encode());
  }

  @Test
  void anAnchorThatHoldsAnotherHistoryIsAnAlarmAndAFindingWithBothNotes() throws Exception {
    var known = new AtomicReference<ByteString>();
    FakeAnchor[] witness = new FakeAnchor[1];
    witness[0] =
        new FakeAnchor(
            "witness",
            head -> {
              known.set(forgedOf(witness[0], head.checkpoint().size()));
              return new Vouching.Contradicted("it holds another", known.get());
            });
    try (Node node = start(witness)) {
      TestPlant.await(() -> !findings(node, HeadFindings.SPLIT_VIEW).isEmpty());
      FindingMade finding = findings(node, HeadFindings.SPLIT_VIEW).getFirst();
      ByteString ours = ByteString.of(witness[0].asked.element().note().encode());
      assertThat(finding.evidence()).contains(ours).hasSize(2);
      assertThat(finding.reason()).isEqualTo(HeadFindings.SAME_SIZE);
      assertThat(said).anyMatch(line -> line.contains("alarm") && line.contains("SPLIT_VIEW"));
      TestPlant.await(() -> witness[0].asked.size() >= 3);
      assertThat(node.statusLines()).anyMatch(line -> line.contains("CONTRADICTED"));
    }
  }

  private static ByteString forgedOf(FakeAnchor anchor, long size) throws IOException {
    try {
      return forged(anchor, size);
    } catch (SigningException | KeyHomeException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aHeadThatIsLargerThanTheLogIsARewriteToldOnce() throws Exception {
    FakeAnchor[] witness = new FakeAnchor[1];
    witness[0] =
        new FakeAnchor(
            "witness",
            head -> new Vouching.Contradicted("larger", forgedOf(witness[0], 1_000_000)));
    try (Node node = start(witness)) {
      TestPlant.await(() -> !findings(node, HeadFindings.REWRITE).isEmpty());
      TestPlant.await(() -> witness[0].asked.size() >= 3);
      assertThat(findings(node, HeadFindings.REWRITE)).as("one note, one finding").hasSize(1);
    }
  }

  /** Anybody can send one: it accuses nobody, and is a failure of the anchor like any other. */
  @Test
  void aNoteThatTheLogDidNotSignAccusesNobody() throws Exception {
    ByteString other = ByteString.of("another log\n".getBytes(StandardCharsets.UTF_8));
    var anchor = new FakeAnchor("witness", head -> new Vouching.Contradicted("differs", other));
    try (Node node = start(anchor)) {
      TestPlant.await(() -> node.anchors().states().getFirst().failures() >= 2);
      assertThat(said).noneMatch(line -> line.contains("alarm"));
      assertThat(node.anchors().states().getFirst().contradiction()).isEmpty();
    }
  }

  private static List<FindingMade> findings(Node node, String code) throws IOException {
    return NodeRecords.of(node, FindingMade.class).stream()
        .filter(finding -> finding.code().equals(code))
        .toList();
  }

  @Test
  void failuresAreSeenAndARestartIsAsPatientAsTheRunBefore() throws Exception {
    var anchor =
        new FakeAnchor(
            "chain",
            head -> {
              throw new IOException("no route to the chain");
            });
    int failures;
    try (Node node = start(anchor)) {
      TestPlant.await(() -> node.anchors().states().getFirst().failures() >= 3);
      AnchorState state = node.anchors().states().getFirst();
      failures = state.failures();
      assertThat(state.next()).isGreaterThan(state.trouble().orElseThrow().at());
      assertThat(node.statusLines())
          .anyMatch(line -> line.contains("fails since") && line.contains("no route to the chain"))
          .anyMatch(line -> line.contains("nobody has vouched yet"));
      assertThat(said).anyMatch(line -> line.contains("anchor-failed"));
      assertThat(AnchorSummary.of(data).isFailing()).isTrue();
      assertThat(AnchorSummary.of(data).lines()).singleElement().asString().contains("no route");
      assertThat(AnchorSummary.of(temp).lines()).isEmpty();
      assertThat(rows(node)).as("one row for the run of failures").hasSize(1);
      AnchorRow row = rows(node).getFirst();
      awaitEntered(node, row);
    }
    try (Node node = start(anchor)) {
      AnchorState state = node.anchors().states().getFirst();
      assertThat(state.failures()).isGreaterThanOrEqualTo(failures);
      assertThat(state.trouble().orElseThrow().why()).contains("no route");
    }
  }

  @Test
  void anAnchorThatBreaksItsPromisesHarmsNobody() throws Exception {
    var anchor =
        new FakeAnchor(
            "broken",
            head -> {
              throw new IllegalStateException("a fault of its own");
            });
    try (Node node = start(anchor)) {
      TestPlant.await(() -> node.anchors().states().getFirst().failures() >= 2);
      TestPlant.awaitNothingInTheWay(node);
      assertThat(node.anchors().states().getFirst().failures()).isGreaterThanOrEqualTo(2);
    }
  }

  private interface Work {
    void on(AnchorFiles files) throws IOException;
  }

  private void whileStopped(Work work) throws IOException {
    FileStorage room = FileStorage.open(data.resolve("anchors"));
    var proofs = new FileBlobs(FileStorage.open(data.resolve("anchors/proofs")));
    switch (AnchorFiles.open(room, proofs, new SecureRandom())) {
      case AnchorOpening.Opened(var files) -> {
        try (files) {
          work.on(files);
        }
      }
      case AnchorOpening.Refused(var why) -> throw new AssertionError(why);
    }
  }

  /** As if the process had been killed between two steps: each row is in the ledger once. */
  @Test
  void aRowEntersTheLedgerOnceWhateverAKillCutOff() throws Exception {
    FakeAnchor anchor = FakeAnchor.willing("tsa");
    AnchorRow first;
    try (Node node = start(anchor)) {
      TestPlant.await(() -> !rows(node).isEmpty());
      first = rows(node).getFirst();
      awaitEntered(node, first);
    }
    AnchorHead head = anchor.asked.element();
    List<AnchorRow> later = new ArrayList<>();
    whileStopped(files -> {
      // Killed before it was noted that the first rows are in the journal, and before the last
      // two were handed to it, one of them noted as being about to be.
      later.add(files.given(head, anchor.kind(), "tsa", 1, FakeAnchor.given("late")));
      later.add(files.given(head, anchor.kind(), "tsa", 2, FakeAnchor.given("later")));
      files.mark(new AnchorMark(0, files.count() - 1, 0).encode());
    });
    try (Node node = start()) {
      for (AnchorRow row : later) {
        awaitEntered(node, row);
      }
      assertThat(entered(node, first)).isEqualTo(1);
      assertThat(resultsOf(node)).isEqualTo(rows(node).size());
    }
    whileStopped(files -> files.mark(new AnchorMark(0, files.count(), 0).encode()));
    try (Node node = start(FakeAnchor.willing("other"))) {
      TestPlant.await(() -> rows(node).size() > later.getLast().number() + 1);
      AnchorRow newest = rows(node).getLast();
      awaitEntered(node, newest);
      // Meanwhile there may be newer ones.
      assertThat(resultsOf(node)).isGreaterThanOrEqualTo(newest.number() + 1);
      assertThat(
              NodeRecords.of(node, AnchorResults.class).stream()
                  .flatMap(each ->
                      each.results().stream().map(result -> Map.entry(each.size(), result))))
          .doesNotHaveDuplicates();
    }
  }

  private static long resultsOf(Node node) throws IOException {
    return NodeRecords.of(node, AnchorResults.class).stream()
        .mapToLong(record -> record.results().size())
        .sum();
  }

  @Test
  void aProofThatWearsOffIsRenewed() throws Exception {
    FakeAnchor anchor = FakeAnchor.willing("tsa");
    anchor.renewBy = 1;
    try (Node node = start(anchor)) {
      TestPlant.await(() ->
          answers(node).covering(1, 1).stream()
              .limit(1)
              .anyMatch(each -> each.outcome() == AnchorResults.Outcome.REPLACED));
      assertThat(anchor.renewals.get()).isPositive();
      AnchorRow row = answers(node).covering(1, 1).getFirst();
      byte[] proof = answers(node).proof(Objects.requireNonNull(row.proof())).orElseThrow();
      assertThat(new String(proof, StandardCharsets.UTF_8)).startsWith("renewed proof of");
      awaitEntered(node, row);
    }
  }

  @Test
  void aBackupHasWhatAnchorsSaidAndARestoredFolderKeepsItWithTheOldLog() throws Exception {
    Path copy = temp.resolve("copy");
    Path keys = temp.resolve("keys.zip");
    Path restored = temp.resolve("restored");
    try (Node node = start(FakeAnchor.willing("tsa"))) {
      TestPlant.await(() -> !rows(node).isEmpty());
      assertThat(
              ControlClient.ask(
                  data, List.of("backup", copy.toString(), keys.toString()), (done, size) -> {}))
          .isEqualTo(new ControlAnswer.Done(List.of()));
    }
    assertThat(BackupCheck.run(copy, (done, size) -> {}).findings()).isEmpty();
    var decision = new Restore.Decision("the disk failed", List.of("ana", "ben"));
    Restore.Restored _ =
        new Restore(restored, decision, Node.Machine.here(), (done, size) -> {})
            .fromBackup(copy, keys, Optional.empty());
    try (Node node = TestPlant.start(restored, "plant7.example/log/r2")) {
      assertThat(node.statusLines()).anyMatch(line -> line.contains("none is set"));
      assertThat(answers(node).count()).isZero();
    }
    DataCheck.Result checked = DataCheck.run(restored, (done, size) -> {});
    assertThat(checked.findings()).isEmpty();
    assertThat(checked.lines())
        .anyMatch(line -> line.matches("anchors  0001: [1-9][0-9]* answers.*"));
  }

  @Test
  void fsckFindsAnAnswerAboutAnotherRoot() throws Exception {
    FakeAnchor anchor = FakeAnchor.willing("tsa");
    try (Node node = start(anchor)) {
      TestPlant.await(() -> !rows(node).isEmpty());
    }
    AnchorHead head = anchor.asked.element();
    whileStopped(files -> {
      var wrong =
          new Checkpoint(TestPlant.ORIGIN, head.checkpoint().size(), Sha256.of(new byte[] {1}));
      var note = new Note(wrong.text(), head.note().signatures());
      AnchorRow _ =
          files.given(
              new AnchorHead(wrong, note), anchor.kind(), "tsa", 1, FakeAnchor.given("wrong"));
    });
    assertThat(DataCheck.run(data, (done, size) -> {}).findings())
        .singleElement()
        .asString()
        .contains("anchors: row", "the log was rewritten");
  }

  /** It is left as it is, and said; the node runs. */
  @Test
  void answersThatCannotBeExplainedStopNoNode() throws Exception {
    try (Node node = start(FakeAnchor.willing("tsa"))) {
      TestPlant.await(() -> !rows(node).isEmpty());
    }
    Path file = data.resolve("anchors/answers");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 3] ^= 1;
    Path _ = Files.write(file, bytes);
    FakeAnchor anchor = FakeAnchor.willing("tsa");
    try (Node node = start(anchor)) {
      // The index may not have caught up yet, which is said beside it.
      assertThat(node.obstacles())
          .filteredOn(obstacle -> obstacle.startsWith("anchors:"))
          .singleElement()
          .asString()
          .contains("fsck");
      TestPlant.hear(node, 0, 10, new ConcurrentSkipListSet<>());
      assertThat(anchor.asked).isEmpty();
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThat(DataCheck.run(data, (done, size) -> {}).findings()).isNotEmpty();
  }
}
