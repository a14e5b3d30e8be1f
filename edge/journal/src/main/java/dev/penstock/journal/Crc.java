package dev.penstock.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C over a stretch of a buffer. */
final class Crc {
  private Crc() {}

  static int of(ByteBuffer buffer, int from, int length) {
    var crc = new CRC32C();
    crc.update(buffer.slice(from, length));
    return (int) crc.getValue();
  }

  static int of(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
