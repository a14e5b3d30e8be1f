package dev.penstock.conduit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers from a lowest to a highest one, both meant. */
public record ValueRange(double min, double max) implements Comparable<ValueRange> {
  private static final String NUMBER = "(-?(?:0|[1-9][0-9]{0,15})(?:\\.[0-9]{1,9})?)";
  private static final Pattern RANGE = Pattern.compile(NUMBER + "(?:\\.\\." + NUMBER + ")?");

  public ValueRange {
    // Written so that a not-a-number is refused.
    if (!(min <= max && min >= -Limits.VALUE_MAX && max <= Limits.VALUE_MAX)) {
      throw new IllegalArgumentException("no range of values: " + min + ".." + max);
    }
    // So that equal ranges are equal: -0.0 is 0.0.
    min += 0.0;
    max += 0.0;
  }

  /** False for a not-a-number. */
  public boolean contains(double value) {
    return value >= min && value <= max;
  }

  /** As it is written: {@code 4} or {@code -1.5..20}. */
  public String text() {
    return min == max ? text(min) : text(min) + ".." + text(max);
  }

  private static String text(double value) {
    return value == 0 ? "0" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Reads what {@link #text} writes. */
  public static Parsed<ValueRange> parse(String text) {
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      double min = Double.parseDouble(range.group(1));
      double max = range.group(2) == null ? min : Double.parseDouble(range.group(2));
      boolean isSharp =
          isSharp(range.group(1), min) && (range.group(2) == null || isSharp(range.group(2), max));
      if (!isSharp) {
        return new Parsed.Bad<>(
            new Fault(
                "'" + Words.shown(text) + "' has an end with more digits than can be compared",
                "up to 15 digits, or a whole number up to " + (long) Limits.VALUE_MAX,
                "leave out the last digits after the point"));
      }
      if (min <= max && min >= -Limits.VALUE_MAX && max <= Limits.VALUE_MAX) {
        return new Parsed.Good<>(new ValueRange(min, max));
      }
    }
    return new Parsed.Bad<>(
        new Fault(
            "'" + Words.shown(text) + "' is no range of values",
            "4 or -1.5..20, the lower first, up to 9 digits after the point, within "
                + (long) -Limits.VALUE_MAX
                + ".."
                + (long) Limits.VALUE_MAX,
            "write both ends"));
  }

  /** True where rounding took an end past no whole number, which then would lie within. */
  private static boolean isSharp(String written, double read) {
    var exact = new BigDecimal(written);
    var rounded = BigDecimal.valueOf(read);
    return isWholeSame(exact, rounded, RoundingMode.FLOOR)
        && isWholeSame(exact, rounded, RoundingMode.CEILING);
  }

  private static boolean isWholeSame(BigDecimal one, BigDecimal other, RoundingMode to) {
    return one.setScale(0, to).compareTo(other.setScale(0, to)) == 0;
  }

  @Override
  public int compareTo(ValueRange other) {
    int byMin = Double.compare(min, other.min);
    return byMin != 0 ? byMin : Double.compare(max, other.max);
  }
}
