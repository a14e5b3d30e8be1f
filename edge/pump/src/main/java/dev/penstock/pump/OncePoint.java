package dev.penstock.pump;

import dev.penstock.driving.PointSpec;
import dev.penstock.evidence.record.Scalar;
import java.util.Objects;
import java.util.Optional;

/**
 * What a point had when it was read once.
 *
 * @param value as the driver has it, before any scaling; {@link Scalar.None} with a bad quality
 * @param quality an OPC UA status code
 * @param why there is no value, where that was known before the device was asked
 */
public record OncePoint(PointSpec spec, Scalar value, int quality, Optional<String> why) {
  public OncePoint {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(why, "why");
  }
}
