package dev.penstock.cli.log;

import dev.penstock.cli.node.UpCommand;
import java.time.Duration;

/**
 * Wakes a command that waits for a link or a pace when it is told to end: Ctrl-C and SIGTERM. Its
 * own thread does the waiting for the word.
 */
final class StopSign implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Thread watcher;
  private volatile boolean isRaised;

  private StopSign(UpCommand.Stop stop, Thread worker) {
    watcher = Thread.ofVirtual().name("stop sign").unstarted(() -> watch(stop, worker));
  }

  /** Watches for the calling thread, until it is closed by it. */
  static StopSign forThisThread(UpCommand.Stop stop) {
    var sign = new StopSign(stop, Thread.currentThread());
    sign.watcher.start();
    return sign;
  }

  private void watch(UpCommand.Stop stop, Thread worker) {
    try {
      while (!stop.await(LOOK)) {
        // Not yet.
      }
      isRaised = true;
      worker.interrupt();
    } catch (InterruptedException e) {
      // Closed: the command has ended by itself.
    }
  }

  boolean isRaised() {
    return isRaised;
  }

  @Override
  public void close() {
    watcher.interrupt();
    boolean isInterrupted = false;
    while (watcher.isAlive()) {
      try {
        watcher.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted && !isRaised) {
      Thread.currentThread().interrupt();
    } else {
      boolean _ = Thread.interrupted();
    }
  }
}
