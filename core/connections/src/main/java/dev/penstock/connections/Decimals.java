package dev.penstock.connections;

import java.math.BigDecimal;
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
}
