package dev.penstock.anchorstore;

import dev.penstock.evidence.record.AnchorResults;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A row of the file {@code rows} as it stands there, docs/formats/anchors.md.
 *
 * @param size of the head that was asked about
 * @param largest size that any row up to this one vouches for
 * @param replaces number of the row whose place it takes, -1 for none
 * @param at where its answer stands in the file {@code answers}
 * @param length of that answer in bytes
 * @param answerCrc CRC-32C of the answer
 * @param outcome its code in an anchor record
 * @param replacedBy number of the row that took its place, -1 for none
 */
record Row(
    long size,
    long largest,
    long replaces,
    long at,
    int length,
    int answerCrc,
    int outcome,
    long replacedBy) {
  static final int BYTES = 64;

  /** Where the part begins that is written later, once. */
  static final int REPLACED_AT = 48;

  static final int REPLACED_BYTES = 12;

  private static final int CRC_AT = 44;
  private static final int ANCHORED = 0;
  private static final int FAILED = 1;
  private static final int REPLACED = 2;
  private static final int REPLACED_CRC_AT = REPLACED_AT + Long.BYTES;

  static int codeOf(AnchorResults.Outcome outcome) {
    return switch (outcome) {
      case ANCHORED -> ANCHORED;
      case FAILED -> FAILED;
      case REPLACED -> REPLACED;
    };
  }

  /** Whether it vouches for a head for the first time. */
  boolean isAnchored() {
    return outcome == ANCHORED;
  }

  /** One behind the last byte of its answer. */
  long end() {
    return at + length;
  }

  ByteBuffer encode(byte[] id, long number) {
    ByteBuffer row = ByteBuffer.allocate(BYTES);
    row.putLong(size).putLong(largest).putLong(replaces + 1).putLong(at);
    row.putInt(length).putInt(answerCrc).putInt(outcome);
    row.putInt(crc(id, number, row, 0, CRC_AT));
    return row.position(REPLACED_AT).put(replaced(id, number, replacedBy)).clear();
  }

  /** The part of a row that says what took its place. */
  static ByteBuffer replaced(byte[] id, long number, long by) {
    ByteBuffer part = ByteBuffer.allocate(REPLACED_BYTES);
    part.putLong(by + 1);
    return part.putInt(crc(id, number, part, 0, Long.BYTES)).clear();
  }

  /** True when the row is as it was written, and what was written into it later too. */
  static boolean isWhole(ByteBuffer row, byte[] id, long number) {
    return isBeginningWhole(row, id, number)
        && row.getInt(REPLACED_CRC_AT) == crc(id, number, row, REPLACED_AT, Long.BYTES);
  }

  /** True when the row is as it was written first. */
  static boolean isBeginningWhole(ByteBuffer row, byte[] id, long number) {
    return row.getInt(CRC_AT) == crc(id, number, row, 0, CRC_AT);
  }

  static Row decode(ByteBuffer row) {
    return new Row(
        row.getLong(0),
        row.getLong(8),
        row.getLong(16) - 1,
        row.getLong(24),
        row.getInt(32),
        row.getInt(36),
        row.getInt(40),
        row.getLong(REPLACED_AT) - 1);
  }

  static int crcOf(byte[] answer) {
    var crc = new CRC32C();
    crc.update(answer);
    return (int) crc.getValue();
  }

  private static int crc(byte[] id, long number, ByteBuffer of, int from, int length) {
    var crc = new CRC32C();
    crc.update(id);
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    crc.update(of.slice(from, length));
    return (int) crc.getValue();
  }
}
