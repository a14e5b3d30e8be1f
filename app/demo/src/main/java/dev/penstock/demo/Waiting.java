package dev.penstock.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Patience: how long something may take that must come.
 *
 * @param most after which it is said not to come
 */
record Waiting(Duration most) {
  private static final long LOOK_MS = 100;

  /** Asks again and again; false when it did not come in time. */
  boolean until(Question question) throws IOException, InterruptedException {
    var never = new CountDownLatch(1);
    long start = System.nanoTime();
    boolean isSo = question.ask();
    while (!isSo && System.nanoTime() - start < most.toNanos()) {
      boolean _ = never.await(LOOK_MS, TimeUnit.MILLISECONDS);
      isSo = question.ask();
    }
    return isSo;
  }

  /** Whether it has come. */
  @FunctionalInterface
  interface Question {
    boolean ask() throws IOException, InterruptedException;
  }
}
