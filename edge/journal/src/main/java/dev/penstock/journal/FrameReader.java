package dev.penstock.journal;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.Frame;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads the frames of a part one after the other, and shows each as a {@link Frame}. Bytes that
 * passed the CRC are still not trusted to be well formed. One thread at a time; nothing is
 * allocated per frame once its array has grown.
 */
final class FrameReader implements Frame {
  private static final int RECORDS_AT_FIRST = 64;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private int left;
  private long commitPosition;
  private long commitEnd;
  private int classCode;
  private int segment;

  /** What must be added to a place in the bytes to get the offset in the segment. */
  private int shift;

  private long position;
  private long source;
  private long firstSeq;
  private int count;

  /** Where each record of the frame starts in the bytes, and where the last ends. */
  private int[] starts = new int[RECORDS_AT_FIRST + 1];

  private boolean isMalformed;

  /** Begins a part whose head and CRC were found sound. */
  void begin(byte[] in, int partAt, int code, int segmentNumber, int offset) {
    bytes = in;
    at = Part.framesAt(in, partAt);
    end = partAt + Part.HEAD_BYTES + Part.bodyBytes(in, partAt);
    left = Part.framesHere(in, partAt);
    commitPosition = Part.firstPosition(in, partAt);
    commitEnd = Part.endPosition(in, partAt);
    classCode = code;
    segment = segmentNumber;
    shift = offset - partAt;
    position = commitPosition - 1;
    isMalformed = false;
  }

  /** Nothing to read. */
  void clear() {
    left = 0;
  }

  /** True when the part has another frame; it is shown then. Malformed parts have none. */
  boolean next() {
    if (left == 0 || isMalformed) {
      return false;
    }
    left--;
    long offset = varint(Part.FRAMES_MAX);
    source = varint(LedgerRecord.ID_MAX);
    firstSeq = varint(Long.MAX_VALUE);
    count = (int) varint(Math.max(0, end - at));
    long next = commitPosition + offset;
    isMalformed |= next <= position || next >= commitEnd || count < 1;
    isMalformed |= firstSeq > Long.MAX_VALUE - count;
    if (isMalformed) {
      return false;
    }
    position = next;
    readLengths();
    at = isMalformed ? at : starts[count];
    isMalformed |= left == 0 && at != end;
    return !isMalformed;
  }

  private void readLengths() {
    if (starts.length <= count) {
      starts = Arrays.copyOf(starts, Math.max(count + 1, 2 * starts.length));
    }
    long total = 0;
    for (int i = 0; i < count; i++) {
      long length = varint(LedgerRecord.BYTES_MAX);
      isMalformed |= length < 1;
      starts[i] = (int) total;
      total += length;
      if (isMalformed || total > end - at) {
        isMalformed = true;
        return;
      }
    }
    for (int i = 0; i < count; i++) {
      starts[i] += at;
    }
    starts[count] = at + (int) total;
  }

  /** Seven bits in a byte, the lowest first, the shortest form only. */
  private long varint(long max) {
    long value = 0;
    for (int bits = 0; bits < 63 && at < end; bits += 7) {
      byte b = bytes[at++];
      value |= (b & 0x7fL) << bits;
      if (b >= 0) {
        isMalformed |= value > max || (b == 0 && bits > 0);
        return value;
      }
    }
    isMalformed = true;
    return 0;
  }

  /** True when the part is not made of the frames that its head says. */
  boolean isMalformed() {
    return isMalformed;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public RecordClass recordClass() {
    return ClassCode.at(classCode);
  }

  @Override
  public long source() {
    return source;
  }

  @Override
  public long firstSeq() {
    return firstSeq;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public byte[] buffer() {
    return bytes;
  }

  @Override
  public int startOf(int index) {
    return starts[Objects.checkIndex(index, count + 1)];
  }

  @Override
  public int segment() {
    return segment;
  }

  @Override
  public int offsetOf(int index) {
    return startOf(index) + shift;
  }
}
