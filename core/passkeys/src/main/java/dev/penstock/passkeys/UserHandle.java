package dev.penstock.passkeys;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The pseudonym by which authenticators know a person: 1 to 64 bytes that say nothing about them
 * (WebAuthn §5.4.3, §14.6.1).
 */
public final class UserHandle {
  public static final int BYTES_MAX = 64;

  private final byte[] bytes;

  private UserHandle(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The handle of these bytes; throws when there are too few or too many. */
  public static UserHandle of(byte[] bytes) {
    if (bytes.length < 1 || bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "user handle has " + bytes.length + " bytes, must be 1.." + BYTES_MAX);
    }
    return new UserHandle(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  boolean isSameAs(byte[] other) {
    return MessageDigest.isEqual(bytes, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserHandle that && isSameAs(that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
