package dev.penstock.signature;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key: its algorithm and its raw bytes, of exactly the length the algorithm has, a P-256
 * point uncompressed.
 */
public final class VerificationKey {
  /** SEC 1 §2.3.3: what an uncompressed point starts with. */
  private static final byte UNCOMPRESSED = 4;

  private final SignatureAlgorithm algorithm;
  private final byte[] raw;

  private VerificationKey(SignatureAlgorithm algorithm, byte[] raw) {
    this.algorithm = algorithm;
    this.raw = raw;
  }

  /** True for bytes that {@link #of} takes; whether they are a point of the curve is not asked. */
  public static boolean hasForm(SignatureAlgorithm algorithm, byte[] raw) {
    return raw.length == algorithm.publicKeyBytes()
        && (algorithm != SignatureAlgorithm.ECDSA_P256 || raw[0] == UNCOMPRESSED);
  }

  /**
   * The key of these bytes; throws when they have not {@linkplain #hasForm the form} the algorithm
   * has, so check bytes from outside before.
   */
  public static VerificationKey of(SignatureAlgorithm algorithm, byte[] raw) {
    if (raw.length != algorithm.publicKeyBytes()) {
      throw new IllegalArgumentException(
          algorithm
              + " public key has "
              + raw.length
              + " bytes, must be "
              + algorithm.publicKeyBytes());
    }
    if (!hasForm(algorithm, raw)) {
      throw new IllegalArgumentException(
          algorithm
              + " public key starts with "
              + (raw[0] & 0xff)
              + ", must be "
              + UNCOMPRESSED
              + ", an uncompressed point");
    }
    return new VerificationKey(algorithm, raw.clone());
  }

  /**
   * False for bytes of the right form that are no point of the curve, or one of small order, for
   * which anybody could sign. A {@link SignatureCheck} of such a key accepts nothing.
   */
  public boolean isSound() {
    return WellFormed.isWellFormed(this);
  }

  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** A copy of the raw bytes. */
  public byte[] raw() {
    return raw.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationKey that
        && algorithm == that.algorithm
        && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return 31 * algorithm.hashCode() + Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return algorithm + ":" + HexFormat.of().formatHex(raw, 0, 8) + "…";
  }
}
