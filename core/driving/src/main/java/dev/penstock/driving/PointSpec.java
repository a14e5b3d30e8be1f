package dev.penstock.driving;

/**
 * A point as a person names it to a driver: where it is, and what lies there.
 *
 * @param address in the driver's own words, as {@code 17/holding:100}
 * @param type in the driver's own words, as {@code float32 CDAB}; empty where the device knows
 */
public record PointSpec(String address, String type) {
  public static final int ADDRESS_CHARS_MAX = 500;
  public static final int TYPE_CHARS_MAX = 100;

  public PointSpec {
    require("address", address, 1, ADDRESS_CHARS_MAX);
    require("type", type, 0, TYPE_CHARS_MAX);
  }

  private static void require(String what, String text, int min, int max) {
    if (text.length() < min || text.length() > max) {
      throw new IllegalArgumentException(
          what + " has " + text.length() + " characters, must have " + min + ".." + max);
    }
  }
}
