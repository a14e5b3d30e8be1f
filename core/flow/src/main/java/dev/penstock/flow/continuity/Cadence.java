package dev.penstock.flow.continuity;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * How often a source speaks, learnt from its last intervals: the median of the distances between
 * records, so that one long pause or one burst does not move it. Mutable; belongs to one {@link
 * SourceState}.
 */
final class Cadence {
  /** So many distances are remembered: half of them must change before the median does. */
  static final int COUNT_MAX = 16;

  /** With fewer, nothing is claimed. */
  static final int COUNT_MIN = 4;

  private final long[] distances = new long[COUNT_MAX];
  private int count;

  /** Where the next one goes; the oldest, once all places are taken. */
  private int next;

  /** Adds the mean distance between the records of an interval, in ns. */
  void add(long distance) {
    distances[next] = Math.max(1, distance);
    next = (next + 1) % COUNT_MAX;
    count = Math.min(COUNT_MAX, count + 1);
  }

  /** The upper median, or empty while too little is known. */
  OptionalLong median() {
    if (count < COUNT_MIN) {
      return OptionalLong.empty();
    }
    long[] sorted = oldestFirst();
    Arrays.sort(sorted);
    return OptionalLong.of(sorted[count / 2]);
  }

  /** What is remembered, in the order in which it came. */
  long[] oldestFirst() {
    long[] ordered = new long[count];
    for (int i = 0; i < count; i++) {
      ordered[i] = distances[(next - count + i + COUNT_MAX) % COUNT_MAX];
    }
    return ordered;
  }
}
