package dev.penstock.bench.soak;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether something grew over a run: the median of the last third of its samples against the median
 * of the first third. What a part and a fixed allowance do not excuse is growth: the part is for
 * what goes with the load, the allowance for what a start fills once.
 *
 * @param firstBytes median of the first third
 * @param lastBytes median of the last third
 * @param boundBytes the most that the last may be
 */
record Growth(long firstBytes, long lastBytes, long boundBytes) {
  /** Fewer say nothing. */
  static final int SAMPLES_MIN = 6;

  private static final double PART = 0.10;

  /**
   * Judges samples in the order in which they were taken.
   *
   * @param allowanceBytes what a start fills once
   */
  static Optional<Growth> of(List<Long> samples, long allowanceBytes) {
    if (samples.size() < SAMPLES_MIN) {
      return Optional.empty();
    }
    int third = samples.size() / 3;
    long first = median(samples.subList(0, third));
    long last = median(samples.subList(samples.size() - third, samples.size()));
    return Optional.of(new Growth(first, last, first + (long) (first * PART) + allowanceBytes));
  }

  private static long median(List<Long> samples) {
    long[] sorted = samples.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2;
  }

  boolean isFlat() {
    return lastBytes <= boundBytes;
  }

  /** What is wrong; empty when nothing is. */
  Optional<String> finding(String what) {
    return isFlat()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the %s grew from %.1f MB in the first third to %.1f MB in the last; %.1f would do",
                what,
                firstBytes / 1e6,
                lastBytes / 1e6,
                boundBytes / 1e6));
  }
}
