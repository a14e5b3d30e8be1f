package dev.penstock.flow.journal;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordClass;
import java.util.Arrays;
import java.util.Objects;

/**
 * Frames on their way into a journal: for each its class, source and first seq, and its records one
 * after the other in final form. Made for the hot path: nothing is allocated per record or frame
 * once the arrays have grown. {@link #clear} makes it ready for the next frames. One thread at a
 * time.
 */
public final class FrameBatch {
  /** Bounds the arrays, and the frames that one commit can hold. */
  public static final int FRAMES_MAX = 65_536;

  /** Position, source, first seq and count at their widest. */
  private static final int HEAD_BYTES_MAX = 5 + 5 + 9 + 5;

  /** The length of a record of 131,072 bytes. */
  private static final int LENGTH_BYTES_MAX = 3;

  private static final int FRAMES_AT_FIRST = 16;
  private static final int RECORDS_AT_FIRST = 256;
  private static final int BYTES_AT_FIRST = 16 * 1024;
  private static final int BYTES_MAX = 1 << 30;

  private RecordClass[] classes = new RecordClass[FRAMES_AT_FIRST];
  private long[] sources = new long[FRAMES_AT_FIRST];
  private long[] firstSeqs = new long[FRAMES_AT_FIRST];

  /** Frame i has the records from {@code firstRecords[i]} to {@code firstRecords[i + 1]}. */
  private int[] firstRecords = new int[FRAMES_AT_FIRST + 1];

  /** Record i has the bytes from {@code starts[i]} to {@code starts[i + 1]}. */
  private int[] starts = new int[RECORDS_AT_FIRST + 1];

  private byte[] bytes = new byte[BYTES_AT_FIRST];
  private int frames;
  private int records;

  /**
   * Begins a frame; the records that follow belong to it.
   *
   * @param source 0..2^32-1
   * @param firstSeq the seq of its first record, 0 or more
   */
  public FrameBatch frame(RecordClass recordClass, long source, long firstSeq) {
    if (source < 0 || source > LedgerRecord.ID_MAX || firstSeq < 0) {
      throw new IllegalArgumentException("frame of source " + source + ", first seq " + firstSeq);
    }
    if (frames == FRAMES_MAX) {
      throw new IllegalStateException("a batch has at most " + FRAMES_MAX + " frames");
    }
    requireLastHasRecords();
    growFrames();
    classes[frames] = Objects.requireNonNull(recordClass);
    sources[frames] = source;
    firstSeqs[frames] = firstSeq;
    frames++;
    firstRecords[frames] = records;
    return this;
  }

  /** Adds a record to the frame begun last: 1..131,072 bytes, taken as they are. */
  public FrameBatch record(byte[] from, int at, int length) {
    Objects.checkFromIndexSize(at, length, from.length);
    if (length < 1 || length > LedgerRecord.BYTES_MAX) {
      throw new IllegalArgumentException("record has " + length + " bytes, must have 1..131072");
    }
    requireRoomFor(1, length);
    System.arraycopy(from, at, bytes, starts[records], length);
    starts[records + 1] = starts[records] + length;
    records++;
    firstRecords[frames] = records;
    return this;
  }

  /** Adds a whole array as one record. */
  public FrameBatch record(byte[] record) {
    return record(record, 0, record.length);
  }

  /**
   * Adds records {@code from} .. {@code to - 1} of a batch to the frame begun last; they are of its
   * source, with ascending seqs that have no hole, which is the caller's to know.
   */
  public FrameBatch records(RecordBatch batch, int from, int to) {
    Objects.checkFromToIndex(from, to, batch.count());
    int start = batch.startOf(from);
    int length = batch.startOf(to) - start;
    requireRoomFor(to - from, length);
    int shift = starts[records] - start;
    System.arraycopy(batch.buffer(), start, bytes, starts[records], length);
    for (int i = from; i < to; i++) {
      records++;
      starts[records] = batch.startOf(i + 1) + shift;
    }
    firstRecords[frames] = records;
    return this;
  }

  private void requireLastHasRecords() {
    if (frames > 0 && firstRecords[frames] == firstRecords[frames - 1]) {
      throw new IllegalStateException("frame " + (frames - 1) + " has no record");
    }
  }

  private void requireRoomFor(int moreRecords, int moreBytes) {
    if (frames == 0) {
      throw new IllegalStateException("a record needs a frame");
    }
    long seqs = firstSeqs[frames - 1];
    int count = records - firstRecords[frames - 1] + moreRecords;
    if (seqs > Long.MAX_VALUE - count) {
      throw new IllegalArgumentException("seq " + seqs + " +" + count + " has more than 63 bits");
    }
    long needed = (long) starts[records] + moreBytes;
    if (needed > BYTES_MAX) {
      throw new IllegalStateException("a batch has at most " + BYTES_MAX + " bytes");
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(BYTES_MAX, Math.max(2L * bytes.length, needed)));
    }
    if (records + moreRecords >= starts.length) {
      starts = Arrays.copyOf(starts, Math.max(2 * starts.length, records + moreRecords + 1));
    }
  }

  private void growFrames() {
    if (frames == classes.length) {
      int larger = 2 * frames;
      classes = Arrays.copyOf(classes, larger);
      sources = Arrays.copyOf(sources, larger);
      firstSeqs = Arrays.copyOf(firstSeqs, larger);
      firstRecords = Arrays.copyOf(firstRecords, larger + 1);
    }
  }

  /** Forgets all frames and keeps the arrays. */
  public void clear() {
    frames = 0;
    records = 0;
  }

  /** How many frames there are. */
  public int frames() {
    return frames;
  }

  /** How many records there are in all frames. */
  public int records() {
    return records;
  }

  /** How many bytes all records take. */
  public int recordBytes() {
    return starts[records];
  }

  /** No journal needs more bytes than this for what the batch holds. */
  public long storedBytesMax() {
    return (long) starts[records]
        + (long) HEAD_BYTES_MAX * frames
        + (long) LENGTH_BYTES_MAX * records;
  }

  /** True when there is something to append, and every frame has a record. */
  public boolean isWhole() {
    return frames > 0 && firstRecords[frames] > firstRecords[frames - 1];
  }

  public RecordClass recordClass(int frame) {
    Objects.checkIndex(frame, frames);
    return classes[frame];
  }

  public long source(int frame) {
    Objects.checkIndex(frame, frames);
    return sources[frame];
  }

  public long firstSeq(int frame) {
    Objects.checkIndex(frame, frames);
    return firstSeqs[frame];
  }

  /**
   * The first record of a frame, counted over the batch; for {@code frame = frames()}, how many
   * records there are.
   */
  public int firstRecord(int frame) {
    Objects.checkIndex(frame, frames + 1);
    return firstRecords[frame];
  }

  /**
   * Where a record starts in the buffer, counted over the batch; for {@code record = records()},
   * where the last one ends.
   */
  public int startOf(int record) {
    Objects.checkIndex(record, records + 1);
    return starts[record];
  }

  /** The buffer itself, to be read only, and only until the next change. */
  public byte[] buffer() {
    return bytes;
  }

  @Override
  public String toString() {
    return frames + " frames, " + records + " records, " + starts[records] + " bytes";
  }
}
