package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.continuity.ContinuityFinding;
import dev.penstock.flow.continuity.ContinuityReport;
import dev.penstock.flow.continuity.Stretch;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.log.LogForm;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source that falls silent in a running node, on a clock that the test moves. */
@Timeout(300)
class SilenceTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private final FakeClock clock = FakeClock.of();
  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

  private interface Condition {
    boolean holds() throws IOException;
  }

  private Node start(Path folder) throws StartException {
    var settings =
        NodeSettings.named("plant7.example/log")
            .withCadences(Map.of("declared", Duration.ofSeconds(12)));
    var machine = new Node.Machine(clock, clock::nanos, new SecureRandom(), "a test");
    Node node =
        Node.start(
            folder, settings, machine, new NodeLog(LogForm.TEXT, LogLevel.INFO, clock, lines::add));
    Instant now = clock.instant();
    node.intake().changed("broker1", "plant/#", new Listening.Up(now, now, 1, 1, false));
    return node;
  }

  private static void await(String what, Condition condition) throws Exception {
    for (int i = 0; i < 2_400 && !condition.holds(); i++) {
      boolean _ = NEVER.await(25, TimeUnit.MILLISECONDS);
    }
    assertThat(condition.holds()).as(what).isTrue();
  }

  private void hear(Node node, String... sources) throws Exception {
    var durable = new CountDownLatch(sources.length);
    for (String source : sources) {
      var payload = new Payload(null, ByteString.of(new byte[] {1}), null);
      var heard = new Heard("broker1", source, "level", null, null, clock.instant(), payload, 1);
      var receipt =
          new Receipt() {
            @Override
            public void durable() {
              durable.countDown();
            }

            @Override
            public void refused(String reason) {
              throw new AssertionError(reason);
            }
          };
      assertThat(node.intake().offer(heard, receipt)).isTrue();
    }
    assertThat(durable.await(60, TimeUnit.SECONDS)).isTrue();
  }

  /** Lets an interval pass, and waits until its roll-call is in the journal. */
  private void pass(Node node) throws Exception {
    long before = node.intake().figures().durable();
    clock.advance(INTERVAL);
    await("a roll-call", () -> node.intake().figures().durable() > before);
  }

  private static ContinuityReport report(Node node, String name, Instant from, Instant to)
      throws IOException {
    Optional<SourceKnown> source = node.projections().records().source(name);
    return node.projections()
        .continuity()
        .report(
            source.orElseThrow().number(),
            from.getEpochSecond() * 1_000_000_000L,
            to.getEpochSecond() * 1_000_000_000L);
  }

  private static List<String> codes(ContinuityReport report) {
    return report.findings().stream().map(ContinuityFinding::code).toList();
  }

  @Test
  void aSourceThatFallsSilentIsSaidToBeAndOneThatSpeaksAgainToo(@TempDir Path folder)
      throws Exception {
    Instant from = clock.instant();
    Path data = folder.resolve("data");
    ContinuityReport live;
    Instant to = from.plusSeconds(150);
    try (Node node = start(data)) {
      for (int i = 0; i < 6; i++) {
        hear(node, "learnt", "steady");
        if (i == 0) {
          hear(node, "declared", "once");
        }
        pass(node);
      }
      for (int i = 0; i < 6; i++) {
        hear(node, "steady");
        pass(node);
      }
      Instant now = clock.instant();
      await(
          "silence of what was learnt",
          () -> codes(report(node, "learnt", from, now)).contains("SILENT"));
      await(
          "silence of what was declared",
          () -> codes(report(node, "declared", from, now)).contains("SILENT"));
      assertThat(codes(report(node, "steady", from, now))).doesNotContain("SILENT");
      assertThat(codes(report(node, "once", from, now)))
          .as("nobody knows how often it speaks")
          .doesNotContain("SILENT");
      hear(node, "learnt");
      pass(node);
      Instant later = clock.instant();
      await(
          "the end",
          () ->
              codes(report(node, "learnt", from, later)).contains("SILENT")
                  && report(node, "learnt", from, later).findings().stream()
                      .noneMatch(f -> f.to() == null && f.code().equals("SILENT")));
      pass(node);
      pass(node);
      assertThat(clock.instant()).isEqualTo(to);
      // That it was found silent is nothing that it said.
      await(
          "all is stated",
          () ->
              report(node, "learnt", from, to).stretches().getLast() instanceof Stretch.Listening);
      assertThat(codes(report(node, "learnt", from, to)).stream().filter("SILENT"::equals))
          .hasSize(1);
      live = report(node, "learnt", from, to);
      assertThat(lines).anyMatch(line -> line.contains("finding code=SILENT"));
    }
    Files.delete(data.resolve("notes/continuity"));
    assertThat(new Rebuild(data, Node.Machine.here(), (_, _) -> {}).run().entries()).isPositive();
    try (Node node = start(data)) {
      await("the index", () -> node.projections().pump().lag() == 0);
      assertThat(report(node, "learnt", from, to)).isEqualTo(live);
    }
  }

  /** Whoever stops speaking while the node starts again is missed all the same. */
  @Test
  void aSourceThatWasHeardBeforeARestartIsListenedForAfterIt(@TempDir Path folder)
      throws Exception {
    Path data = folder.resolve("data");
    try (Node node = start(data)) {
      for (int i = 0; i < 6; i++) {
        hear(node, "learnt");
        pass(node);
      }
    }
    Instant from = clock.instant();
    try (Node node = start(data)) {
      for (int i = 0; i < 7; i++) {
        pass(node);
      }
      Instant now = clock.instant();
      await(
          "what is told of the source",
          () ->
              report(node, "learnt", from, now).stretches().getLast() instanceof Stretch.Listening);
      await("its silence", () -> codes(report(node, "learnt", from, now)).contains("SILENT"));
      // Before the first roll-call of the new run nobody could say that it would be heard.
      assertThat(report(node, "learnt", from, now).stretches())
          .hasAtLeastOneElementOfType(Stretch.Unknown.class);
    }
  }
}
