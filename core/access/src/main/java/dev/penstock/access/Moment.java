package dev.penstock.access;

import java.time.Duration;
import java.time.Instant;

/**
 * One moment by both clocks of the machine: the wall clock, which can be set, and the one that only
 * counts on. Whatever must not last too long is measured by the clock that says more, so that
 * setting the wall clock back lengthens nothing.
 *
 * @param ticks nanoseconds since nobody knows when; never goes back while the node runs
 */
public record Moment(Instant wall, long ticks) {
  /** How long ago the other was; zero when it is still to come. */
  public Duration since(Moment earlier) {
    Duration counted = Duration.ofNanos(ticks - earlier.ticks);
    Duration shown = Duration.between(earlier.wall, wall);
    Duration longer = counted.compareTo(shown) > 0 ? counted : shown;
    return longer.isNegative() ? Duration.ZERO : longer;
  }

  public boolean hasPassed(Moment earlier, Duration limit) {
    return since(earlier).compareTo(limit) >= 0;
  }
}
