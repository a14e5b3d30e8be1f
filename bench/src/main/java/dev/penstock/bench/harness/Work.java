package dev.penstock.bench.harness;

import java.util.HashMap;
import java.util.Map;

/**
 * What one run of a side did.
 *
 * @param count how many units were done, in the contest's unit
 * @param checksum something that depends on every result, so that no work can be optimized away
 * @param figures further figures of this run, such as {@code p99_ms}
 */
public record Work(long count, long checksum, Map<String, Double> figures) {
  public Work {
    figures = Map.copyOf(figures);
  }

  public Work(long count, long checksum) {
    this(count, checksum, Map.of());
  }

  /** Both together, as when two threads did them; the figures must be of different names. */
  public Work plus(Work other) {
    Map<String, Double> both = new HashMap<>(figures);
    other.figures.forEach((name, value) -> {
      if (both.put(name, value) != null) {
        throw new IllegalArgumentException("two threads give the figure " + name);
      }
    });
    return new Work(count + other.count, checksum ^ other.checksum, both);
  }
}
