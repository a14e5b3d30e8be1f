package dev.penstock.bench.bridge;

import java.util.Arrays;

/** Durations of one phase, kept one by one up to a number that no phase reaches. One thread. */
public final class Durations {
  private static final int COUNT_FIRST = 1 << 14;

  /** A minute at 100,000 a second, in 48 MB. */
  private static final int COUNT_MAX = 6_000_000;

  private long[] nanos = new long[COUNT_FIRST];
  private int count;

  public void add(long duration) {
    if (count == COUNT_MAX) {
      return;
    }
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, Math.min(COUNT_MAX, 2 * count));
    }
    nanos[count++] = duration;
  }

  public int count() {
    return count;
  }

  public void clear() {
    count = 0;
  }

  /**
   * The least duration that at least so many of a hundred do not exceed (nearest rank); 0 where
   * there are none.
   */
  public long percentile(int percent) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    long rank = ((long) count * percent + 99) / 100;
    return sorted[(int) Math.clamp(rank - 1, 0, count - 1L)];
  }

  /** 0 where there are none. */
  public double mean() {
    return Arrays.stream(nanos, 0, count).average().orElse(0);
  }

  double percentileMs(int percent) {
    return percentile(percent) / 1e6;
  }
}
