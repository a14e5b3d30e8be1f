package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.bundle.BundleBytes;
import dev.penstock.bundle.BundleChecker;
import dev.penstock.bundle.BundleTrust;
import dev.penstock.bundle.Claim;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Verdict;
import dev.penstock.bundle.VerdictText;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Hands;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.control.LongCommand;
import dev.penstock.signature.JdkSignatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of a real node, as an auditor sees them. */
class BundleTest {
  private static final long DAY = 86_400_000_000_000L;

  private final ConcurrentSkipListSet<String> acknowledged = new ConcurrentSkipListSet<>();

  static BundleRequest request(String source) {
    long now = System.currentTimeMillis() * 1_000_000L;
    return new BundleRequest(source, now - DAY, now + DAY, Optional.empty(), List.of());
  }

  static ControlAnswer ask(Path data, Path file, BundleRequest request)
      throws IOException, InterruptedException {
    ControlAnswer answer = new ControlAnswer.Refused("never asked");
    for (int i = 0; i < 600; i++) {
      answer =
          ControlClient.ask(data, BundleCommand.words(file, request), LongCommand.Progress.NONE);
      boolean isTooEarly =
          answer instanceof ControlAnswer.Refused(var why)
              && (why.contains("in a moment")
                  || why.contains("No source")
                  || why.contains("No record"));
      if (!isTooEarly) {
        return answer;
      }
      boolean _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
    return answer;
  }

  static BundleTrust trust(Path data) throws IOException {
    ControlAnswer answer = ControlClient.ask(data, List.of("trust"), LongCommand.Progress.NONE);
    String text = String.join("\n", ((ControlAnswer.Done) answer).lines()) + "\n";
    return ((Decoded.Value<BundleTrust>) BundleTrust.decode(text.getBytes(StandardCharsets.UTF_8)))
        .value();
  }

  static Verdict verdict(Path file, BundleTrust trust, RecordSink sink) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    long now = System.currentTimeMillis() * 1_000_000L;
    var asked = new BundleChecker.Asked(Optional.of(trust), List.of(), now, sink);
    return new BundleChecker(new JdkSignatures(), Hands.ONE, asked)
        .check(
            new BundleBytes() {
              @Override
              public long size() {
                return bytes.length;
              }

              @Override
              public void read(long position, byte[] into, int at, int length) {
                System.arraycopy(bytes, Math.toIntExact(position), into, at, length);
              }
            });
  }

  private static void takeText(LedgerRecord record, List<String> into) {
    if (record.value() instanceof Sample(Payload payload)) {
      boolean _ = into.add(new String(payload.bytes().bytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatASourceSentIsHandedOutAndVerifiedByTheNodesKeys(@TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    TestPlant.makeFolder(data, "");
    Path file = temp.resolve("plc1.zip");
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, 50, acknowledged);
      assertThat(ask(data, file, request("plc1"))).isInstanceOf(ControlAnswer.Done.class);
      var texts = new ArrayList<String>();
      Verdict verdict =
          verdict(file, trust(data), (index, place, header, record) -> takeText(record, texts));
      assertThat(verdict.outcome())
          .as(() -> String.join("\n", VerdictText.of(verdict)))
          .isEqualTo(Verdict.Outcome.VERIFIED);
      assertThat(verdict.claim(ClaimCode.COMPLETE).isVerified()).isTrue();
      assertThat(verdict.claim(ClaimCode.TIMES).reason()).contains(Claim.Reason.NO_ANCHOR);
      assertThat(texts)
          .containsExactly(
              "value 1",
              "value 6",
              "value 11",
              "value 16",
              "value 21",
              "value 26",
              "value 31",
              "value 36",
              "value 41",
              "value 46");
      assertThat(ask(data, file, request("plc1")))
          .isInstanceOfSatisfying(
              ControlAnswer.Refused.class,
              refused -> assertThat(refused.reason()).contains("is there already"));
    }
  }

  @Test
  void aWithheldPointIsNotInTheFile(@TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    TestPlant.makeFolder(data, "");
    Path file = temp.resolve("plc2.zip");
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, 20, acknowledged);
      BundleRequest all = request("plc2");
      var request =
          new BundleRequest("plc2", all.from(), all.to(), Optional.empty(), List.of("temperature"));
      assertThat(ask(data, file, request)).isInstanceOf(ControlAnswer.Done.class);
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(bytes).doesNotContain("value 2").doesNotContain("value 17");
      Verdict verdict = verdict(file, trust(data), RecordSink.NONE);
      assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.VERIFIED);
      assertThat(verdict.about().orElseThrow().redacted()).containsExactly("temperature");
    }
  }

  @Test
  void whatCannotBeHandedOutIsSaidInASentence(@TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    TestPlant.makeFolder(data, "");
    Path file = temp.resolve("x.zip");
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, 5, acknowledged);
      assertThat(ask(data, temp.resolve("first.zip"), request("plc1")))
          .isInstanceOf(ControlAnswer.Done.class);
      BundleRequest all = request("plc1");
      var points =
          new BundleRequest(
              "plc1", all.from(), all.to(), Optional.of(List.of("pressure")), List.of());
      assertThat(ask(data, file, points).toString()).contains("plc1 has no point pressure");
      var early = new BundleRequest("plc1", 1_000, 2_000, Optional.empty(), List.of());
      ControlAnswer answer =
          ControlClient.ask(data, BundleCommand.words(file, early), LongCommand.Progress.NONE);
      assertThat(answer.toString()).contains("No record of plc1 is sealed from 1970-01-01");
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void aStoppedNodesFolderGivesTheSame(@TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    TestPlant.makeFolder(data, "");
    BundleTrust trust;
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, 20, acknowledged);
      trust = trust(data);
      assertThat(ask(data, temp.resolve("first.zip"), request("plc3")))
          .isInstanceOf(ControlAnswer.Done.class);
    }
    Path file = temp.resolve("plc3.zip");
    List<String> lines =
        StoppedNode.bundle(
            data,
            TestPlant.settings(TestPlant.ORIGIN),
            request("plc3"),
            file,
            Node.Machine.here(),
            (done, size) -> {});
    assertThat(lines.getFirst()).contains("records shown");
    assertThat(verdict(file, trust, RecordSink.NONE).outcome()).isEqualTo(Verdict.Outcome.VERIFIED);
    assertThatThrownBy(() ->
            StoppedNode.bundle(
                data,
                TestPlant.settings(TestPlant.ORIGIN),
                request("nobody"),
                temp.resolve("no.zip"),
                Node.Machine.here(),
                (done, size) -> {}))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("No source is called nobody");
  }
}
