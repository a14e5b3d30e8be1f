package dev.penstock.passkeys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * What an authenticator is given to sign: 32 bytes that no earlier answer can have been made for
 * (WebAuthn §13.4.3). Who gives one out takes it back once, and not for long; nothing here knows
 * time or what was used before.
 */
public final class Challenge {
  /** As many as SHA-256 has, so that the digest of a request can be one. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private Challenge(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A challenge by chance; the generator must be one that nobody can foretell. */
  public static Challenge random(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Challenge(bytes);
  }

  /** A challenge that says what is signed: the SHA-256 of a request that exists only once. */
  public static Challenge of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("challenge has " + bytes.length + " bytes, must be 32");
    }
    return new Challenge(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** As browsers write it: base64url without padding (WebAuthn §5.8.1). */
  public String base64Url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Compares texts, so that each challenge has one spelling, in a time that tells nothing. */
  boolean isWrittenAs(String text) {
    return MessageDigest.isEqual(
        base64Url().getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Challenge that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Nothing of the bytes. */
  @Override
  public String toString() {
    return "Challenge";
  }
}
