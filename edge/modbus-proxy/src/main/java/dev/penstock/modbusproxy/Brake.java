package dev.penstock.modbusproxy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast denials are answered, all clients together: who scans waits for its answers, so that a
 * scan takes no time from what is allowed. Any thread.
 *
 * <p>Req: 62443-4-2 CR 7.1
 *
 * <p>Each denial stands in a line in which one is answered every 20 microseconds; as long as the
 * line is shorter than a tenth of a second nobody waits.
 */
final class Brake {
  /** Answered in a second: above what any client needs, and a few hundredths of a core. */
  static final int PER_SECOND_MAX = 50_000;

  private static final long INTERVAL_NANOS = 1_000_000_000L / PER_SECOND_MAX;
  private static final long FREE_NANOS = 100_000_000;

  // The moment at which the line is empty again, by System.nanoTime.
  private final AtomicLong emptyAt = new AtomicLong(System.nanoTime());

  /** Takes a place in the line; says how long to wait with the answer. */
  long waitNanos(long now) {
    long end = emptyAt.updateAndGet(before -> (before - now > 0 ? before : now) + INTERVAL_NANOS);
    return Math.max(0, end - now - FREE_NANOS);
  }
}
