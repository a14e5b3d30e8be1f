package dev.penstock.bench.node;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.bench.journal.BenchFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts a node on an empty folder, looks at its memory when it has been idle for a moment, and
 * kills it; then starts it again on what it left.
 */
final class StartedNode implements Side {
  private static final long IDLE_MS = 3_000;

  private final Path launcher;
  private final Path folder;
  private final CountDownLatch never = new CountDownLatch(1);

  StartedNode(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  @Override
  public void reset() throws IOException {
    BenchFolder.delete(folder);
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    double ready;
    double megabytes;
    try (NodeProcess first = NodeProcess.start(launcher, folder)) {
      ready = first.readySeconds();
      boolean _ = never.await(IDLE_MS, TimeUnit.MILLISECONDS);
      megabytes = first.residentMegabytes();
    }
    try (NodeProcess second = NodeProcess.start(launcher, folder)) {
      double again = second.readySeconds();
      return new Work(
          2, 0, Map.of("ready_s", ready, "rss_mb", megabytes, "ready_after_kill_s", again));
    }
  }
}
