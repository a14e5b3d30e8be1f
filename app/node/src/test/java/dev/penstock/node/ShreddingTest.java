package dev.penstock.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bundle.Verdict;
import dev.penstock.bundle.VerdictText;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.evidence.record.Sealed;
import dev.penstock.evidence.record.Statement;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.shred.KeyPeriod;
import dev.penstock.flow.shred.KeyVault;
import dev.penstock.flow.shred.Seen;
import dev.penstock.flow.shred.ShredOrder;
import dev.penstock.flow.shred.ShredPolicy;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be shredded is never on the disk in clear, and after a shred nowhere at all. */
class ShreddingTest {
  private static final String MARKER = "planted-marker-0815";
  private static final NodeSettings SETTINGS =
      TestPlant.settings(TestPlant.ORIGIN)
          .withShreddable(new ShredPolicy(List.of("badge*"), Duration.ofDays(1)));

  @TempDir private Path temp;
  private Path data;

  @BeforeEach
  void makeFolder() throws IOException {
    data = temp.resolve("data");
    TestPlant.makeFolder(data, "shreddable: {sources: ['badge*']}\n");
  }

  private Node start() throws StartException {
    return Node.start(data, SETTINGS, Node.Machine.here());
  }

  /** What became of a message: empty when it is durable, else why it was refused. */
  private static String said(Node node, String source, byte[] payload) throws Exception {
    return said(node, source, null, payload);
  }

  private static String said(Node node, String source, String address, byte[] payload)
      throws Exception {
    var settled = new CompletableFuture<String>();
    var heard =
        new Heard(
            "broker1",
            source,
            "gate",
            address,
            null,
            Instant.now(),
            new Payload("text/plain", ByteString.of(payload), null),
            1);
    Receipt receipt =
        new Receipt() {
          @Override
          public void durable() {
            boolean _ = settled.complete("");
          }

          @Override
          public void refused(String reason) {
            boolean _ = settled.complete(reason);
          }
        };
    assertThat(node.intake().offer(heard, receipt)).isTrue();
    return settled.get(60, TimeUnit.SECONDS);
  }

  private static SealedRecord onlySealed(Node node) throws Exception {
    var found = new ArrayList<SealedRecord>();
    TestPlant.await(() -> {
      found.clear();
      NodeRecords.all(node).stream()
          .filter(record -> record.record().value() instanceof Sealed)
          .forEach(found::add);
      return found.size() == 1
          && node.projections().records().prove(found.getFirst().place())
              instanceof RecordProof.Proven;
    });
    return found.getFirst();
  }

  private static Seen see(Node node, SealedRecord record) throws IOException {
    return node.shredding().opening().see(record.record());
  }

  private static String text(Seen seen) {
    var open = (Seen.Open) seen;
    var payload = (Payload) ((Sample) open.clear().value()).value();
    return new String(payload.bytes().bytes(), UTF_8);
  }

  private ControlAnswer shred(boolean isMeant) throws IOException {
    long now = TimeUnit.SECONDS.toNanos(Instant.now().getEpochSecond());
    long day = TimeUnit.DAYS.toNanos(1);
    var request =
        new ShredCommand.Request(
            "badge-7", now - now % day - day, now + day, "Ana Ek", "the person asked", isMeant);
    return ControlClient.ask(data, ShredCommand.words(request));
  }

  private static String lines(ControlAnswer answer) {
    return String.join("\n", ((ControlAnswer.Done) answer).lines());
  }

  /** Files that hold these bytes, whatever else they hold. */
  private static List<String> holding(Path folder, byte[] bytes) throws IOException {
    String wanted = new String(bytes, ISO_8859_1);
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> found = new ArrayList<>();
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), ISO_8859_1).contains(wanted)) {
          found.add(folder.relativize(file).toString());
        }
      }
      return found;
    }
  }

  @Test
  void aPlantedMarkerIsNowhereInFolderOrBackupAndItsProofStays() throws Exception {
    byte[] marker = MARKER.getBytes(UTF_8);
    SealedRecord record;
    RecordProof before;
    try (Node node = start()) {
      assertThat(said(node, "badge-7", marker)).isEmpty();
      assertThat(said(node, "plc1", "shown-in-clear".getBytes(UTF_8))).isEmpty();
      record = onlySealed(node);
      before = node.projections().records().prove(record.place());

      assertThat(text(see(node, record))).isEqualTo(MARKER);
      assertThat(holding(data, marker)).as("before").isEmpty();
      assertThat(holding(data, "shown-in-clear".getBytes(UTF_8))).as("the search").isNotEmpty();

      String planned = lines(shred(false));
      assertThat(planned)
          .contains("the values of 1 record in 1 block", "Nothing was changed", "solid-state");
      assertThat(text(see(node, record))).isEqualTo(MARKER);

      byte[] key = keyBytes();
      assertThat(holding(data, key)).containsExactly("vault/shred-keys/keys");
      assertThat(lines(shred(true))).contains("Done: 1 keys are destroyed");

      assertThat(holding(data, key)).isEmpty();
      assertThat(holding(data, marker)).as("after").isEmpty();
      assertShredded(see(node, record));
      TestPlant.await(() -> !NodeRecords.of(node, Gap.class).isEmpty());
      assertStated(node);
      Path copy = temp.resolve("copy");
      assertThat(ControlClient.ask(data, List.of("backup", copy.toString())))
          .isEqualTo(new ControlAnswer.Done(List.of()));
      assertThat(holding(copy, marker)).isEmpty();
      assertThat(holding(copy, key)).isEmpty();
      assertThat(copy.resolve("vault")).doesNotExist();
    }
    assertSameAfterARebuild(record, before);
  }

  /** The bytes of the first key, as docs/formats/shred-keys.md says where they are. */
  private byte[] keyBytes() throws IOException {
    byte[] file = Files.readAllBytes(data.resolve("vault/shred-keys/keys"));
    return Arrays.copyOfRange(file, 128 + 56, 128 + 88);
  }

  private static void assertShredded(Seen seen) {
    assertThat(seen)
        .isInstanceOfSatisfying(
            Seen.Shredded.class,
            shredded -> {
              assertThat(shredded.by()).isEqualTo("node user: Ana Ek");
              assertThat(shredded.reason()).isEqualTo("the person asked");
            });
  }

  private static void assertStated(Node node) throws IOException {
    assertThat(NodeRecords.of(node, Statement.class))
        .singleElement()
        .satisfies(statement -> {
          assertThat(statement.type()).isEqualTo("shred");
          assertThat(statement.subject()).isEqualTo("badge-7");
          assertThat(statement.text()).isEqualTo("the person asked");
        });
    assertThat(NodeRecords.of(node, Gap.class))
        .singleElement()
        .satisfies(gap -> assertThat(gap.cause()).isEqualTo(Gap.Cause.SHREDDED));
  }

  private void assertSameAfterARebuild(SealedRecord record, RecordProof before) throws Exception {
    assertThat(DataCheck.run(data, (done, size) -> {}).findings()).isEmpty();
    assertThat(new Rebuild(data, Node.Machine.here(), (done, size) -> {}).run().entries())
        .isPositive();
    try (Node node = start()) {
      SealedRecord again = onlySealed(node);
      assertThat(again).isEqualTo(record);
      assertShredded(see(node, again));
      var first = (RecordProof.Proven) before;
      var now = (RecordProof.Proven) node.projections().records().prove(record.place());
      assertThat(now.header()).isEqualTo(first.header());
      assertThat(now.disclosure()).usingRecursiveComparison().isEqualTo(first.disclosure());
    }
  }

  @Test
  void aBundleOverShreddedValuesIsVerifiedAndHoldsNoValue() throws Exception {
    Path before = temp.resolve("before.zip");
    Path after = temp.resolve("after.zip");
    try (Node node = start()) {
      assertThat(said(node, "badge-7", MARKER.getBytes(UTF_8))).isEmpty();
      SealedRecord record = onlySealed(node);
      for (Path file : List.of(before, after)) {
        assertThat(Auditor.ask(data, file, Auditor.request("badge-7")))
            .isInstanceOf(ControlAnswer.Done.class);
        var shown = new ArrayList<RecordValue>();
        Verdict verdict =
            Auditor.verdict(
                file, Auditor.trust(data), (index, place, header, one) -> shown.add(one.value()));
        assertThat(verdict.outcome())
            .as(() -> String.join("\n", VerdictText.of(verdict)))
            .isEqualTo(Verdict.Outcome.VERIFIED);
        assertThat(shown).contains(record.record().value());
        assertThat(holding(temp, MARKER.getBytes(UTF_8))).isEmpty();
        if (file.equals(before)) {
          assertThat(lines(shred(true))).contains("Done");
          TestPlant.await(() -> !NodeRecords.of(node, Gap.class).isEmpty());
        }
      }
    }
  }

  @Test
  void afterAShredOfTheRunningPeriodTheRestOfItHasAnotherKey() throws Exception {
    try (Node node = start()) {
      assertThat(said(node, "badge-7", "first".getBytes(UTF_8))).isEmpty();
      SealedRecord first = onlySealed(node);
      assertThat(lines(shred(true))).contains("Done");
      assertThat(said(node, "badge-7", "second".getBytes(UTF_8))).isEmpty();
      var second = new ArrayList<SealedRecord>();
      TestPlant.await(() -> {
        second.clear();
        NodeRecords.all(node).stream()
            .filter(record -> record.record().value() instanceof Sealed)
            .filter(record -> !record.place().equals(first.place()))
            .forEach(second::add);
        return !second.isEmpty();
      });
      assertShredded(see(node, first));
      assertThat(text(see(node, second.getFirst()))).isEqualTo("second");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aShredThatACrashCutOffIsFinishedByTheNextStart(boolean isWithoutKeys) throws Exception {
    SealedRecord record;
    try (Node node = start()) {
      assertThat(said(node, "badge-7", MARKER.getBytes(UTF_8))).isEmpty();
      record = onlySealed(node);
      KeyVault vault = node.shredding().vault().orElseThrow();
      KeyPeriod period = vault.periods(record.source()).getFirst();
      // As far as a node gets that is cut off behind its first step.
      vault.order(
          new ShredOrder(
              ByteString.of(new byte[16]),
              period.made(),
              record.source(),
              period.from(),
              period.to(),
              "node user: Ana Ek",
              "the person asked",
              List.of(period.id())));
      assertThat(text(see(node, record))).isEqualTo(MARKER);
    }
    if (isWithoutKeys) {
      Files.delete(data.resolve("vault/shred-keys/keys"));
    }
    try (Node node = start()) {
      assertShredded(see(node, record));
      assertThat(node.remarks()).anyMatch(remark -> remark.contains("are finished"));
      assertThat(node.shredding().vault().orElseThrow().unfinished()).isEmpty();
      TestPlant.await(() -> !NodeRecords.of(node, Gap.class).isEmpty());
      assertStated(node);
    }
  }

  @Test
  void aPayloadThatDoesNotFitItsRecordIsRefusedAndNotKept() throws Exception {
    byte[] large = (MARKER + "x".repeat(200_000)).getBytes(UTF_8);
    try (Node node = start()) {
      assertThat(said(node, "badge-7", large)).contains("too large").doesNotContain("digest");
      assertThat(said(node, "plc1", new byte[200_000])).as("in clear it is kept").isEmpty();
      TestPlant.await(() -> !findings(node).isEmpty());
      assertThat(findings(node))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.rolling()).isNull();
            assertThat(finding.text()).contains("whose values are sealed");
          });
      assertThat(holding(data, MARKER.getBytes(UTF_8))).isEmpty();
    }
  }

  private static List<FindingMade> findings(Node node) throws IOException {
    return NodeRecords.of(node, FindingMade.class).stream()
        .filter(finding -> finding.code().equals("PAYLOAD_TOO_LARGE"))
        .toList();
  }

  @Test
  void theLargestPayloadThatFitsIsKept() throws Exception {
    byte[] fits = new byte[129_024 - 96];
    fits[0] = 1;
    try (Node node = start()) {
      assertThat(said(node, "badge-7", fits)).isEmpty();
      SealedRecord record = onlySealed(node);
      assertThat(see(node, record)).isInstanceOf(Seen.Open.class);
      assertThat(said(node, "badge-7", new byte[fits.length + 1])).contains("too large");
    }
  }

  @Test
  void aLongAddressCountsAsPartOfTheMessage() throws Exception {
    String topic = "ü".repeat(30_000);
    try (Node node = start()) {
      assertThat(said(node, "plc1", topic, new byte[100_000])).as("stored apart").isEmpty();
      assertThat(said(node, "badge-7", topic, new byte[100_000])).contains("too large");
      assertThat(said(node, "badge-7", topic, new byte[60_000])).isEmpty();
      assertThat(see(node, onlySealed(node))).isInstanceOf(Seen.Open.class);
    }
  }

  @Test
  void withoutTheVaultARowSaysThatTheKeyIsNotThere() throws Exception {
    SealedRecord record;
    try (Node node = start()) {
      assertThat(said(node, "badge-7", MARKER.getBytes(UTF_8))).isEmpty();
      record = onlySealed(node);
    }
    Path keys = data.resolve("vault/shred-keys");
    Files.delete(keys.resolve("keys"));
    Files.delete(keys.resolve("orders"));
    Files.delete(keys);
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      assertThat(see(node, record)).isEqualTo(new Seen.KeyMissing());
      assertThat(shred(true))
          .isInstanceOfSatisfying(
              ControlAnswer.Refused.class,
              refused -> assertThat(refused.reason()).contains("shreddable in penstock.yaml"));
    }
    try (Node node = start()) {
      assertThat(see(node, record)).isEqualTo(new Seen.KeyMissing());
      assertThat(lines(shred(false))).contains("Nothing is shredded");
      assertThat(shred(true).toString()).contains("nothing is shredded: no period");
    }
  }

  @Test
  void whatWasWrittenInClearIsNamed() throws Exception {
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      assertThat(said(node, "badge-7", "in clear".getBytes(UTF_8))).isEmpty();
    }
    try (Node node = start()) {
      assertThat(said(node, "badge-7", MARKER.getBytes(UTF_8))).isEmpty();
      SealedRecord _ = onlySealed(node);
      assertThat(lines(shred(false))).contains("1 values that were written in clear");
    }
  }
}
