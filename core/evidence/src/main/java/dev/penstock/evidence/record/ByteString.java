package dev.penstock.evidence.record;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as a value: copied in, copied out, equal when their content is. */
public final class ByteString {
  /** No bytes. */
  public static final ByteString EMPTY = new ByteString(new byte[0]);

  private final byte[] value;

  private ByteString(byte[] value) {
    this.value = value;
  }

  public static ByteString of(byte[] value) {
    return new ByteString(value.clone());
  }

  /** The bytes that stand in {@code source} from {@code at} on. */
  public static ByteString at(byte[] source, int at, int length) {
    if (at < 0 || length < 0 || length > source.length - at) {
      throw new IllegalArgumentException(length + " bytes at " + at + " of " + source.length);
    }
    return new ByteString(Arrays.copyOfRange(source, at, at + length));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return value.clone();
  }

  /** How many bytes there are. */
  public int size() {
    return value.length;
  }

  /** Writes the bytes into {@code into} from {@code at} on. */
  public void copyTo(byte[] into, int at) {
    System.arraycopy(value, 0, into, at, value.length);
  }

  /** Package use only: the bytes themselves, to be read and never kept. */
  byte[] shared() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteString that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** The bytes in hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
