package dev.penstock.node;

import java.io.IOException;
import java.time.Duration;

/** Waits for threads that were told to end. */
final class Ended {
  /** Longer than a disk that is only slow takes for what these threads do. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private Ended() {}

  /** However long it takes; an interrupt of ours stays set. */
  static void await(Thread thread) {
    boolean isInterrupted = false;
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

  /**
   * No longer than this; then it is interrupted, given as long again, and left behind. An interrupt
   * of ours hastens it and stays set.
   *
   * @param what it was doing, for the message
   * @throws IOException when it was left behind: what it uses must not be closed under it
   */
  static void within(Duration patience, Thread thread, String what) throws IOException {
    boolean isInterrupted = false;
    boolean isEnded = false;
    try {
      isEnded = thread.join(patience);
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    if (!isEnded) {
      thread.interrupt();
      try {
        isEnded = thread.join(patience);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    if (!isEnded) {
      throw new IOException(what + " did not end; the disk may not answer");
    }
  }
}
