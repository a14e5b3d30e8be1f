package dev.penstock.bench.gateway;

/**
 * A value that says when a device had it: whole milliseconds and a noise that differs from value to
 * value, in 24 bits, so that a float32 holds it. It comes round every 65 seconds. All processes of
 * one machine read the same clock, which nobody sets.
 */
final class Stamp {
  /** After so long an age is taken for a younger one. */
  static final int ROUND_MS = 1 << 16;

  private static final int NOISE = 1 << 7;
  private static final long MILLI_NANOS = 1_000_000;

  private Stamp() {}

  /** The value that a device has now. */
  static float of(long nanos, int noise) {
    // One more, so that no text of it has an exponent.
    return 1 + millis(nanos) + (noise & (NOISE - 1)) / (float) NOISE;
  }

  /** How old a value is, by its whole part. */
  static int ageMs(int whole, long nanos) {
    return (millis(nanos) - (whole - 1)) & (ROUND_MS - 1);
  }

  private static int millis(long nanos) {
    return (int) (nanos / MILLI_NANOS) & (ROUND_MS - 1);
  }
}
