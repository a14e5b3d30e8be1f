package dev.penstock.bench.bridge;

import java.util.HashSet;
import java.util.Set;

/**
 * Below which number all have come, in memory that does not grow with them: only what came ahead of
 * a hole is kept, and of that not more than a bound. One thread at a time.
 */
final class Prefix {
  /** So many behind a hole, and the hole is a loss, which the folder shows later. */
  private static final int BEYOND_MAX = 100_000;

  private final Set<Long> beyond = new HashSet<>();
  private long end;

  void add(long number) {
    if (number == end) {
      end++;
      while (beyond.remove(end)) {
        end++;
      }
    } else if (number > end && beyond.size() < BEYOND_MAX) {
      boolean _ = beyond.add(number);
    }
  }

  /** The least number that has not come. */
  long end() {
    return end;
  }
}
