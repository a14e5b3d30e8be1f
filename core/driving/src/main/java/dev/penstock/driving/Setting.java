package dev.penstock.driving;

import dev.penstock.evidence.record.Scalar;
import java.util.Objects;

/** A value that a point is to have, as the device holds it: no scaling is between. */
public record Setting(PointSpec point, Scalar value) {
  public Setting {
    Objects.requireNonNull(point, "point");
    Objects.requireNonNull(value, "value");
  }
}
