package dev.penstock.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of a secret that was drawn by chance: of a session, a service account, a code. A fast
 * hash is enough for those, as nobody can guess 100 bits; it is never used for a password.
 *
 * <p>Req: 62443-4-2 CR 1.5
 */
public record SecretHash(Bytes value) {
  public static final int SIZE_BYTES = 32;

  public SecretHash {
    Checks.mustBeIn("bytes of a secret's hash", value.sizeBytes(), SIZE_BYTES, SIZE_BYTES);
  }

  public static SecretHash of(String secret) {
    return new SecretHash(sha256(secret));
  }

  /** The SHA-256 of a text's UTF-8 form. */
  static Bytes sha256(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return Bytes.of(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public boolean isOf(String secret) {
    return equals(of(secret));
  }

  /** Says nothing of the secret. */
  @Override
  public String toString() {
    return "SecretHash";
  }
}
