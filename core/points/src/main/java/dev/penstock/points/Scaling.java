package dev.penstock.points;

import dev.penstock.evidence.record.Scalar;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How a raw number becomes one in engineering units: a straight line through two points, and what
 * to make of a raw value beyond them.
 *
 * @param rawLow what the device holds at {@code low}
 * @param low in engineering units; may be above {@code high}, for a line that falls
 */
public record Scaling(double rawLow, double rawHigh, double low, double high, Beyond beyond) {
  /** What becomes of a raw value that is not between the two. */
  public enum Beyond {
    /** The line goes on, and the value is as good as any. */
    ON_THE_LINE,
    /** The line goes on, and the value is uncertain. */
    UNCERTAIN,
    /** The nearest end of the range, uncertain. */
    CLAMPED,
    /** No value. */
    BAD
  }

  public Scaling {
    Objects.requireNonNull(beyond, "beyond");
    boolean isFinite =
        Double.isFinite(rawLow)
            && Double.isFinite(rawHigh)
            && Double.isFinite(low)
            && Double.isFinite(high);
    if (!isFinite || rawLow >= rawHigh) {
      throw new IllegalArgumentException(
          "scaling of "
              + rawLow
              + ".."
              + rawHigh
              + " to "
              + low
              + ".."
              + high
              + ": numbers, and the raw ones ascending");
    }
  }

  /** How far apart the two ends are, in engineering units. */
  public double span() {
    return Math.abs(high - low);
  }

  /** In engineering units. What is no number is a type mismatch; what was bad stays as it is. */
  public Measured apply(Measured raw) {
    if (Quality.isBad(raw.quality())) {
      return raw;
    }
    OptionalDouble number = Numbers.of(raw.value());
    if (number.isEmpty()) {
      return Measured.bad(Quality.TYPE_MISMATCH, raw.timeNanos());
    }
    double at = number.getAsDouble();
    if (!Double.isFinite(at)) {
      return Measured.bad(Quality.SENSOR_FAILURE, raw.timeNanos());
    }
    if (at >= rawLow && at <= rawHigh) {
      return scaled(raw, at, Quality.GOOD);
    }
    return switch (beyond) {
      case ON_THE_LINE -> scaled(raw, at, Quality.GOOD);
      case UNCERTAIN -> scaled(raw, at, Quality.BEYOND_RANGE);
      case CLAMPED -> scaled(raw, Math.clamp(at, rawLow, rawHigh), Quality.BEYOND_RANGE);
      case BAD -> Measured.bad(Quality.OUT_OF_RANGE, raw.timeNanos());
    };
  }

  private Measured scaled(Measured raw, double at, int quality) {
    double value = line(at, rawLow, rawHigh, low, high);
    if (!Double.isFinite(value)) {
      return Measured.bad(Quality.OUT_OF_RANGE, raw.timeNanos());
    }
    return new Measured(new Scalar.Real(value), raw.quality(), raw.timeNanos()).atBest(quality);
  }

  /** What a device must hold for a value in engineering units; empty where the line is flat. */
  public OptionalDouble raw(double value) {
    if (low == high || !Double.isFinite(value)) {
      return OptionalDouble.empty();
    }
    double raw = line(value, low, high, rawLow, rawHigh);
    return Double.isFinite(raw) ? OptionalDouble.of(raw) : OptionalDouble.empty();
  }

  /** Both ends are hit exactly, whatever is rounded between. */
  private static double line(double at, double from, double to, double low, double high) {
    return at == to ? high : low + (at - from) * (high - low) / (to - from);
  }
}
