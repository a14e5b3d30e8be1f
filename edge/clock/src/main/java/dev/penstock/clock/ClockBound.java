package dev.penstock.clock;

import java.util.List;
import java.util.OptionalLong;

/** How far the wall clock is off at the most, as several sources see it. */
final class ClockBound {
  private static final int QUALITY_MAX = 62;

  private ClockBound() {}

  /** One source: the true time is within these, as ns ahead of our clock. */
  record Range(long low, long high) {
    static Range of(long offset, long error) {
      return new Range(offset - error, offset + error);
    }

    long farthest() {
      return Math.max(Math.abs(low), Math.abs(high));
    }
  }

  /**
   * Where all sources agree, the truth lies in what they have in common. Where they do not, one of
   * them is wrong and nobody knows which, so the worst counts. Empty without a source.
   */
  static OptionalLong of(List<Range> sources) {
    if (sources.isEmpty()) {
      return OptionalLong.empty();
    }
    long low = sources.stream().mapToLong(Range::low).max().orElseThrow();
    long high = sources.stream().mapToLong(Range::high).min().orElseThrow();
    return OptionalLong.of(
        low <= high
            ? new Range(low, high).farthest()
            : sources.stream().mapToLong(Range::farthest).max().orElseThrow());
  }

  /** The smallest q of a block's clock quality with {@code bound <= 2^q} ns; 0 for unknown. */
  static int quality(OptionalLong bound) {
    if (bound.isEmpty()) {
      return 0;
    }
    long nanos = Math.max(2, bound.getAsLong());
    return Math.min(QUALITY_MAX, Long.SIZE - Long.numberOfLeadingZeros(nanos - 1));
  }
}
