package dev.penstock.journal;

import java.nio.ByteBuffer;

/** Unsigned numbers of up to 63 bits: seven bits in a byte, the lowest first (LEB128). */
final class Varint {
  static final int BYTES_MAX = 9;

  private Varint() {}

  /** Writes a number that is not negative; where the next byte goes. */
  static int put(ByteBuffer out, int at, long value) {
    int to = at;
    long left = value;
    while (left >= 0x80) {
      out.put(to++, (byte) (left | 0x80));
      left >>>= 7;
    }
    out.put(to++, (byte) left);
    return to;
  }
}
