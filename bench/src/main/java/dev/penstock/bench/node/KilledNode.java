package dev.penstock.bench.node;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.PageCache;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A node on a large folder is killed while it works, and started again: with what the machine has
 * in memory of the folder, and with nothing of it where the page cache may be emptied.
 */
final class KilledNode implements Side {
  private final Path launcher;
  private final Path folder;
  private final long tags;
  private final long workSeconds;
  private final CountDownLatch never = new CountDownLatch(1);

  KilledNode(Path launcher, Path folder, long tags, long workSeconds) {
    this.launcher = launcher;
    this.folder = folder;
    this.tags = tags;
    this.workSeconds = workSeconds;
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    Map<String, Double> figures = new HashMap<>();
    killWhileItWorks();
    figures.put("large_ready_s", ready(figures));
    killWhileItWorks();
    if (PageCache.empty()) {
      figures.put("large_ready_cold_s", ready(figures));
    }
    return new Work(figures.size() - 1, 0, figures);
  }

  private void killWhileItWorks() throws IOException, InterruptedException {
    Process worker = LargeFolder.work(folder, tags);
    try {
      boolean _ = never.await(workSeconds, TimeUnit.SECONDS);
      if (!worker.isAlive()) {
        throw new IOException("the node on the large folder ended by itself");
      }
    } finally {
      NodeProcess.kill(worker);
    }
  }

  private double ready(Map<String, Double> figures) throws IOException {
    try (NodeProcess node = NodeProcess.start(launcher, LargeFolder.data(folder))) {
      figures.put("large_rss_mb", node.residentMegabytes());
      return node.readySeconds();
    }
  }
}
