package dev.penstock.merkle;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/** A SHA-256 value: 32 bytes with value equality. */
public final class Digest {
  /** Bytes in a digest. */
  public static final int BYTES = 32;

  private final byte[] value;

  private Digest(byte[] value) {
    this.value = value;
  }

  /**
   * The digest of exactly these 32 bytes; throws on any other length, so check bytes from outside
   * before.
   */
  public static Digest of(byte[] value) {
    if (value.length != BYTES) {
      throw new IllegalArgumentException("digest has " + value.length + " bytes, must be " + BYTES);
    }
    return new Digest(value.clone());
  }

  /** The digest of these bytes from outside, or empty when they are not 32. */
  public static Optional<Digest> decode(byte[] value) {
    return value.length == BYTES ? Optional.of(new Digest(value.clone())) : Optional.empty();
  }

  /** The digest that stands in {@code source} from {@code at} on. */
  public static Digest at(byte[] source, int at) {
    Objects.checkFromIndexSize(at, BYTES, source.length);
    return new Digest(Arrays.copyOfRange(source, at, at + BYTES));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return value.clone();
  }

  /** Writes the bytes into {@code into} from {@code at} on. */
  public void copyTo(byte[] into, int at) {
    System.arraycopy(value, 0, into, at, BYTES);
  }

  /** True when the 32 bytes of {@code other} from {@code at} on are this digest. */
  public boolean isAt(byte[] other, int at) {
    return Arrays.equals(value, 0, BYTES, other, at, at + BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
