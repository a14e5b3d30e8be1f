package dev.penstock.pump;

import java.time.Duration;

/** How a pump's thread ends: given time to finish, then interrupted. */
final class Ending {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Ending() {}

  /** Waits for a thread that was told to end; an interrupt of ours hastens it and stays set. */
  static void of(Thread thread) {
    boolean isInterrupted = false;
    try {
      boolean isEnded = thread.join(PATIENCE);
      if (isEnded) {
        return;
      }
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    thread.interrupt();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
