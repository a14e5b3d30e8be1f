package dev.penstock.bench.node;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A node started as an operator does it: on an empty folder, after it was killed there, and after
 * it was killed at work on a large one.
 */
public final class StartBench implements Bench {
  private static final Knob LEAVES =
      new Knob("leaves", 100_000_000, "leaves of the large log; 0: no large folder");
  private static final Knob TAGS = new Knob("tags", 50_000, "tags in the large folder");
  private static final Knob WORK = new Knob("work_s", 30, "seconds of work before a kill");

  /** Where a large folder is kept for the next time; otherwise it is removed at the end. */
  private static final String KEEP = "PENSTOCK_BENCH_KEEP";

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String purpose() {
    return "a node's start: from the command to ready (ready_s), and its memory when idle (rss_mb)";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(LEAVES, TAGS, WORK);
  }

  @Override
  public List<Contest> contests(Settings settings) throws IOException {
    Path launcher = Path.of(System.getProperty("penstock.root", "."), "penstock");
    var empty = new StartedNode(launcher, settings.folder().resolve("data"));
    var started = new Contest("start", "starts/s", empty, Optional.empty());
    long leaves = settings.knob(LEAVES.name());
    if (leaves == 0) {
      return List.of(started);
    }
    String kept = System.getenv(KEEP);
    Path folder = kept == null ? settings.folder().resolve("large") : Path.of(kept);
    Path large = Files.createDirectories(folder.toAbsolutePath());
    long tags = settings.knob(TAGS.name());
    LargeFolder.build(large, leaves, tags);
    var killed = new KilledNode(launcher, large, tags, settings.knob(WORK.name()));
    return List.of(started, new Contest("large", "starts/s", killed, Optional.empty()));
  }
}
