package dev.penstock.node.gateway;

import java.util.List;

/** Waits for threads that end by themselves. */
final class Ends {
  private Ends() {}

  static void await(List<Thread> threads) {
    boolean isInterrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
