package dev.penstock.evidence.record;

import dev.penstock.cbor.CborHead;
import dev.penstock.cbor.CborWriter;
import java.util.Arrays;

/**
 * The records of one block to be, encoded one behind the other. Made for the hot path: primitives
 * in, bytes out, nothing allocated per record once the buffers have grown. {@link #clear} makes it
 * ready for the next block. One thread at a time.
 *
 * <p>Every method that adds answers false, and adds nothing, when the record has no room in this
 * block any more; the caller closes the block and adds it to the next.
 */
public final class RecordBatch {
  /** A block closes at this many records (block.md §2). */
  public static final int COUNT_MAX = 4096;

  /** A block's records take no more bytes than this. */
  public static final int BYTES_MAX = 1 << 20;

  /** Stands for "no time" where a time is a plain long. */
  public static final long NO_TIME = -1;

  /** The fields before a sample's value: the array's head, and seven fields at their widest. */
  private static final int HEAD_BYTES_MAX = 1 + 9 + 1 + 5 + 5 + 9 + 9 + 5;

  private static final int PLAIN_BYTES_MAX = 9;

  /** What a message takes besides its bytes: a map, its two keys, null, and a length. */
  private static final int MESSAGE_BYTES_MAX = 4 + 5;

  /** A place in a block is below 2^12. */
  private static final int PLACE_BITS = 12;

  /** Small at first: a gateway has one of these for each chain. Doubled as needed. */
  private static final int START_BYTES = 4 * 1024;

  private static final int START_COUNT = 64;

  /** RFC 8949 §3.1: the major type of a whole number. */
  private static final int UNSIGNED = 0;

  private static final byte NULL = (byte) 0xf6;

  private final CborWriter out = new CborWriter(0);
  private byte[] bytes = new byte[START_BYTES];

  /** Record i stands at {@code starts[i] .. starts[i + 1]}. */
  private int[] starts = new int[START_COUNT + 1];

  /** Source of each record, shifted by 12 bits, and its place of arrival below. */
  private long[] order = new long[START_COUNT];

  private int count;
  private boolean isSorted = true;

  // The other half of a pair of buffers, for sorting.
  private byte[] spareBytes = new byte[0];
  private int[] spareStarts = new int[0];

  /** How many records there are. */
  public int count() {
    return count;
  }

  /** How many bytes they take together. */
  public int sizeBytes() {
    return starts[count];
  }

  /** Where record {@code index} starts; for {@code index = count()}, where the last one ends. */
  public int startOf(int index) {
    return starts[index];
  }

  /** The buffer itself, to be read only, and only until the next change. */
  public byte[] buffer() {
    return bytes;
  }

  /** A copy of all records, one behind the other. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, sizeBytes());
  }

  /**
   * Becomes a copy of another batch; what was in this one is forgotten. Allocates nothing once the
   * buffers have grown.
   */
  public void copyFrom(RecordBatch other) {
    int size = other.sizeBytes();
    if (bytes.length < size) {
      bytes = new byte[size];
    }
    if (order.length < other.count) {
      order = new long[other.count];
      starts = new int[other.count + 1];
    }
    System.arraycopy(other.bytes, 0, bytes, 0, size);
    System.arraycopy(other.starts, 0, starts, 0, other.count + 1);
    System.arraycopy(other.order, 0, order, 0, other.count);
    count = other.count;
    isSorted = other.isSorted;
  }

  /** How many bytes of records there is room for without another buffer. */
  public int roomBytes() {
    return bytes.length;
  }

  /** Forgets all records and keeps the buffers. */
  public void clear() {
    count = 0;
    isSorted = true;
  }

  /** Adds a sample of a floating-point number; times may be {@link #NO_TIME}. */
  public boolean sample(
      long seq,
      long source,
      long point,
      long sourceTime,
      long receivedTime,
      long quality,
      double value) {
    if (!startSample(seq, source, point, sourceTime, receivedTime, quality, PLAIN_BYTES_MAX)) {
      return false;
    }
    out.float64(value);
    return ended(source);
  }

  /** Adds a sample of a whole number; times may be {@link #NO_TIME}. */
  public boolean sample(
      long seq,
      long source,
      long point,
      long sourceTime,
      long receivedTime,
      long quality,
      long value) {
    if (!startSample(seq, source, point, sourceTime, receivedTime, quality, PLAIN_BYTES_MAX)) {
      return false;
    }
    out.integer(value);
    return ended(source);
  }

  /** Adds a sample of a boolean; times may be {@link #NO_TIME}. */
  public boolean sample(
      long seq,
      long source,
      long point,
      long sourceTime,
      long receivedTime,
      long quality,
      boolean value) {
    if (!startSample(seq, source, point, sourceTime, receivedTime, quality, PLAIN_BYTES_MAX)) {
      return false;
    }
    out.bool(value);
    return ended(source);
  }

  /**
   * Adds a sample of a message kept as bytes, {@link SampleValue.Payload} without content type and
   * flags; times may be {@link #NO_TIME}.
   */
  public boolean message(
      long seq,
      long source,
      long point,
      long sourceTime,
      long receivedTime,
      long quality,
      byte[] from,
      int at,
      int length) {
    if (length > LedgerRecord.BYTES_MAX - HEAD_BYTES_MAX - MESSAGE_BYTES_MAX) {
      throw new IllegalArgumentException("message of " + length + " bytes makes no record");
    }
    int valueBytesMax = MESSAGE_BYTES_MAX + length;
    if (!startSample(seq, source, point, sourceTime, receivedTime, quality, valueBytesMax)) {
      return false;
    }
    out.map(2);
    out.unsigned(0);
    out.nullValue();
    out.unsigned(1);
    out.bytes(from, at, length);
    return ended(source);
  }

  /** Adds a record of any kind. */
  public boolean add(LedgerRecord record) {
    byte[] encoded = record.encode();
    return addEncoded(record.source(), encoded, 0, encoded.length);
  }

  /**
   * Adds a record that is encoded already. Its bytes are taken as they are; they must be one record
   * of this source, which is the caller's to know.
   */
  public boolean addEncoded(long source, byte[] from, int at, int length) {
    if (length < 1 || length > LedgerRecord.BYTES_MAX) {
      throw new IllegalArgumentException("record has " + length + " bytes, must have 1..131072");
    }
    if (!hasRoom(length)) {
      return false;
    }
    System.arraycopy(from, at, bytes, starts[count], length);
    return ended(source, length);
  }

  private boolean startSample(
      long seq,
      long source,
      long point,
      long sourceTime,
      long receivedTime,
      long quality,
      int valueBytesMax) {
    Fields.mustBeIn("seq", seq, Long.MAX_VALUE);
    Fields.mustBeIn("source", source, Fields.ID_MAX);
    Fields.mustBeIn("point", point, Fields.ID_MAX);
    Fields.mustBeIn("sourceTime", sourceTime, NO_TIME, Long.MAX_VALUE);
    Fields.mustBeIn("receivedTime", receivedTime, NO_TIME, Long.MAX_VALUE);
    Fields.mustBeIn("quality", quality, Fields.ID_MAX);
    // Asking for the widest form costs at most the last few dozen bytes of a block's mebibyte.
    int bytesMax = HEAD_BYTES_MAX + valueBytesMax;
    if (!hasRoom(bytesMax)) {
      return false;
    }
    int start = starts[count];
    int at = CborHead.write(CborHead.ARRAY, 8, bytes, start);
    at = CborHead.write(UNSIGNED, seq, bytes, at);
    at = CborHead.write(UNSIGNED, RecordKind.SAMPLE.code(), bytes, at);
    at = CborHead.write(UNSIGNED, source, bytes, at);
    at = CborHead.write(UNSIGNED, point, bytes, at);
    at = time(sourceTime, at);
    at = time(receivedTime, at);
    at = CborHead.write(UNSIGNED, quality, bytes, at);
    out.resetInto(bytes, at, start + bytesMax);
    return true;
  }

  private int time(long time, int at) {
    if (time == NO_TIME) {
      bytes[at] = NULL;
      return at + 1;
    }
    return CborHead.write(UNSIGNED, time, bytes, at);
  }

  private boolean hasRoom(int length) {
    int at = starts[count];
    if (count == COUNT_MAX || at > BYTES_MAX - length) {
      return false;
    }
    if (at + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(BYTES_MAX, Math.max(2 * bytes.length, at + length)));
    }
    if (count == order.length) {
      order = Arrays.copyOf(order, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count + 1);
    }
    return true;
  }

  private boolean ended(long source) {
    return ended(source, out.startAt() + out.sizeBytes() - starts[count]);
  }

  private boolean ended(long source, int length) {
    Fields.mustBeIn("source", source, Fields.ID_MAX);
    if (count > 0 && source < order[count - 1] >>> PLACE_BITS) {
      isSorted = false;
    }
    order[count] = source << PLACE_BITS | count;
    starts[count + 1] = starts[count] + length;
    count++;
    return true;
  }

  /**
   * Puts the records of each source together, sources ascending, each source's records in the order
   * they were added: what a group chain needs. Records of one source are added by ascending seq.
   */
  public void sortBySource() {
    if (isSorted) {
      return;
    }
    Arrays.sort(order, 0, count);
    if (spareBytes.length < bytes.length) {
      spareBytes = new byte[bytes.length];
    }
    if (spareStarts.length < starts.length) {
      spareStarts = new int[starts.length];
    }
    int to = 0;
    for (int i = 0; i < count; i++) {
      int arrived = (int) order[i] & COUNT_MAX - 1;
      int length = starts[arrived + 1] - starts[arrived];
      System.arraycopy(bytes, starts[arrived], spareBytes, to, length);
      order[i] = order[i] >>> PLACE_BITS << PLACE_BITS | i;
      spareStarts[i] = to;
      to += length;
    }
    spareStarts[count] = to;
    swap();
    isSorted = true;
  }

  private void swap() {
    byte[] sortedBytes = spareBytes;
    int[] sortedStarts = spareStarts;
    spareBytes = bytes;
    spareStarts = starts;
    bytes = sortedBytes;
    starts = sortedStarts;
  }

  /** The source of record {@code index}. */
  public long sourceOf(int index) {
    return order[index] >>> PLACE_BITS;
  }
}
