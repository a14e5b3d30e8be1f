package dev.penstock.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The one spelling of a JSON value, RFC 8785: no blanks, names in the order of their UTF-16 units,
 * numbers and texts as ECMAScript writes them. Two people who hold the same bytes hold the same
 * request.
 */
public final class CanonicalJson {
  /** ECMA-262 §6.1.6.1.20: from here on a number is written with an exponent. */
  private static final int PLAIN_DIGITS_MAX = 21;

  private static final int LEADING_ZEROS_MAX = 6;

  private static final String HEX = "0123456789abcdef";

  private CanonicalJson() {}

  /** RFC 8785 §3.2.4. */
  public static byte[] bytes(Json value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  public static String text(Json value) {
    var out = new StringBuilder(256);
    write(value, out);
    return out.toString();
  }

  private static void write(Json value, StringBuilder out) {
    switch (value) {
      case Json.Text(var text) -> quote(text, out);
      case Json.Whole(var whole) -> out.append(whole);
      case Json.Real(var real) -> out.append(number(real));
      case Json.Flag(var flag) -> out.append(flag);
      case Json.Nothing() -> out.append("null");
      case Json.Array(var items) -> writeItems(items, out);
      case Json.Object(var fields) -> writeFields(fields, out);
    }
  }

  private static void writeItems(List<Json> items, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(items.get(i), out);
    }
    out.append(']');
  }

  /** RFC 8785 §3.2.3: String compares UTF-16 units without sign, which is the order asked for. */
  private static void writeFields(Map<String, Json> fields, StringBuilder out) {
    out.append('{');
    String comma = "";
    for (var field : fields.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      out.append(comma);
      quote(field.getKey(), out);
      out.append(':');
      write(field.getValue(), out);
      comma = ",";
    }
    out.append('}');
  }

  /** RFC 8785 §3.2.2.2. */
  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** RFC 8785 §3.2.2.3, which is ECMA-262 §6.1.6.1.20 for a finite number that is not zero. */
  static String number(double value) {
    String sign = value < 0 ? "-" : "";
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int count = digits.length();
    // The number is 0.digits times ten to this power.
    int point = count - shortest.scale();
    if (count <= point && point <= PLAIN_DIGITS_MAX) {
      return sign + digits + "0".repeat(point - count);
    }
    if (0 < point && point <= PLAIN_DIGITS_MAX) {
      return sign + digits.substring(0, point) + "." + digits.substring(point);
    }
    if (-LEADING_ZEROS_MAX < point && point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    int exponent = point - 1;
    String fraction = count == 1 ? "" : "." + digits.substring(1);
    return sign
        + digits.charAt(0)
        + fraction
        + "e"
        + (exponent < 0 ? "-" : "+")
        + Math.abs(exponent);
  }

  /**
   * The fewest digits that give back this double, and among those the nearest. {@link
   * Double#toString(double)} promises the same but for one digit: it always gives two.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal found = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (found.precision() != 2) {
      return found;
    }
    BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(1 - found.scale());
    BigDecimal below = new BigDecimal(found.unscaledValue().divide(BigInteger.TEN)).multiply(step);
    BigDecimal above = below.add(step);
    BigDecimal exact = new BigDecimal(value);
    boolean isBelowNearer = exact.subtract(below).abs().compareTo(above.subtract(exact).abs()) <= 0;
    BigDecimal near = isBelowNearer ? below : above;
    BigDecimal far = isBelowNearer ? above : below;
    if (near.signum() > 0 && near.doubleValue() == value) {
      return near.stripTrailingZeros();
    }
    return far.signum() > 0 && far.doubleValue() == value ? far.stripTrailingZeros() : found;
  }
}
