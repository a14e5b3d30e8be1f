package dev.penstock.flow.anchoring;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures in a row: twice as long each time, within bounds, and not for all
 * gateways at the same moment.
 */
public record Backoff(Duration min, Duration max) {
  /** From a second to an hour. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofHours(1));

  /** More doublings than this lead out of any bound. */
  private static final int DOUBLINGS_MAX = 40;

  public Backoff {
    if (min.compareTo(Duration.ofMillis(1)) < 0
        || max.compareTo(min) < 0
        || max.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "min " + min + ", max " + max + ": must be 1 ms <= min <= max <= 1 day");
    }
  }

  /**
   * Between half of what is due and all of it.
   *
   * @param failures in a row, 1 or more
   */
  public Duration after(int failures, RandomGenerator random) {
    if (failures < 1) {
      throw new IllegalArgumentException(failures + " failures, must be 1 or more");
    }
    long due = min.toNanos();
    for (int i = 1; i < Math.min(failures, DOUBLINGS_MAX) && due < max.toNanos(); i++) {
      due = Math.min(2 * due, max.toNanos());
    }
    return Duration.ofNanos(due - random.nextLong(due / 2 + 1));
  }
}
