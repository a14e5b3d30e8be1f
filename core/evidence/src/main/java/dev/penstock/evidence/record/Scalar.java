package dev.penstock.evidence.record;

/** A plain value: what one point can have at one time. */
public sealed interface Scalar {
  /** Nothing: the point had no value. */
  record None() implements Scalar {}

  record Bool(boolean value) implements Scalar {}

  /** A whole number from -2^63 to 2^63 - 1. */
  record Whole(long value) implements Scalar {}

  /**
   * A whole number from 2^63 to 2^64 - 1.
   *
   * @param bits as 64 bits without sign, so the sign bit is set
   */
  record Large(long bits) implements Scalar {
    public Large {
      if (bits >= 0) {
        throw new IllegalArgumentException(bits + " is not above 2^63 - 1; use Whole");
      }
    }
  }

  /** A floating-point number. Every not-a-number is one. */
  record Real(double value) implements Scalar {}

  record Text(String value) implements Scalar {}

  record Bytes(ByteString value) implements Scalar {}

  /** {@code mantissa × 10^exponent}, RFC 8949 §3.4.4. */
  record Decimal(int exponent, long mantissa) implements Scalar {
    public Decimal {
      if (exponent < -128 || exponent > 127) {
        throw new IllegalArgumentException("exponent is " + exponent + ", must be -128..127");
      }
    }
  }
}
