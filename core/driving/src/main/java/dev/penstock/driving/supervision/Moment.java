package dev.penstock.driving.supervision;

import java.time.Instant;
import java.util.Objects;

/**
 * A time on both clocks of a machine.
 *
 * @param wall for people; may be set forward and back
 * @param nanos of a clock that only counts on
 */
public record Moment(Instant wall, long nanos) {
  public Moment {
    Objects.requireNonNull(wall, "wall");
  }
}
