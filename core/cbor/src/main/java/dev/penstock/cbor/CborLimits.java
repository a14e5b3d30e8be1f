package dev.penstock.cbor;

/**
 * How much a reader is willing to look at.
 *
 * @param bytesMax longest input
 * @param depthMax how many arrays, maps and tags may be open at once
 */
public record CborLimits(int bytesMax, int depthMax) {
  /**
   * The deepest nesting there is, written or read: our deepest format uses 7 levels, and every
   * reader that recurses by level is safe with 16.
   */
  public static final int DEPTH_MAX = 16;

  public CborLimits {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("bytesMax is " + bytesMax + ", must be at least 1");
    }
    if (depthMax < 0 || depthMax > DEPTH_MAX) {
      throw new IllegalArgumentException("depthMax is " + depthMax + ", must be 0.." + DEPTH_MAX);
    }
  }

  /** At most this many bytes, and the deepest nesting. */
  public static CborLimits ofBytes(int bytesMax) {
    return new CborLimits(bytesMax, DEPTH_MAX);
  }
}
