package dev.penstock.points;

import java.util.Objects;
import java.util.Optional;

/**
 * How the values of one point are told.
 *
 * @param scaling empty where the device holds engineering units
 */
public record PointRule(Optional<Scaling> scaling, Deadband deadband) {
  /** As they come, each time they come. */
  public static final PointRule ALL = new PointRule(Optional.empty(), Deadband.NONE);

  public PointRule {
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(deadband, "deadband");
  }
}
