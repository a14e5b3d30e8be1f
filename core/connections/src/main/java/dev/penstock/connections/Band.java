package dev.penstock.connections;

import dev.penstock.points.Deadband;
import dev.penstock.points.Scaling;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a value of a point is told, as people write it.
 *
 * @param size by how much it must have moved
 * @param isPercent of the range that the scaling leads to; else in the units of the value
 * @param silenceMax it is told after so long, moved or not; {@link Deadband#NEVER} for no such time
 */
public record Band(double size, boolean isPercent, Duration silenceMax) {
  /** Every change is told, and nothing else. */
  public static final Band CHANGES = new Band(0, false, Deadband.NEVER);

  public Band {
    if (!isFit(size, isPercent)) {
      throw new IllegalArgumentException("deadband is " + size);
    }
    if (!isFit(silenceMax)) {
      throw new IllegalArgumentException("silence-max is " + silenceMax);
    }
  }

  /** True for a size of a band. */
  public static boolean isFit(double size, boolean isPercent) {
    return size >= 0 && Double.isFinite(size) && (!isPercent || size <= 100);
  }

  /** True for a time of silence: whole milliseconds up to a day, or never. */
  public static boolean isFit(Duration silenceMax) {
    return silenceMax.equals(Deadband.NEVER)
        || (!silenceMax.isNegative()
            && silenceMax.compareTo(Bounds.RATE_MAX) <= 0
            && silenceMax.equals(Duration.ofMillis(silenceMax.toMillis())));
  }

  /** As it is applied; a percentage needs the scaling. */
  public Deadband deadband(@Nullable Scaling scaling) {
    return isPercent
        ? Deadband.ofSpan(size, Objects.requireNonNull(scaling, "scaling"), silenceMax)
        : new Deadband(size, silenceMax);
  }
}
