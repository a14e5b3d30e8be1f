package dev.penstock.points;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * When a value is worth telling: it moved by more than {@code amount} since the last that was told,
 * its quality changed, or nothing was told for too long. With an amount of 0 every change is told,
 * and with a silence of 0 every value.
 *
 * <p>What is compared is always the last that was <em>told</em>, so a value that creeps is told as
 * soon as it crept far enough.
 *
 * @param amount in the units of the value; what is no number is told whenever it is another
 * @param silenceMax a value is told after so long whether it moved or not; {@link #NEVER} for no
 *     such limit
 */
public record Deadband(double amount, Duration silenceMax) {
  /** Nothing is told that did not change. */
  public static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

  /** Every value is told. */
  public static final Deadband NONE = new Deadband(0, Duration.ZERO);

  public Deadband {
    Objects.requireNonNull(silenceMax, "silenceMax");
    if (!(amount >= 0) || amount == Double.POSITIVE_INFINITY || silenceMax.isNegative()) {
      throw new IllegalArgumentException(
          "deadband of " + amount + ", " + silenceMax + ": must be 0 or more");
    }
  }

  /** So many hundredths of the range that a scaling leads to. */
  public static Deadband ofSpan(double percent, Scaling scaling, Duration silenceMax) {
    return new Deadband(percent / 100 * scaling.span(), silenceMax);
  }

  /**
   * Whether this one is to be told.
   *
   * @param told the last that was; null when none was
   */
  public boolean tells(@Nullable Measured told, Measured now) {
    if (told == null || told.quality() != now.quality()) {
      return true;
    }
    // A clock that was set back is no silence, but must not make one without end.
    long since = now.timeNanos() - told.timeNanos();
    if (since < 0 || isTooLong(since)) {
      return true;
    }
    if (amount == 0) {
      return !told.value().equals(now.value());
    }
    OptionalDouble before = Numbers.of(told.value());
    OptionalDouble after = Numbers.of(now.value());
    if (before.isEmpty() || after.isEmpty()) {
      return !told.value().equals(now.value());
    }
    double moved = Math.abs(after.getAsDouble() - before.getAsDouble());
    // What is not a number is never within the band, and two that are not are the same.
    return !(moved <= amount) && !told.value().equals(now.value());
  }

  private boolean isTooLong(long sinceNanos) {
    return silenceMax.compareTo(NEVER) < 0 && sinceNanos >= silenceMax.toNanos();
  }
}
