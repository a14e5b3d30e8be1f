package dev.penstock.bench.peer;

import dev.penstock.bench.journal.BenchFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All processes that a bench started. They end with it: when it closes this, and also when it is
 * interrupted by Ctrl-C or SIGTERM, which leaves its folder behind too if nobody removes it.
 */
public final class Children implements Closeable {
  private static final long END_SECONDS = 10;

  private final Path folder;
  private final Thread hook = new Thread(this::interrupted, "children");

  /** Guarded by this, as below. */
  private final List<ProcessHandle> started = new ArrayList<>();

  private boolean isEnding;

  /**
   * None yet.
   *
   * @param folder where they work; removed when the bench is interrupted
   */
  public Children(Path folder) {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts one. */
  public synchronized Process start(ProcessBuilder builder) throws IOException {
    if (isEnding) {
      throw new IOException("the bench is being ended");
    }
    boolean _ = started.removeIf(each -> !each.isAlive());
    Process process = builder.start();
    boolean _ = started.add(process.toHandle());
    return process;
  }

  /** Asks all that still run to end, the last first, and ends those that do not. */
  private synchronized void endAll() {
    isEnding = true;
    for (ProcessHandle each : started.reversed()) {
      boolean _ = each.destroy();
    }
    for (ProcessHandle each : started.reversed()) {
      try {
        ProcessHandle _ = each.onExit().get(END_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        boolean _ = each.destroyForcibly();
      } catch (InterruptedException e) {
        boolean _ = each.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    started.clear();
  }

  private void interrupted() {
    endAll();
    try {
      BenchFolder.delete(folder);
    } catch (IOException e) {
      System.err.println("penstock: " + folder + " is left behind: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    endAll();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The virtual machine is ending, and the hook does its work.
    }
  }
}
