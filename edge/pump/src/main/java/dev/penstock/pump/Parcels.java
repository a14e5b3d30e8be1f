package dev.penstock.pump;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * What is under way to one destination. Parcels of one reading are settled in the order in which
 * they were sent, whatever order they are acknowledged in, so that what is pending stays a few
 * stretches. One thread.
 */
final class Parcels {
  private final ArrayDeque<Parcel> live = new ArrayDeque<>();
  private final ArrayDeque<Parcel> history = new ArrayDeque<>();
  private final Map<Long, Parcel> open = new HashMap<>();
  private long next;

  /** All from one position to before another, with so many records. */
  static final class Parcel {
    private final long from;
    private final long below;
    private final int records;
    private boolean isDone;

    private Parcel(long from, long below, int records) {
      this.from = from;
      this.below = below;
      this.records = records;
    }
  }

  /** Takes what came of it. */
  @FunctionalInterface
  interface Delivered {
    void delivered(long from, long below, int records);
  }

  /** What has records is under way now; its number. */
  long sent(boolean isHistory, long from, long below, int records) {
    var parcel = new Parcel(from, below, records);
    (isHistory ? history : live).add(parcel);
    next++;
    var _ = open.put(next, parcel);
    return next;
  }

  /** The number of a parcel that settles no position. */
  long number() {
    next++;
    return next;
  }

  /** There was nothing for them in it. */
  void empty(boolean isHistory, long from, long below, Delivered to) {
    var parcel = new Parcel(from, below, 0);
    parcel.isDone = true;
    (isHistory ? history : live).add(parcel);
    settle(to);
  }

  /** One arrived; one that is not known is of an earlier link. False for that. */
  boolean acknowledged(long number, Delivered to) {
    Parcel parcel = open.remove(number);
    if (parcel == null) {
      return false;
    }
    parcel.isDone = true;
    settle(to);
    return true;
  }

  private void settle(Delivered to) {
    settle(live, to);
    settle(history, to);
  }

  private static void settle(ArrayDeque<Parcel> line, Delivered to) {
    Parcel first = line.peek();
    while (first != null && first.isDone) {
      Parcel _ = line.remove();
      to.delivered(first.from, first.below, first.records);
      first = line.peek();
    }
  }

  /** The link is gone; numbers are not given again. */
  void clear() {
    live.clear();
    history.clear();
    open.clear();
  }
}
