package dev.penstock.json;

/**
 * How much one JSON text may hold. A reader refuses what goes beyond, whatever it would mean.
 *
 * @param bytesMax bytes of the text
 * @param depthMax arrays and objects within each other
 * @param valuesMax values in all, each at least two bytes with its comma
 */
public record JsonLimits(int bytesMax, int depthMax, int valuesMax) {
  /** Deeper texts would make the reader's own stack the limit. */
  private static final int DEPTH_MAX = 256;

  /** Far more than a form of a page holds; a passkey's statement has some kilobytes. */
  public static final JsonLimits REQUEST = new JsonLimits(64 << 10, 16, 10_000);

  public JsonLimits {
    if (bytesMax < 1 || depthMax < 0 || depthMax > DEPTH_MAX || valuesMax < 1) {
      throw new IllegalArgumentException(
          "limits are " + bytesMax + ", " + depthMax + ", " + valuesMax + "; depth at most 256");
    }
  }

  /** The same with another bound on the bytes. */
  public JsonLimits withBytesMax(int bytes) {
    return new JsonLimits(bytes, depthMax, valuesMax);
  }
}
