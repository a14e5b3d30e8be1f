package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blobs.FileBlobs;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.PublishedHead;
import dev.penstock.flow.index.BlockReader;
import dev.penstock.flow.index.IndexFollower;
import dev.penstock.flow.index.IndexedRecords;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.ReaderOpening;
import dev.penstock.ledger.RestoreStatement;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.node.backup.BackupManifest;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.projections.SqliteIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is taken while the node works, and what a restored folder can do. */
class BackupTest {
  private static final Restore.Decision DECISION =
      new Restore.Decision("the disk failed", List.of("ana", "ben"));

  @TempDir private Path temp;
  private Path data;
  private Path copy;
  private Path keys;
  private Path restored;

  @BeforeEach
  void makeFolder() throws IOException {
    data = temp.resolve("data");
    copy = temp.resolve("copy");
    keys = temp.resolve("keys.zip");
    restored = temp.resolve("restored");
    TestPlant.makeFolder(data, "");
  }

  private ControlAnswer backUp(List<long[]> progress) throws IOException {
    return ControlClient.ask(
        data,
        List.of("backup", copy.toString(), keys.toString()),
        (done, size) -> progress.add(new long[] {done, size}));
  }

  private static List<String> findings(Path folder) throws IOException {
    return BackupCheck.run(folder, (done, size) -> {}).findings();
  }

  private Restore restore() {
    return new Restore(restored, DECISION, Node.Machine.here(), (done, size) -> {});
  }

  @Test
  void aBackupUnderLoadHoldsAllThatWasAcknowledgedAndARestoredNodeFindsIt() throws Exception {
    var acknowledged = new ConcurrentSkipListSet<String>();
    Set<String> before;
    RecordProof.Proven proof;
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, 3_000, acknowledged);
      proof = proofOf(node, "value 17");
      var isEnough = new AtomicBoolean();
      Thread load = Thread.ofVirtual().start(() -> goOn(node, isEnough, acknowledged));
      before = Set.copyOf(acknowledged);
      assertThat(backUp(new ArrayList<>())).isEqualTo(new ControlAnswer.Done(List.of()));
      isEnough.set(true);
      load.join();
    }
    assertThat(findings(copy)).isEmpty();
    Restore.Restored made = restore().fromBackup(copy, keys, Optional.empty());
    assertThat(made.statement().origin()).isEqualTo("plant7.example/log/r2");
    assertThat(made.statement().size()).isLessThanOrEqualTo(made.kept());
    assertThat(Files.readString(restored.resolve("penstock.yaml")))
        .contains("origin: plant7.example/log/r2   # for ever", "http: {enabled: false}");
    try (Node node = TestPlant.start(restored, "plant7.example/log/r2")) {
      TestPlant.await(
          () -> TestPlant.sealedTexts(node.projections().records()).keySet().containsAll(before));
      assertThat(node.projections().records().source("plc3")).isPresent();
      TestPlant.hear(node, 900_000, 10, acknowledged);
      assertThat(proofOf(node, "value 900003").checkpoint().checkpoint().origin())
          .isEqualTo("plant7.example/log/r2");
    }
    assertThat(DataCheck.run(restored, (done, size) -> {}).findings()).isEmpty();
    assertStillProven(proof, restored.resolve("previous/0001/ledger"), made.statement());
    assertProvenAnew("value 17", proof);
  }

  /** Talks on until it is told to stop. */
  private static void goOn(
      Node node, AtomicBoolean isEnough, ConcurrentSkipListSet<String> acknowledged) {
    try {
      for (int i = 100_000; !isEnough.get(); i += 20) {
        TestPlant.hear(node, i, 20, acknowledged);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RecordProof.Proven proofOf(Node node, String text) throws Exception {
    RecordProof[] found = new RecordProof[1];
    TestPlant.await(() -> {
      RecordPlace place = TestPlant.sealedTexts(node.projections().records()).get(text);
      found[0] = place == null ? null : node.projections().records().prove(place);
      return found[0] instanceof RecordProof.Proven;
    });
    return (RecordProof.Proven) found[0];
  }

  /** A proof from before the restore still leads to the old log, which the new one binds. */
  private static void assertStillProven(
      RecordProof.Proven proof, Path ledger, RestoreStatement statement) throws IOException {
    Checkpoint checkpoint = proof.checkpoint().checkpoint();
    var hasher = new TreeHasher();
    assertThat(
            new ProofChecker(hasher)
                .inclusion(
                    proof.inclusion(), hasher.leaf(proof.header().bytes()), checkpoint.root()))
        .isInstanceOf(ProofCheck.Verified.class);
    try (LedgerReader old = reader(ledger)) {
      assertThat(old.view().root(checkpoint.size())).isEqualTo(checkpoint.root());
      assertThat(statement.previous()).isEqualTo(old.origin());
      assertThat(old.view().root(statement.size())).isEqualTo(statement.root());
    }
  }

  private static LedgerReader reader(Path ledger) throws IOException {
    return ((ReaderOpening.Opened) LedgerReader.open(FileStorage.open(ledger), PublishedHead.NONE))
        .reader();
  }

  /** What is kept of the old log is enough to prove its records again. */
  private void assertProvenAnew(String text, RecordProof.Proven before) throws IOException {
    try (LedgerReader old = reader(restored.resolve("previous/0001/ledger"));
        FileJournal journal = journal(restored.resolve("journal"));
        FileJournal extents = journal(restored.resolve("previous/0001/extents"));
        SqliteIndex index = SqliteIndex.open(temp.resolve("old.db"))) {
      var evidence = new BlockReader.Evidence(old, journal, extents, old.origin());
      var blobs = new FileBlobs(FileStorage.open(temp));
      try (var follower = new IndexFollower(evidence, extents, index, blobs)) {
        while (!follower.step()) {
          // Until all of it is in the index.
        }
      }
      var records = new IndexedRecords(evidence, index);
      RecordPlace place = TestPlant.sealedTexts(records).get(text);
      assertThat(place).isEqualTo(before.place());
      assertThat(records.prove(place))
          .isInstanceOfSatisfying(
              RecordProof.Proven.class,
              again -> assertThat(again.header()).isEqualTo(before.header()));
    }
  }

  private static FileJournal journal(Path folder) throws IOException {
    JournalOptions options =
        JournalOptions.of(Node.Machine.here().clock(), Node.Machine.here().random(), "a test");
    return ((JournalOpening.Opened) FileJournal.open(FileStorage.open(folder), options)).journal();
  }

  @Test
  void aBackupWithoutANodeIsWholeAndHasNoSecret() throws Exception {
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, 50, new ConcurrentSkipListSet<>());
    }
    BackupCheck.Result _ =
        StoppedNode.backUp(
            data,
            TestPlant.settings(TestPlant.ORIGIN),
            copy,
            Optional.empty(),
            Node.Machine.here(),
            (done, size) -> {});
    assertThat(findings(copy)).isEmpty();
    assertThat(copy.resolve("keys")).doesNotExist();
    assertThat(copy.resolve("vault")).doesNotExist();
    assertThat(keys).doesNotExist();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rwx------");
    assertThatThrownBy(() -> TestPlant.start(copy, TestPlant.ORIGIN))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("is a backup; penstock restore");
  }

  @Test
  void twoRestoresKeepBothLogsThatWereBefore() throws Exception {
    var acknowledged = new ConcurrentSkipListSet<String>();
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, 100, acknowledged);
      assertThat(backUp(new ArrayList<>())).isInstanceOf(ControlAnswer.Done.class);
    }
    Restore.Restored _ = restore().fromBackup(copy, keys, Optional.empty());
    Path again = temp.resolve("again");
    Path third = temp.resolve("third");
    try (Node node = TestPlant.start(restored, "plant7.example/log/r2")) {
      TestPlant.hear(node, 100, 100, acknowledged);
      assertThat(ControlClient.ask(restored, List.of("backup", again.toString())))
          .isInstanceOf(ControlAnswer.Done.class);
    }
    assertThat(findings(again)).isEmpty();
    Restore.Restored made =
        new Restore(third, DECISION, Node.Machine.here(), (done, size) -> {})
            .fromBackup(again, keys, Optional.empty());
    assertThat(made.statement().origin()).isEqualTo("plant7.example/log/r3");
    assertThat(third.resolve("previous/0002/ledger/format")).exists();
    try (Node node = TestPlant.start(third, "plant7.example/log/r3")) {
      TestPlant.await(() ->
          TestPlant.sealedTexts(node.projections().records()).keySet().containsAll(acknowledged));
    }
    assertThat(DataCheck.run(third, (done, size) -> {}).findings()).isEmpty();
  }

  @Test
  void eachChangeToABackupIsFound() throws Exception {
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, 50, new ConcurrentSkipListSet<>());
      assertThat(backUp(new ArrayList<>())).isInstanceOf(ControlAnswer.Done.class);
    }
    BackupManifest manifest =
        BackupManifest.decode(Files.readAllBytes(copy.resolve("backup"))).orElseThrow();
    for (var file : manifest.files()) {
      if (file.contentBytes() > 0) {
        Path path = copy.resolve(file.name());
        byte[] whole = Files.readAllBytes(path);
        byte[] changed = whole.clone();
        changed[(int) file.contentBytes() - 1] ^= 1;
        Path _ = Files.write(path, changed);
        assertThat(findings(copy)).as(file.name()).isNotEmpty();
        Path _ = Files.write(path, whole);
      }
    }
    assertThat(findings(copy)).isEmpty();
    Files.delete(copy.resolve("journal/segments/00000000.control"));
    assertThat(findings(copy)).anyMatch(finding -> finding.endsWith("control is missing"));
  }

  @Test
  void nothingIsRestoredWithOtherKeysAnotherCheckpointOrOverSomething() throws Exception {
    Path secret = Files.writeString(temp.resolve("secret"), "correct horse battery staple\n");
    Path _ = Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    TestPlant.makeFolder(data, "passphrase-file: " + secret + "\n");
    var settings =
        NodeSettings.named(TestPlant.ORIGIN)
            .withPassphraseFile(secret)
            .withRetention(TestPlant.settings(TestPlant.ORIGIN).retention());
    try (Node node = Node.start(data, settings, Node.Machine.here())) {
      TestPlant.hear(node, 0, 50, new ConcurrentSkipListSet<>());
      // A checkpoint of the empty log comes first; no other can contradict that.
      TestPlant.await(() ->
          node.ledger()
              .checkpoints()
              .latest()
              .filter(published -> published.checkpoint().size() > 0)
              .isPresent());
      assertThat(backUp(new ArrayList<>())).isInstanceOf(ControlAnswer.Done.class);
    }
    assertRefused(temp.resolve("nothing"), Optional.empty(), "there is no file of keys");
    assertRefused(secret, Optional.empty(), "is no file of keys");
    var fork = new Checkpoint(TestPlant.ORIGIN, 1, Digest.of(new byte[Digest.BYTES]));
    assertRefused(keys, Optional.of(fork), "one of them is a fork");
    var other = new Checkpoint("plant8.example/log", 1, Digest.of(new byte[Digest.BYTES]));
    assertRefused(keys, Optional.of(other), "is one of plant8.example/log");
    Path _ = Files.writeString(secret, "another one\n");
    assertRefused(keys, Optional.empty(), "passphrase");
    Path _ = Files.writeString(secret, "correct horse battery staple\n");
    var ahead = new Checkpoint(TestPlant.ORIGIN, 1_000, Digest.of(new byte[Digest.BYTES]));
    Restore.Restored made = restore().fromBackup(copy, keys, Optional.of(ahead));
    assertThat(made.statement().size()).isEqualTo(1_000);
    assertRefused(keys, Optional.empty(), "is there already");
  }

  private void assertRefused(Path keysFile, Optional<Checkpoint> known, String why) {
    assertThatThrownBy(() -> restore().fromBackup(copy, keysFile, known))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(why);
    assertThat(restored.resolveSibling("restored.unfinished")).doesNotExist();
  }

  @Test
  void theKeysOfAnotherNodeDoNotOpenARestore() throws Exception {
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, 5, new ConcurrentSkipListSet<>());
      TestPlant.await(() -> node.ledger().checkpoints().latest().isPresent());
      assertThat(backUp(new ArrayList<>())).isInstanceOf(ControlAnswer.Done.class);
    }
    Path otherData = temp.resolve("other");
    Path otherKeys = temp.resolve("other.zip");
    TestPlant.makeFolder(otherData, "");
    try (Node _ = TestPlant.start(otherData, TestPlant.ORIGIN)) {
      assertThat(
              ControlClient.ask(
                  otherData,
                  List.of("backup", temp.resolve("copy2").toString(), otherKeys.toString())))
          .isInstanceOf(ControlAnswer.Done.class);
    }
    assertRefused(otherKeys, Optional.empty(), "holds another key than the one that signed");
  }
}
