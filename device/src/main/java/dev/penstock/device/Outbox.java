package dev.penstock.device;

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

  private static final int GAP = 10;
  private static final int DEVICE_OVERFLOW = 7;
  private static final int RECORDS_OF_SOURCE = 0;

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
    return seq -> Cbor.array(seq, kind, 0, point, time, null, quality, value);
  }

  /**
   * Numbers a record and takes it; false when that would pass {@code roomBytes}: then it counts as
   * dropped.
   */
  synchronized boolean offer(LongFunction<byte[]> made, long ticks, long roomBytes) {
    byte[] record = made.apply(nextSeq);
    if (record.length > RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "record has " + record.length + " bytes, must be at most " + RECORD_BYTES_MAX);
    }
    long seq = nextSeq++;
    if (waitingBytes + record.length > roomBytes) {
      drop(seq);
      return false;
    }
    if (waiting.isEmpty()) {
      oldestTicks = ticks;
    }
    waiting.add(record);
    waitingBytes += record.length;
    return true;
  }

  private void drop(long seq) {
    droppedFirst = droppedCount == 0 ? seq : Math.min(droppedFirst, seq);
    droppedLast = droppedCount == 0 ? seq : Math.max(droppedLast, seq);
    droppedCount++;
  }

  /** The waiting records close their block at the next tick. */
  synchronized void hurry() {
    isUrgent = true;
  }

  /** Says in a record what was dropped, where anything was and there is room to say it. */
  synchronized void confess(long ticks, long roomBytes) {
    Object[] gap = {
      DEVICE_OVERFLOW, RECORDS_OF_SOURCE, droppedFirst, droppedLast, droppedCount, null, null, null,
      null, null, Cbor.EMPTY_MAP
    };
    boolean hasRoom = waitingBytes + 256 <= roomBytes;
    if (droppedCount > 0 && hasRoom && offer(record(GAP, null, null, 0, gap), ticks, roomBytes)) {
      droppedCount = 0;
    }
  }

  /** The longest prefix that fits one block; it stays here until {@link #remove}. */
  synchronized List<byte[]> batch() {
    List<byte[]> batch = new ArrayList<>();
    int bytes = 0;
    for (byte[] record : waiting) {
      bytes += record.length;
      if (batch.size() == Block.RECORDS_MAX || bytes > Block.BYTES_MAX) {
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
  synchronized boolean isDue(long ticks, long closeAfterNanos) {
    boolean isFull = waiting.size() >= Block.RECORDS_MAX || waitingBytes >= Block.BYTES_MAX;
    boolean isOld = ticks - oldestTicks >= closeAfterNanos;
    return !waiting.isEmpty() && (isUrgent || isFull || isOld);
  }

  synchronized long nextSeq() {
    return nextSeq;
  }
}
