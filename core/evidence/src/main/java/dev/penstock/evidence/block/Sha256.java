package dev.penstock.evidence.block;

import dev.penstock.cbor.cose.SigStructure;
import dev.penstock.merkle.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Plain SHA-256, for links and rolling digests; trees are hashed by core/merkle. */
public final class Sha256 {
  private Sha256() {}

  public static Digest of(byte[] bytes) {
    return Digest.of(fresh().digest(bytes));
  }

  static Digest of(SigStructure structure) {
    MessageDigest sha256 = fresh();
    structure.updateInto(sha256);
    return Digest.of(sha256.digest());
  }

  /** The digest of two pieces, one behind the other. */
  public static Digest of(byte[] first, byte[] second) {
    MessageDigest sha256 = fresh();
    sha256.update(first);
    return Digest.of(sha256.digest(second));
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform must offer SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
