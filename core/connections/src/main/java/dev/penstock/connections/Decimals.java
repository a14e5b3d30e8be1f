package dev.penstock.connections;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as people write them, each in one spelling. */
public final class Decimals {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");
  private static final double PLAIN_MIN = 1e-6;
  private static final double PLAIN_MAX = 1e15;

  private Decimals() {}

  /** The shortest decimal that is read as this number again. */
  public static String text(double number) {
    if (number == 0) {
      return "0";
    }
    double size = Math.abs(number);
    return size >= PLAIN_MIN && size < PLAIN_MAX
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : Double.toString(number);
  }

  /** Reads a decimal; empty for what is none, or beyond what a double holds. */
  public static Optional<Double> parse(String text) {
    if (text.length() > 80 || !NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    // Plus zero for minus zero, which is the same number.
    double number = Double.parseDouble(text) + 0.0;
    return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
  }

  /**
   * The same; empty also for a decimal that would be rounded past a whole number, for then one more
   * or one less would lie within than is written.
   */
  public static Optional<Double> parseLimit(String text) {
    return parse(text)
        .filter(number -> {
          var written = new BigDecimal(text);
          var read = BigDecimal.valueOf(number);
          return isWholeSame(written, read, RoundingMode.FLOOR)
              && isWholeSame(written, read, RoundingMode.CEILING);
        });
  }

  private static boolean isWholeSame(BigDecimal one, BigDecimal other, RoundingMode to) {
    return one.setScale(0, to).compareTo(other.setScale(0, to)) == 0;
  }
}
