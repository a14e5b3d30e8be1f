package dev.penstock.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The layout of a part: what one commit puts into the segment of one class. 40 bytes of head, then
 * the body, padded to a multiple of 8.
 */
final class Part {
  static final int HEAD_BYTES = 40;
  static final int ALIGNMENT = 8;
  static final int WORD_BYTES = 8;

  /** The largest body: bounds what a reader must hold and how far a broken part can reach. */
  static final int BODY_BYTES_MAX = 8 << 20;

  /** Frames in one commit: bounds the positions that one lost head can hide. */
  static final int FRAMES_MAX = 1 << 20;

  /** The body begins with a statement of what is dropped. */
  static final int FLAG_DROP = 1;

  /** Two segment numbers: the oldest plant segment that stays, the oldest access segment. */
  static final int DROP_BYTES = 8;

  private static final int HEAD_CRC_AT = 32;
  private static final int BODY_CRC_AT = 36;

  private Part() {}

  static long marker(long salt) {
    return salt;
  }

  static long confirmation(long salt) {
    return salt + 1;
  }

  static int span(int bodyBytes) {
    return HEAD_BYTES + padded(bodyBytes);
  }

  static int padded(int bodyBytes) {
    return (bodyBytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** The largest body that fits into every segment of this format, with a word behind it. */
  static int bodyBytesMax(JournalFormat format) {
    int smallest = Math.min(format.segmentBytes(), JournalFormat.SMALL_BYTES_MAX);
    int room = smallest - SegmentHead.BYTES - WORD_BYTES - HEAD_BYTES;
    return Math.min(BODY_BYTES_MAX, room - room % ALIGNMENT);
  }

  /**
   * Writes the head and the padding of a part; the body must stand already.
   *
   * @param frames frames of the whole commit
   * @param framesHere frames in this part
   */
  static void encode(
      ByteBuffer part,
      CRC32C crc,
      long salt,
      long firstPosition,
      int frames,
      int classes,
      int flags,
      int framesHere,
      int bodyBytes) {
    part.putLong(0, marker(salt));
    part.putLong(8, firstPosition);
    part.putInt(16, frames);
    part.put(20, (byte) classes);
    part.put(21, (byte) flags);
    part.putShort(22, (short) 0);
    part.putInt(24, framesHere);
    part.putInt(28, bodyBytes);
    for (int i = HEAD_BYTES + bodyBytes; i < span(bodyBytes); i++) {
      part.put(i, (byte) 0);
    }
    crc.reset();
    crc.update(part.position(0).limit(HEAD_CRC_AT));
    part.clear().putInt(HEAD_CRC_AT, (int) crc.getValue());
    crc.update(part.limit(span(bodyBytes)).position(HEAD_BYTES));
    part.clear();
    part.putInt(BODY_CRC_AT, (int) crc.getValue());
  }

  /** True when these bytes are the sound head of a part of this segment and class. */
  static boolean isHead(byte[] in, int at, long salt, int classCode) {
    int classes = classes(in, at);
    return Bytes.getLong(in, at) == marker(salt)
        && Bytes.getInt(in, at + HEAD_CRC_AT) == Crc.of(in, at, HEAD_CRC_AT)
        && firstPosition(in, at) >= 0
        && frames(in, at) >= 1
        && frames(in, at) <= FRAMES_MAX
        && classes < 1 << ClassCode.COUNT
        && (classes & ClassCode.bit(classCode)) != 0
        && (flags(in, at) & ~FLAG_DROP) == 0
        && (flags(in, at) == 0 || classes == ClassCode.bit(ClassCode.CONTROL))
        && in[at + 22] == 0
        && in[at + 23] == 0
        && framesHere(in, at) >= 1
        && framesHere(in, at) <= frames(in, at)
        && bodyBytes(in, at) >= 1
        && bodyBytes(in, at) <= BODY_BYTES_MAX;
  }

  /** True when the body behind a sound head is the one it was written with. */
  static boolean isBody(byte[] in, int at, CRC32C crc) {
    crc.reset();
    crc.update(in, at, HEAD_CRC_AT);
    crc.update(in, at + HEAD_BYTES, padded(bodyBytes(in, at)));
    return Bytes.getInt(in, at + BODY_CRC_AT) == (int) crc.getValue();
  }

  static long firstPosition(byte[] in, int at) {
    return Bytes.getLong(in, at + 8);
  }

  static int frames(byte[] in, int at) {
    return Bytes.getInt(in, at + 16);
  }

  /** One more than the position of the last frame of the whole commit. */
  static long endPosition(byte[] in, int at) {
    return firstPosition(in, at) + frames(in, at);
  }

  static int classes(byte[] in, int at) {
    return in[at + 20] & 0xff;
  }

  static int flags(byte[] in, int at) {
    return in[at + 21] & 0xff;
  }

  static int framesHere(byte[] in, int at) {
    return Bytes.getInt(in, at + 24);
  }

  static int bodyBytes(byte[] in, int at) {
    return Bytes.getInt(in, at + 28);
  }

  /** Where the first frame of a part starts. */
  static int framesAt(byte[] in, int at) {
    return at + HEAD_BYTES + (flags(in, at) == FLAG_DROP ? DROP_BYTES : 0);
  }
}
