package dev.penstock.points;

import dev.penstock.evidence.record.Scalar;
import java.util.Objects;

/**
 * What a point had at a time.
 *
 * @param quality an OPC UA status code; with a bad one the value is {@link Scalar.None} or the last
 * @param timeNanos since 1970-01-01T00:00:00Z
 */
public record Measured(Scalar value, int quality, long timeNanos) {
  public Measured {
    Objects.requireNonNull(value, "value");
  }

  /** Nothing, and why. */
  public static Measured bad(int quality, long timeNanos) {
    return new Measured(new Scalar.None(), quality, timeNanos);
  }

  /** A good number. */
  public static Measured of(double value, long timeNanos) {
    return new Measured(new Scalar.Real(value), Quality.GOOD, timeNanos);
  }

  /** The same value and time, of this quality where it is worse. */
  public Measured atBest(int other) {
    int worse = Quality.worse(quality, other);
    return worse == quality ? this : new Measured(value, worse, timeNanos);
  }
}
