package dev.penstock.device;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait to be sealed, numbered in the order they came. What finds no room is dropped,
 * and a gap record says how many were as soon as there is room again. Safe for use by several
 * threads; nobody waits here for disk or network.
 */
final class Outbox {
  static final int RECORD_BYTES_MAX = 131_072;

  private static final long ID_MAX = 0xffff_ffffL;
  static final int GAP = 10;
  private static final int DEVICE_OVERFLOW = 7;
  private static final int GAP_BYTES_MAX = 256;

  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private long nextSeq;
  private long waitingBytes;
  private long oldestTicks;
  private boolean isUrgent;
  private long droppedFirst;
  private long droppedLast;
  private long droppedCount;

  Outbox(long nextSeq) {
    this.nextSeq = nextSeq;
  }

  /**
   * The record of this number and these fields, in the form of records.cddl: a device's own source
   * is 0, and nobody received what it made itself.
   */
  static LongFunction<byte[]> record(
      int kind, @Nullable Long point, @Nullable Long time, long quality, @Nullable Object value) {
    Object at = time == null ? null : Cbor.inRange("time", time, 0, Long.MAX_VALUE);
    Object on = point == null ? null : Cbor.inRange("point", point, 0, ID_MAX);
    long status = Cbor.inRange("quality", quality, 0, ID_MAX);
    return seq -> Cbor.array(seq, kind, 0, on, at, null, status, value);
  }

  static @Nullable Long known(long n) {
    return n < 0 ? null : n;
  }

  /**
   * What is missing; scope 0 counts records of this source, 1 blocks of this chain; a number below
   * 0 is not known.
   */
  static Object gap(int cause, int scope, long first, long last, long count, Object details) {
    Object rest = Cbor.sequence(null, null, null, null, null, details);
    return Cbor.arrayOf(11, cause, scope, known(first), known(last), known(count), rest);
  }

  /**
   * Numbers a record and takes it; false when that would pass {@code roomBytes}: then it counts as
   * dropped. With an urgent one the block closes at the next tick.
   */
  synchronized boolean offer(
      LongFunction<byte[]> made, boolean isUrgentToo, long ticks, long roomBytes) {
    byte[] record = made.apply(nextSeq);
    long length = Cbor.inRange("bytes of record", record.length, 1, RECORD_BYTES_MAX);
    nextSeq++;
    if (waitingBytes + length > roomBytes) {
      drop(nextSeq - 1, 1);
      return false;
    }
    if (waiting.isEmpty()) {
      oldestTicks = ticks;
    }
    waiting.add(record);
    waitingBytes += length;
    isUrgent |= isUrgentToo;
    return true;
  }

  /** These numbers have no record: a gap record will say so. */
  synchronized void drop(long seq, int count) {
    droppedFirst = droppedCount == 0 ? seq : Math.min(droppedFirst, seq);
    droppedLast = droppedCount == 0 ? seq + count - 1 : Math.max(droppedLast, seq + count - 1);
    droppedCount += count;
  }

  /** Numbers taken for records that never wait here, and how many records wait before them. */
  record Place(long seq, int before) {}

  synchronized Place reserve(int count) {
    nextSeq += count;
    return new Place(nextSeq - count, waiting.size());
  }

  /** Says in a record what was dropped, where anything was and there is room to say it. */
  synchronized void confess(long ticks, long roomBytes) {
    if (droppedCount > 0 && waitingBytes + GAP_BYTES_MAX <= roomBytes) {
      Object gap = gap(DEVICE_OVERFLOW, 0, droppedFirst, droppedLast, droppedCount, Cbor.EMPTY_MAP);
      boolean ignored = offer(record(GAP, null, null, 0, gap), false, ticks, roomBytes);
      droppedCount = 0;
    }
  }

  /** The longest prefix that fits one block; it stays here until {@link #remove}. */
  synchronized List<byte[]> batch(int countMax) {
    List<byte[]> batch = new ArrayList<>();
    int bytes = 0;
    for (byte[] record : waiting) {
      bytes += record.length;
      if (batch.size() == Math.min(countMax, Block.RECORDS_MAX) || bytes > Block.BYTES_MAX) {
        break;
      }
      batch.add(record);
    }
    return batch;
  }

  /** Forgets the first records: they are in a block. */
  synchronized void remove(int count, long ticks) {
    for (int i = 0; i < count; i++) {
      waitingBytes -= waiting.remove().length;
    }
    oldestTicks = ticks;
    isUrgent &= !waiting.isEmpty();
  }

  /** True when a block must be closed now: something urgent, a full block, or time is over. */
  synchronized boolean isDue(long ticks, Duration closeAfter) {
    boolean isFull = waiting.size() >= Block.RECORDS_MAX || waitingBytes >= Block.BYTES_MAX;
    return !waiting.isEmpty()
        && (isUrgent || isFull || ticks - oldestTicks >= closeAfter.toNanos());
  }

  synchronized long nextSeq() {
    return nextSeq;
  }
}
