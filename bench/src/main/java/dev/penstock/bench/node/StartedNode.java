package dev.penstock.bench.node;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.bench.journal.BenchFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts a node in a process of its own, waits until it says that it is ready, looks at its memory
 * when it has been idle for a moment, and kills it; then starts it again on what it left.
 */
final class StartedNode implements Side {
  private static final long IDLE_MS = 3_000;
  private static final String RSS = "VmRSS:";

  private final Path launcher;
  private final Path folder;
  private final CountDownLatch never = new CountDownLatch(1);
  private @Nullable Process process;

  StartedNode(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  @Override
  public void reset() throws IOException {
    BenchFolder.delete(folder);
  }

  @Override
  public void end() throws IOException {
    Process open = process;
    if (open != null) {
      Process _ = open.destroyForcibly();
      open.onExit().join();
    }
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    double ready = started();
    boolean _ = never.await(IDLE_MS, TimeUnit.MILLISECONDS);
    double megabytes = residentMegabytes();
    end();
    double again = started();
    end();
    return new Work(
        2, 0, Map.of("ready_s", ready, "rss_mb", megabytes, "ready_after_kill_s", again));
  }

  /** Seconds from the command to the line that says so. */
  private double started() throws IOException {
    long began = System.nanoTime();
    process =
        new ProcessBuilder(
                launcher.toString(),
                "up",
                "--data",
                folder.toString(),
                "--origin",
                "bench.example/log")
            .redirectErrorStream(true)
            .start();
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("penstock: ready")) {
        return (System.nanoTime() - began) / 1e9;
      }
      said = said.append(line).append('\n');
    }
    throw new IOException("the node did not start: " + said);
  }

  private double residentMegabytes() throws IOException {
    Process open = process;
    if (open == null) {
      throw new IllegalStateException("no node");
    }
    for (String line : Files.readAllLines(Path.of("/proc/" + open.pid() + "/status"))) {
      if (line.startsWith(RSS)) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("the system does not say how much memory process " + open.pid() + " has");
  }
}
