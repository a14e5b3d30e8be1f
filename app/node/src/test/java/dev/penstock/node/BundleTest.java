package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.bundle.BundleTrust;
import dev.penstock.bundle.Claim;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Verdict;
import dev.penstock.bundle.VerdictText;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.control.LongCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of a real node, as an auditor sees them. */
class BundleTest {
  private final ConcurrentSkipListSet<String> acknowledged = new ConcurrentSkipListSet<>();

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
      assertThat(Auditor.ask(data, file, Auditor.request("plc1")))
          .isInstanceOf(ControlAnswer.Done.class);
      var texts = new ArrayList<String>();
      Verdict verdict =
          Auditor.verdict(
              file, Auditor.trust(data), (index, place, header, record) -> takeText(record, texts));
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
      assertThat(Auditor.ask(data, file, Auditor.request("plc1")))
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
      BundleRequest all = Auditor.request("plc2");
      var request =
          new BundleRequest("plc2", all.from(), all.to(), Optional.empty(), List.of("temperature"));
      assertThat(Auditor.ask(data, file, request)).isInstanceOf(ControlAnswer.Done.class);
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(bytes).doesNotContain("value 2").doesNotContain("value 17");
      Verdict verdict = Auditor.verdict(file, Auditor.trust(data), RecordSink.NONE);
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
      assertThat(Auditor.ask(data, temp.resolve("first.zip"), Auditor.request("plc1")))
          .isInstanceOf(ControlAnswer.Done.class);
      BundleRequest all = Auditor.request("plc1");
      var points =
          new BundleRequest(
              "plc1", all.from(), all.to(), Optional.of(List.of("pressure")), List.of());
      assertThat(Auditor.ask(data, file, points).toString()).contains("plc1 has no point pressure");
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
      trust = Auditor.trust(data);
      assertThat(Auditor.ask(data, temp.resolve("first.zip"), Auditor.request("plc3")))
          .isInstanceOf(ControlAnswer.Done.class);
    }
    Path file = temp.resolve("plc3.zip");
    List<String> lines =
        StoppedNode.bundle(
            data,
            TestPlant.settings(TestPlant.ORIGIN),
            Auditor.request("plc3"),
            file,
            Node.Machine.here(),
            (done, size) -> {});
    assertThat(lines.getFirst()).contains("records shown");
    assertThat(Auditor.verdict(file, trust, RecordSink.NONE).outcome())
        .isEqualTo(Verdict.Outcome.VERIFIED);
    assertThatThrownBy(() ->
            StoppedNode.bundle(
                data,
                TestPlant.settings(TestPlant.ORIGIN),
                Auditor.request("nobody"),
                temp.resolve("no.zip"),
                Node.Machine.here(),
                (done, size) -> {}))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("No source is called nobody");
  }
}
