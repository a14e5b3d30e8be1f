package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.merkle.Digest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The first 4,096 bytes of a segment.
 *
 * @param firstIndex the size of the log before this segment
 * @param root the root at that size
 * @param salt marks this segment's batches; never leaves the folder
 * @param previousEnd where the last batch of the previous segment ended, or 0 in segment 0
 * @param low the last low before this segment
 */
record SegmentHead(
    int number,
    long firstIndex,
    Digest root,
    long salt,
    int segmentBytes,
    int previousEnd,
    long low) {
  static final int BYTES = 4096;

  /** One batch must fit, and positions are ints. */
  static final int SEGMENT_BYTES_MIN = 16 * 1024;

  static final int SEGMENT_BYTES_MAX = 1 << 30;

  /** The first segment is no larger, the next twice that, and so on: small logs stay small. */
  private static final int FIRST_BYTES_MAX = 16 << 20;

  private static final byte[] MAGIC = {'P', 'N', 'S', 'T', 'K', 'S', 'E', 'G'};
  private static final int CRC_AT = 112;

  static void requireSegmentBytes(int segmentBytes) {
    if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes > SEGMENT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "segment of "
              + segmentBytes
              + " bytes, must be "
              + SEGMENT_BYTES_MIN
              + ".."
              + SEGMENT_BYTES_MAX);
    }
    if (segmentBytes % BYTES != 0) {
      throw new IllegalArgumentException(
          "segment of " + segmentBytes + " bytes, must be a multiple of " + BYTES);
    }
  }

  /** The size of the segment of this number. */
  static int bytesOf(int number, LogFormat format) {
    long grown = (long) FIRST_BYTES_MAX << Math.min(number, 8);
    return (int) Math.min(format.segmentBytes(), grown);
  }

  ByteBuffer encode(LogFormat format) {
    ByteBuffer head = ByteBuffer.allocate(BYTES);
    head.put(MAGIC)
        .putInt(LogFormat.VERSION)
        .putInt(BYTES)
        .put(format.idBytes())
        .putLong(number)
        .putLong(firstIndex)
        .put(root.bytes())
        .putLong(salt)
        .putLong(segmentBytes)
        .putLong(previousEnd)
        .putLong(low);
    head.putInt(CRC_AT, Crc.of(head, 0, CRC_AT));
    return head.clear();
  }

  /** Reads a head that must be that of this number of this log. */
  static SegmentHead decode(ByteBuffer head, int number, LogFormat format)
      throws LedgerDamagedException {
    byte[] bytes = new byte[BYTES];
    head.get(0, bytes);
    if (head.getInt(CRC_AT) != Crc.of(bytes, 0, CRC_AT)) {
      throw damaged(number, "the CRC of its head does not match");
    }
    boolean isOurs =
        Arrays.equals(bytes, 0, 8, MAGIC, 0, 8)
            && head.getInt(8) == LogFormat.VERSION
            && head.getInt(12) == BYTES
            && head.getLong(88) == bytesOf(number, format);
    if (!isOurs) {
      throw damaged(number, "its head is not that of a version 1 segment of this size");
    }
    if (!Arrays.equals(bytes, 16, 32, format.idBytes(), 0, LogFormat.ID_BYTES)) {
      throw damaged(number, "it belongs to another log");
    }
    if (head.getLong(32) != number) {
      throw damaged(number, "its head says number " + Long.toUnsignedString(head.getLong(32)));
    }
    for (int i = CRC_AT + 4; i < BYTES; i++) {
      if (bytes[i] != 0) {
        throw damaged(number, "byte " + i + " of its head is not zero");
      }
    }
    long firstIndex = head.getLong(40);
    long previousEnd = head.getLong(96);
    if (firstIndex < 0
        || previousEnd < 0
        || previousEnd > bytesOf(Math.max(0, number - 1), format)) {
      throw damaged(number, "a number in its head is out of range");
    }
    return new SegmentHead(
        number,
        firstIndex,
        Digest.at(bytes, 48),
        head.getLong(80),
        bytesOf(number, format),
        (int) previousEnd,
        head.getLong(104));
  }

  private static LedgerDamagedException damaged(int number, String detail) {
    return Damage.of(LedgerFault.SEGMENT_DAMAGED, Names.segment(number), detail);
  }
}
