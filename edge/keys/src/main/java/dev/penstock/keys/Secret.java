package dev.penstock.keys;

import java.util.Arrays;

/** Bytes that are wiped when they are no longer needed, and never printed. */
final class Secret implements AutoCloseable {
  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the array over: the caller must not keep it. */
  static Secret taking(byte[] bytes) {
    return new Secret(bytes);
  }

  static Secret copyOf(byte[] bytes, int from, int to) {
    return new Secret(Arrays.copyOfRange(bytes, from, to));
  }

  /** The bytes themselves, not a copy: the reader must not keep or change them. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "secret of " + bytes.length + " bytes";
  }
}
