package dev.penstock.timestamp.der;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A stretch of DER as it stood in the input: one element, head included. A value: nobody changes
 * the bytes under it, and two are equal when their bytes are.
 */
public final class Encoded {
  private final byte[] source;
  private final int at;
  private final int length;

  Encoded(byte[] source, int at, int length) {
    this.source = source;
    this.at = at;
    this.length = length;
  }

  /** These bytes, copied. They need not be DER; readers of it will say. */
  public static Encoded of(byte[] bytes) {
    return new Encoded(bytes.clone(), 0, bytes.length);
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return Arrays.copyOfRange(source, at, at + length);
  }

  /** How many bytes there are. */
  public int size() {
    return length;
  }

  /** The tag, or {@link Tag#NONE} of no bytes. */
  public int tag() {
    return length == 0 ? Tag.NONE : source[at] & 0xff;
  }

  /** Whether this element stands before another in a SET OF (X.690 §11.6). */
  boolean isBefore(Encoded other) {
    return Arrays.compareUnsigned(
            source, at, at + length, other.source, other.at, other.at + other.length)
        < 0;
  }

  byte[] source() {
    return source;
  }

  int at() {
    return at;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Encoded that
        && Arrays.equals(source, at, at + length, that.source, that.at, that.at + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = at; i < at + length; i++) {
      hash = 31 * hash + source[i];
    }
    return Objects.hash(hash, length);
  }

  /** The bytes in hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(source, at, at + length);
  }
}
