package dev.penstock.bench.bridge;

import java.util.concurrent.locks.LockSupport;

/** How many messages are due: so many a second since a moment, in steps of a millisecond. */
public final class Pace {
  private static final long STEP_NANOS = 1_000_000;

  private final long perSecond;
  private final long startNanos;

  /** A pace that begins at this moment of {@link System#nanoTime}. */
  public Pace(long perSecond, long startNanos) {
    this.perSecond = perSecond;
    this.startNanos = startNanos;
  }

  /** How many are due by then. */
  public long dueAt(long nanos) {
    long past = nanos - startNanos;
    // In two parts, so that days at a high rate do not overflow.
    return past / 1_000_000_000 * perSecond + past % 1_000_000_000 * perSecond / 1_000_000_000;
  }

  /** Waits for the next step. */
  public static void rest() {
    LockSupport.parkNanos(STEP_NANOS);
  }
}
