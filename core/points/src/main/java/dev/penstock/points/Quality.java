package dev.penstock.points;

/**
 * How far a value can be relied on: OPC UA status codes (OPC 10000-6 Annex A.2), as records carry
 * them. The two highest bits say how bad it is: good, uncertain or bad.
 */
public final class Quality {
  public static final int GOOD = 0;

  /** The value is the last that was had; there is no link to the device now. */
  public static final int LAST_USABLE = 0x408F0000;

  /** The value is outside the range that was set for it. */
  public static final int BEYOND_RANGE = 0x40940000;

  /** Less is known than the value says: it was made of uncertain ones. */
  public static final int UNCERTAIN = 0x40000000;

  public static final int BAD = 0x80000000;

  /** A policy does not let the point be read. */
  public static final int ACCESS_DENIED = 0x801F0000;

  public static final int NO_COMMUNICATION = 0x80310000;

  /** Nothing was read yet. */
  public static final int WAITING = 0x80320000;

  /** No value of the range that was set. */
  public static final int OUT_OF_RANGE = 0x803C0000;

  /** A value of a kind that does not fit. */
  public static final int TYPE_MISMATCH = 0x80740000;

  /** The device does not know the address, or refuses to read it. */
  public static final int CONFIGURATION_ERROR = 0x80890000;

  public static final int DEVICE_FAILURE = 0x808B0000;

  /** What the sensor gives is no measurement: not a number, for one. */
  public static final int SENSOR_FAILURE = 0x808C0000;

  private Quality() {}

  public static boolean isGood(int quality) {
    return quality >>> 30 == 0;
  }

  /** True for what has no usable value. */
  public static boolean isBad(int quality) {
    return quality >>> 30 >= 2;
  }

  /** The worse of two; the first, where neither is. */
  public static int worse(int one, int other) {
    return other >>> 30 > one >>> 30 ? other : one;
  }
}
