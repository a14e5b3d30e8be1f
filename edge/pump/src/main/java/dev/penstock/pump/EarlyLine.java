package dev.penstock.pump;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;

/**
 * What is not durable yet, for destinations that want it all the same. The intake puts while the
 * journal makes it wait; readers take, each at its own pace, and nobody waits for them: what is
 * durable by then they find in the journal. Bounded by what the intake may show.
 */
public final class EarlyLine {
  private final AtomicInteger readers = new AtomicInteger();

  /** In the order in which they were shown; guarded by this, as all below. */
  private final List<EarlyFrame> frames = new ArrayList<>();

  private long next = 1;

  /** Somebody reads from now on. */
  void opened() {
    int _ = readers.incrementAndGet();
  }

  /** Somebody reads no longer. */
  void closed() {
    int _ = readers.decrementAndGet();
  }

  /** Whether anybody reads; else nothing need be put. */
  boolean isWanted() {
    return readers.get() > 0;
  }

  /** The number of the next frame. */
  synchronized long number() {
    return next++;
  }

  synchronized void put(List<EarlyFrame> more) {
    boolean _ = frames.addAll(more);
  }

  /**
   * These are durable now.
   *
   * @param nextSeq of a source: all records before are in the journal
   */
  synchronized void durableBelow(LongUnaryOperator nextSeq) {
    frames.removeIf(each -> each.lastSeq() < nextSeq.applyAsLong(each.source()));
  }

  synchronized void clear() {
    frames.clear();
  }

  /** Those behind a number, in their order, so many records at most, one frame at least. */
  synchronized List<EarlyFrame> after(long number, int recordsMax) {
    List<EarlyFrame> found = new ArrayList<>();
    int records = 0;
    for (EarlyFrame each : frames) {
      if (each.number() > number && (found.isEmpty() || records + each.count() <= recordsMax)) {
        found.add(each);
        records += each.count();
      } else if (!found.isEmpty()) {
        break;
      }
    }
    return found;
  }
}
