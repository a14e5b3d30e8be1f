package dev.penstock.journal;

/** Waits for a thread that is about to end. */
final class Joining {
  private Joining() {}

  /** Waits for its end; an interrupt meanwhile is kept for later. */
  static void uninterruptibly(Thread thread) {
    boolean isInterrupted = false;
    boolean isAlive = true;
    while (isAlive) {
      try {
        thread.join();
        isAlive = false;
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
