package dev.penstock.evidence.block;

import java.util.List;
import java.util.OptionalLong;

/** How far a wall clock is off at the most, as several sources see it, and as a block says it. */
public final class ClockQuality {
  private ClockQuality() {}

  /** One source: the true time is within these, as ns ahead of our clock. */
  public record Range(long low, long high) {
    /** An offset that may itself be off by so much. */
    public static Range of(long offset, long error) {
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
  public static OptionalLong bound(List<Range> sources) {
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
  public static int of(OptionalLong bound) {
    if (bound.isEmpty()) {
      return 0;
    }
    long nanos = Math.max(2, bound.getAsLong());
    return Math.min(
        BlockHeader.CLOCK_QUALITY_MAX, Long.SIZE - Long.numberOfLeadingZeros(nanos - 1));
  }
}
