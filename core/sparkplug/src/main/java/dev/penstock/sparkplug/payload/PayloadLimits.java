package dev.penstock.sparkplug.payload;

/**
 * How much one payload from outside may hold.
 *
 * @param bytesMax bytes of the payload
 * @param elementsMax metrics, properties, parameters, columns, rows and cells in all; an empty one
 *     is two bytes outside and a hundred in memory
 * @param depthMax messages within each other
 */
public record PayloadLimits(int bytesMax, int elementsMax, int depthMax) {
  /** Deeper payloads would make the reader's own stack the limit. */
  private static final int DEPTH_MAX = 64;

  /** A command names some metrics; it has no use for more. */
  public static final PayloadLimits COMMAND = new PayloadLimits(1 << 20, 10_000, 12);

  /** A birth names every metric of a node. */
  public static final PayloadLimits BIRTH = new PayloadLimits(64 << 20, 1_000_000, 24);

  public PayloadLimits {
    if (bytesMax < 1 || elementsMax < 1 || depthMax < 1 || depthMax > DEPTH_MAX) {
      throw new IllegalArgumentException(
          "limits are " + bytesMax + ", " + elementsMax + ", " + depthMax + "; depth at most 64");
    }
  }
}
