package dev.penstock.node;

/** Waits for threads that were told to end. */
final class Ended {
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
}
