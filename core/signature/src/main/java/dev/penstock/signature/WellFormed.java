package dev.penstock.signature;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;

/**
 * What we refuse before a provider sees it, so that every provider gives the same verdict. Bytes
 * that pass here are worth asking a provider about; they are not yet a valid signature.
 */
final class WellFormed {
  private WellFormed() {}

  /** Order of the P-256 base point (FIPS 186-5, SP 800-186 §3.2.1.3). */
  static final BigInteger P256_ORDER =
      hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

  private static final BigInteger P256_FIELD =
      hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
  private static final BigInteger P256_B =
      hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

  /** RFC 8032 §5.1. */
  private static final BigInteger ED_FIELD =
      BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private static final BigInteger ED_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger ED_D =
      BigInteger.valueOf(-121665)
          .multiply(BigInteger.valueOf(121666).modInverse(ED_FIELD))
          .mod(ED_FIELD);
  private static final byte[] ED_ORDER_BE = ED_ORDER.toByteArray();
  private static final byte[] ED_FIELD_BE = ED_FIELD.toByteArray();
  private static final byte[] P256_ORDER_BE = unsigned32(P256_ORDER);

  private static final BigInteger ED_Y_ORDER_8 =
      hex("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7");

  /**
   * The y of the eight points whose order divides 8. With such a key anybody can make a signature
   * that some providers accept, so it proves nothing.
   */
  private static final Set<BigInteger> ED_SMALL_ORDER_Y =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          ED_FIELD.subtract(BigInteger.ONE),
          ED_Y_ORDER_8,
          ED_FIELD.subtract(ED_Y_ORDER_8));

  static boolean isWellFormed(VerificationKey key) {
    return switch (key.algorithm()) {
      case ED25519 -> isEd25519Key(key.raw());
      case ECDSA_P256 -> isP256Point(key.raw());
      // Every string of the right length decodes to a key (FIPS 204 algorithm 23).
      case ML_DSA_44, ML_DSA_65 -> true;
    };
  }

  static boolean isWellFormed(SignatureAlgorithm algorithm, byte[] signature) {
    if (signature.length != algorithm.signatureBytes()) {
      return false;
    }
    return switch (algorithm) {
      // RFC 8032 §5.1.7 step 1: R and S outside their range are refused.
      case ED25519 ->
          isBelowLittleEndian(signature, 0, true, ED_FIELD_BE)
              && isBelowLittleEndian(signature, 32, false, ED_ORDER_BE);
      // FIPS 186-5 §6.4.2 step 1: r and s are in [1, n-1].
      case ECDSA_P256 -> isP256Scalar(signature, 0) && isP256Scalar(signature, 32);
      case ML_DSA_44, ML_DSA_65 -> true;
    };
  }

  /** True when the 32 bytes at the offset are a number in [1, n-1]. */
  static boolean isP256Scalar(byte[] bytes, int offset) {
    int nonZero = 0;
    for (int i = 0; i < 32; i++) {
      nonZero |= bytes[offset + i];
    }
    return nonZero != 0
        && Arrays.compareUnsigned(bytes, offset, offset + 32, P256_ORDER_BE, 0, 32) < 0;
  }

  /** SP 800-186 appendix D.1.1: uncompressed, coordinates in range, on the curve. */
  private static boolean isP256Point(byte[] raw) {
    if (raw[0] != 0x04) {
      return false;
    }
    BigInteger x = new BigInteger(1, raw, 1, 32);
    BigInteger y = new BigInteger(1, raw, 33, 32);
    if (x.compareTo(P256_FIELD) >= 0 || y.compareTo(P256_FIELD) >= 0) {
      return false;
    }
    BigInteger right = x.multiply(x).subtract(BigInteger.valueOf(3)).multiply(x).add(P256_B);
    return y.multiply(y).subtract(right).mod(P256_FIELD).signum() == 0;
  }

  /** RFC 8032 §5.1.3, and not one of the eight points of small order. */
  private static boolean isEd25519Key(byte[] raw) {
    boolean xIsOdd = (raw[31] & 0x80) != 0;
    BigInteger y = littleEndian(raw);
    if (y.compareTo(ED_FIELD) >= 0 || ED_SMALL_ORDER_Y.contains(y)) {
      return false;
    }
    BigInteger ySquared = y.multiply(y).mod(ED_FIELD);
    BigInteger above = ySquared.subtract(BigInteger.ONE);
    BigInteger below = ED_D.multiply(ySquared).add(BigInteger.ONE);
    BigInteger xSquared = above.multiply(below.modInverse(ED_FIELD)).mod(ED_FIELD);
    if (xSquared.signum() == 0) {
      return !xIsOdd;
    }
    // Euler's criterion: x exists exactly when this power is 1.
    BigInteger half = ED_FIELD.subtract(BigInteger.ONE).shiftRight(1);
    return xSquared.modPow(half, ED_FIELD).equals(BigInteger.ONE);
  }

  /** The number without the top bit, which is the sign of x. */
  private static BigInteger littleEndian(byte[] raw) {
    byte[] reversed = new byte[32];
    for (int i = 0; i < 32; i++) {
      reversed[i] = raw[31 - i];
    }
    reversed[0] &= 0x7f;
    return new BigInteger(1, reversed);
  }

  /** Compares 32 little-endian bytes with a big-endian limit of 32 bytes, without garbage. */
  private static boolean isBelowLittleEndian(
      byte[] bytes, int offset, boolean ignoreTopBit, byte[] limit) {
    for (int i = 0; i < 32; i++) {
      int value = bytes[offset + 31 - i] & (i == 0 && ignoreTopBit ? 0x7f : 0xff);
      int bound = limit[i] & 0xff;
      if (value != bound) {
        return value < bound;
      }
    }
    return false;
  }

  private static byte[] unsigned32(BigInteger number) {
    byte[] signed = number.toByteArray();
    return Arrays.copyOfRange(signed, signed.length - 32, signed.length);
  }

  private static BigInteger hex(String digits) {
    return new BigInteger(digits, 16);
  }
}
