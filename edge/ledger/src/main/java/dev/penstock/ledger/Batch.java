package dev.penstock.ledger;

import dev.penstock.flow.Ledger;
import dev.penstock.merkle.Digest;
import java.nio.ByteBuffer;

/**
 * A batch as it stands in a segment, and the numbers of its layout.
 *
 * @param at where it starts in the segment
 * @param span its bytes, head and commit record included
 * @param size the log's size after it
 * @param root the log's root after it
 */
record Batch(
    int at, int span, long firstIndex, int count, int bodyBytes, long size, Digest root, long low) {
  static final int HEAD_BYTES = 32;
  static final int TRAILER_BYTES = 64;
  static final int ALIGNMENT = 8;

  /** The largest body: bounds what a reader must hold and how far a broken batch can reach. */
  static final int BODY_BYTES_MAX = 8 << 20;

  /** The largest batch. */
  static final int SPAN_MAX = span(BODY_BYTES_MAX);

  static final int WORD_BYTES = 8;

  private static final int HEAD_CRC_AT = 28;
  private static final int TRAILER_CRC_AT = 60;

  int end() {
    return at + span;
  }

  static long marker(long salt) {
    return salt;
  }

  static long commitMarker(long salt) {
    return salt + 1;
  }

  static long confirmation(long salt) {
    return salt + 2;
  }

  static int span(int bodyBytes) {
    return HEAD_BYTES + padded(bodyBytes) + TRAILER_BYTES;
  }

  static int padded(int bodyBytes) {
    return (bodyBytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** The largest body that fits into a segment of this size. */
  static int bodyBytesMax(LogFormat format) {
    // The first segment is the smallest. The confirmation word must fit behind the batch.
    int room =
        SegmentHead.bytesOf(0, format)
            - SegmentHead.BYTES
            - WORD_BYTES
            - HEAD_BYTES
            - TRAILER_BYTES;
    return Math.min(BODY_BYTES_MAX, room);
  }

  static void encodeHead(ByteBuffer batch, long salt, long firstIndex, int count, int bodyBytes) {
    batch.putLong(0, marker(salt));
    batch.putLong(8, firstIndex);
    batch.putInt(16, count);
    batch.putInt(20, bodyBytes);
    batch.putInt(24, 0);
    batch.putInt(HEAD_CRC_AT, Crc.of(batch, 0, HEAD_CRC_AT));
  }

  /** Writes the commit record; head and body must stand already. */
  static void encodeTrailer(
      ByteBuffer batch, long salt, int bodyBytes, long size, byte[] root, long low) {
    for (int i = HEAD_BYTES + bodyBytes; i < HEAD_BYTES + padded(bodyBytes); i++) {
      batch.put(i, (byte) 0);
    }
    int span = span(bodyBytes);
    int trailer = span - TRAILER_BYTES;
    batch.putLong(trailer, commitMarker(salt));
    batch.putLong(trailer + 8, size);
    batch.put(trailer + 16, root);
    batch.putLong(trailer + 48, low);
    batch.putInt(trailer + 56, span);
    batch.putInt(trailer + TRAILER_CRC_AT, Crc.of(batch, 0, span - TRAILER_BYTES + TRAILER_CRC_AT));
  }

  /** True when these bytes are the sound head of a batch of this segment. */
  static boolean isHead(ByteBuffer head, long salt) {
    return head.getLong(0) == marker(salt)
        && head.getInt(HEAD_CRC_AT) == Crc.of(head, 0, HEAD_CRC_AT)
        && head.getInt(24) == 0
        && head.getLong(8) >= 0
        && head.getInt(16) >= 0
        && head.getInt(16) <= Ledger.BATCH_ENTRIES_MAX
        && head.getInt(20) >= 0
        && head.getInt(20) <= BODY_BYTES_MAX;
  }

  static long headFirstIndex(ByteBuffer head) {
    return head.getLong(8);
  }

  static int headCount(ByteBuffer head) {
    return head.getInt(16);
  }

  static int headBodyBytes(ByteBuffer head) {
    return head.getInt(20);
  }

  /** Why the bytes behind a sound head are not its batch, or an empty text when they are. */
  static String flaw(ByteBuffer batch, long salt) {
    int bodyBytes = headBodyBytes(batch);
    int span = span(bodyBytes);
    int trailer = span - TRAILER_BYTES;
    if (batch.getLong(trailer) != commitMarker(salt)) {
      return "it has no commit record";
    }
    if (batch.getInt(trailer + TRAILER_CRC_AT) != Crc.of(batch, 0, trailer + TRAILER_CRC_AT)) {
      return "its CRC does not match";
    }
    if (batch.getInt(trailer + 56) != span) {
      return "its commit record belongs to a batch of another length";
    }
    for (int i = HEAD_BYTES + bodyBytes; i < trailer; i++) {
      if (batch.get(i) != 0) {
        return "its padding is not zero";
      }
    }
    if (batch.getLong(trailer + 8) != headFirstIndex(batch) + headCount(batch)) {
      return "its commit record does not continue its head";
    }
    return lengthsFlaw(batch, bodyBytes, headCount(batch));
  }

  private static String lengthsFlaw(ByteBuffer batch, int bodyBytes, int count) {
    int at = HEAD_BYTES;
    int end = HEAD_BYTES + bodyBytes;
    for (int i = 0; i < count; i++) {
      if (end - at < 2) {
        return "its body ends within entry " + i;
      }
      at += 2 + (batch.getShort(at) & 0xffff);
    }
    return at == end ? "" : "its entries do not fill its body";
  }

  /** A batch without flaw that starts at this position. */
  static Batch decode(ByteBuffer batch, int at) {
    int bodyBytes = headBodyBytes(batch);
    int span = span(bodyBytes);
    int trailer = span - TRAILER_BYTES;
    byte[] root = new byte[Digest.BYTES];
    batch.get(trailer + 16, root);
    return new Batch(
        at,
        span,
        headFirstIndex(batch),
        headCount(batch),
        bodyBytes,
        batch.getLong(trailer + 8),
        Digest.of(root),
        batch.getLong(trailer + 48));
  }
}
