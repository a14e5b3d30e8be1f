package dev.penstock.syslog;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Hands things in, one after the other, and waits while the intake is full: whoever calls reads
 * nothing meanwhile. After the end began, it waits only a little. Any thread.
 */
final class Handing {
  private static final long RETRY_NANOS_MIN = 200_000;
  private static final long RETRY_NANOS_MAX = 20_000_000;

  /** What was read before the end is handed in for so long. */
  private static final long END_NANOS_MAX = 3_000_000_000L;

  private final Tally tally;
  private volatile boolean isEnding;
  private volatile long endNanos;

  Handing(Tally tally) {
    this.tally = tally;
  }

  void end() {
    endNanos = System.nanoTime() + END_NANOS_MAX;
    isEnding = true;
  }

  boolean isEnding() {
    return isEnding;
  }

  /**
   * Hands one thing in. Returns how long it waited, in ns, or -1 when the end came first and it is
   * lost.
   */
  long handIn(BooleanSupplier offer) {
    long startNanos = System.nanoTime();
    long retryNanos = RETRY_NANOS_MIN;
    while (!isTaken(offer)) {
      if (isEnding && System.nanoTime() - endNanos > 0) {
        tally.lost.increment();
        return -1;
      }
      LockSupport.parkNanos(retryNanos);
      retryNanos = Math.min(2 * retryNanos, RETRY_NANOS_MAX);
    }
    return System.nanoTime() - startNanos;
  }

  /** An intake that throws has not taken it; the thing waits, and the count shows. */
  private boolean isTaken(BooleanSupplier offer) {
    try {
      return offer.getAsBoolean();
    } catch (RuntimeException e) {
      tally.faults.increment();
      return false;
    }
  }
}
