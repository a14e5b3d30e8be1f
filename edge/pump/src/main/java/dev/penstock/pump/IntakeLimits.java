package dev.penstock.pump;

/**
 * How much may wait in front of the journal.
 *
 * @param count messages
 * @param bytes payload bytes of them; what one alone takes may be more
 */
public record IntakeLimits(int count, long bytes) {
  /** A second of a busy broker, in memory that a small gateway has. */
  public static final IntakeLimits DEFAULT = new IntakeLimits(50_000, 32L << 20);

  private static final int COUNT_MAX = 10_000_000;

  public IntakeLimits {
    if (count < 1 || count > COUNT_MAX) {
      throw new IllegalArgumentException("count is " + count + ", must be 1.." + COUNT_MAX);
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes is " + bytes + ", must be 1 or more");
    }
  }
}
