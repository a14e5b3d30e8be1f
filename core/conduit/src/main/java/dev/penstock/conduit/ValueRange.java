package dev.penstock.conduit;

import java.math.BigDecimal;
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

  @Override
  public int compareTo(ValueRange other) {
    int byMin = Double.compare(min, other.min);
    return byMin != 0 ? byMin : Double.compare(max, other.max);
  }
}
