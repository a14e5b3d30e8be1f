package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The first 4,096 bytes of a segment.
 *
 * @param firstPosition the end of the journal before this segment
 * @param salt marks this segment's parts; never leaves the folder
 * @param createdMs what the clock said, in milliseconds since 1970
 * @param rows where each class stood before this segment, by the code of the class
 */
record SegmentHead(
    int number,
    int classCode,
    long firstPosition,
    long salt,
    int segmentBytes,
    long createdMs,
    List<ClassRow> rows) {
  static final int BYTES = 4096;

  /** One part must fit, and offsets are ints. */
  static final int SEGMENT_BYTES_MIN = 16 * 1024;

  static final int SEGMENT_BYTES_MAX = 1 << 30;

  private static final byte[] MAGIC = {'P', 'N', 'S', 'T', 'K', 'J', 'S', 'G'};
  private static final int ROWS_AT = 72;
  private static final int ROW_BYTES = 24;
  private static final int CRC_AT = ROWS_AT + ClassCode.COUNT * ROW_BYTES;

  SegmentHead {
    rows = List.copyOf(rows);
  }

  static void requireSegmentBytes(int segmentBytes) {
    if (!isSegmentBytes(segmentBytes)) {
      throw new IllegalArgumentException(
          "segment of "
              + segmentBytes
              + " bytes, must be a multiple of "
              + BYTES
              + " from "
              + SEGMENT_BYTES_MIN
              + " to "
              + SEGMENT_BYTES_MAX);
    }
  }

  private static boolean isSegmentBytes(int segmentBytes) {
    return segmentBytes >= SEGMENT_BYTES_MIN
        && segmentBytes <= SEGMENT_BYTES_MAX
        && segmentBytes % BYTES == 0;
  }

  String fileName() {
    return Names.segment(number, classCode);
  }

  /** Where its own class stood before it. */
  ClassRow before() {
    return rows.get(classCode);
  }

  ByteBuffer encode(JournalFormat format) {
    ByteBuffer head = ByteBuffer.allocate(BYTES);
    head.put(MAGIC)
        .putInt(JournalFormat.VERSION)
        .putInt(BYTES)
        .put(format.idBytes())
        .putInt(number)
        .put((byte) classCode)
        .position(40)
        .putLong(firstPosition)
        .putLong(salt)
        .putInt(segmentBytes)
        .putInt(0)
        .putLong(createdMs);
    for (ClassRow row : rows) {
      head.putInt(row.oldest()).putInt(row.newest()).putInt(row.end()).putInt(0);
      head.putLong(row.behind());
    }
    head.putInt(CRC_AT, Crc.of(head, 0, CRC_AT));
    return head.clear();
  }

  /** Reads a head that must be that of this number and class of this journal. */
  static SegmentHead decode(ByteBuffer head, int number, int classCode, JournalFormat format)
      throws JournalDamagedException {
    String name = Names.segment(number, classCode);
    byte[] bytes = new byte[BYTES];
    head.get(0, bytes);
    if (head.getInt(CRC_AT) != Crc.of(bytes, 0, CRC_AT)) {
      throw damaged(name, "the CRC of its head does not match");
    }
    boolean isOurs =
        Arrays.equals(bytes, 0, 8, MAGIC, 0, 8)
            && head.getInt(8) == JournalFormat.VERSION
            && head.getInt(12) == BYTES
            && isSegmentBytes(head.getInt(56));
    if (!isOurs) {
      throw damaged(name, "its head is not that of a version 1 segment");
    }
    if (!Arrays.equals(bytes, 16, 32, format.idBytes(), 0, JournalFormat.ID_BYTES)) {
      throw damaged(name, "it belongs to another journal");
    }
    if (head.getInt(32) != number || bytes[36] != classCode) {
      throw damaged(name, "its head is that of number " + head.getInt(32) + ", class " + bytes[36]);
    }
    requireZero(bytes, 37, 40, name);
    requireZero(bytes, 60, 64, name);
    requireZero(bytes, CRC_AT + 4, BYTES, name);
    ClassRow[] rows = new ClassRow[ClassCode.COUNT];
    for (int i = 0; i < ClassCode.COUNT; i++) {
      rows[i] = row(head, ROWS_AT + i * ROW_BYTES, number, name);
      requireZero(bytes, ROWS_AT + i * ROW_BYTES + 12, ROWS_AT + i * ROW_BYTES + 16, name);
    }
    if (head.getLong(40) < 0) {
      throw damaged(name, "a number in its head is out of range");
    }
    return new SegmentHead(
        number,
        classCode,
        head.getLong(40),
        head.getLong(48),
        head.getInt(56),
        head.getLong(64),
        List.of(rows));
  }

  private static ClassRow row(ByteBuffer head, int at, int number, String name)
      throws JournalDamagedException {
    var row =
        new ClassRow(
            head.getInt(at), head.getInt(at + 4), head.getInt(at + 8), head.getLong(at + 16));
    boolean isSound =
        row.isEmpty()
            ? row.equals(ClassRow.EMPTY)
            : row.oldest() >= 0
                && row.oldest() <= row.newest()
                && row.newest() < number
                && row.end() >= BYTES
                && row.behind() >= 0
                && row.behind() <= head.getLong(40);
    if (!isSound) {
      throw damaged(name, "what its head says of a class is out of range: " + row);
    }
    return row;
  }

  private static void requireZero(byte[] bytes, int from, int to, String name)
      throws JournalDamagedException {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        throw damaged(name, "byte " + i + " of its head is not zero");
      }
    }
  }

  private static JournalDamagedException damaged(String name, String detail) {
    return Damage.of(JournalFault.SEGMENT_DAMAGED, name, detail);
  }
}
