package dev.penstock.access;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Bytes as a value: copied in, copied out, equal when their content is. Two of one length are
 * compared in a time that does not tell where they differ.
 */
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /** So many bytes by chance. */
  public static Bytes random(RandomGenerator random, int sizeBytes) {
    byte[] drawn = new byte[sizeBytes];
    random.nextBytes(drawn);
    return new Bytes(drawn);
  }

  /** The bytes that a text in lower case hexadecimal stands for, if it is one. */
  public static Optional<Bytes> ofHex(String hex) {
    if (hex.length() % 2 != 0 || !hex.chars().allMatch(Bytes::isHexDigit)) {
      return Optional.empty();
    }
    return Optional.of(new Bytes(HexFormat.of().parseHex(hex)));
  }

  private static boolean isHexDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return value.clone();
  }

  public int sizeBytes() {
    return value.length;
  }

  /** The bytes in lower case hexadecimal. */
  public String hex() {
    return HexFormat.of().formatHex(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && MessageDigest.isEqual(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return hex();
  }
}
