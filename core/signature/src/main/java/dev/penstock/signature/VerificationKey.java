package dev.penstock.signature;

import java.util.Arrays;
import java.util.HexFormat;

/** A public key: its algorithm and its raw bytes, of exactly the length the algorithm has. */
public final class VerificationKey {
  private final SignatureAlgorithm algorithm;
  private final byte[] raw;

  private VerificationKey(SignatureAlgorithm algorithm, byte[] raw) {
    this.algorithm = algorithm;
    this.raw = raw;
  }

  /**
   * The key of these bytes; throws when the length is not the algorithm's, so check bytes from
   * outside before.
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
    return new VerificationKey(algorithm, raw.clone());
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
