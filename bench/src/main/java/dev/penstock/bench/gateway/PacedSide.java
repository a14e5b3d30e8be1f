package dev.penstock.bench.gateway;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.bench.journal.BenchFolder;
import dev.penstock.bench.peer.ProcessFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who carries values, started anew on an empty folder for each run, warmed up, and then
 * watched for as long as a run takes.
 */
final class PacedSide implements Side {
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Duration LAST_MAX = Duration.ofSeconds(30);
  private static final double MB = 1 << 20;

  private final Stage stage;
  private final Publishing publishing;
  private final Tags tags;
  private final Watching watching;
  private final Map<String, Double> last = new HashMap<>();
  private @Nullable Path folder;
  private double startSeconds;
  private long missing;

  /**
   * How it is watched.
   *
   * @param name what its figures begin with; none where it is empty
   * @param warmUpSeconds after all tags came once
   */
  record Watching(String name, double warmUpSeconds) {}

  PacedSide(Stage stage, Publishing publishing, Tags tags, Watching watching) {
    this.stage = stage;
    this.publishing = publishing;
    this.tags = tags;
    this.watching = watching;
  }

  @Override
  public void reset() throws IOException {
    try {
      stage.tally().clear();
      Path fresh = stage.freshFolder();
      folder = fresh;
      long began = System.nanoTime();
      publishing.start(fresh);
      Waits.until(
          () -> stage.tally().topicsWith(tags.each()) == tags.devices(),
          START_MAX,
          () -> watching.name() + " does not bring all tags once: " + state());
      startSeconds = (System.nanoTime() - began) / 1e9;
      Waits.seconds(watching.warmUpSeconds());
      missing = stage.tally().missing();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public OptionalLong cpuNanos() throws IOException {
    return OptionalLong.of(ProcessFigures.cpuNanos(publishing.handle()));
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    Tally tally = stage.tally();
    tally.clearAges();
    Tally.Counts before = tally.counts();
    Map<String, Double> own = publishing.figures();
    while (!budget.isSpent()) {
      Waits.rest();
    }
    Tally.Counts after = tally.counts();
    long count = after.values() - before.values();
    last.clear();
    figure("p50_ms", tally.ageMs(50));
    figure("p99_ms", tally.ageMs(99));
    figure("start_s", startSeconds);
    figure("messages", (double) (after.messages() - before.messages()));
    figure("rss_mb", ProcessFigures.kilobytes(publishing.handle(), "VmRSS:") * 1024 / MB);
    figure("rss_peak_mb", ProcessFigures.kilobytes(publishing.handle(), "VmHWM:") * 1024 / MB);
    publishing.figures().forEach((name, value) -> figure(name, value - own.getOrDefault(name, 0.)));
    return new Work(count, count, last);
  }

  private void figure(String name, double value) {
    String full = watching.name().isEmpty() ? name : watching.name() + "_" + name;
    Double _ = last.put(full, value);
  }

  private String state() {
    try {
      Tally tally = stage.tally();
      return tally.counts() + ", missing " + tally.missing() + "; it says " + publishing.said();
    } catch (IOException e) {
      return "it says nothing: " + e.getMessage();
    }
  }

  /** The figures of the last run. */
  Map<String, Double> last() {
    return Map.copyOf(last);
  }

  /** What was numbered was published: nothing is left out between the first and the last. */
  private void requireAll() throws IOException, InterruptedException {
    Waits.until(
        () -> stage.tally().missing() <= missing,
        LAST_MAX,
        () -> watching.name() + " leaves out more than " + missing + " numbers: " + state());
  }

  @Override
  public void end() throws IOException {
    try {
      requireAll();
      publishing.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    Path used = folder;
    if (used != null) {
      BenchFolder.delete(used);
      folder = null;
    }
  }
}
