package dev.penstock.driving.supervision;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a link waits before it is tried again: from 1 to 60 s, twice as long after each failure,
 * and never for just as long as the others that failed with it.
 */
final class BackOff {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofMinutes(1);

  /** From here on it is always the most; nothing overflows. */
  private static final int DOUBLINGS_MAX = 6;

  private BackOff() {}

  /**
   * A time from half of the limit to all of it, the limit being 2 s, 4 s, 8 s and so on.
   *
   * @param failures in a row before this one
   */
  static long nanos(int failures, RandomGenerator chance) {
    long limit = (2 * LEAST.toNanos()) << Math.min(failures, DOUBLINGS_MAX);
    long most = Math.min(limit, MOST.toNanos());
    long least = Math.max(most / 2, LEAST.toNanos());
    return chance.nextLong(least, most + 1);
  }
}
