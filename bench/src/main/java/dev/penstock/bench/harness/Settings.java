package dev.penstock.bench.harness;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How to measure.
 *
 * @param rounds how often limit and product are measured, in turns
 * @param seconds how long one of them runs each time
 * @param threads how many threads "all cores" means
 * @param folder an empty folder on the disk to be measured, for this run alone
 * @param knobs the value of each knob of the bench
 */
public record Settings(
    int rounds, double seconds, int threads, Path folder, Map<String, Long> knobs) {
  public Settings {
    if (rounds < 1 || seconds <= 0 || threads < 1) {
      throw new IllegalArgumentException(
          "rounds " + rounds + ", seconds " + seconds + ", threads " + threads + ": all above 0");
    }
    knobs = Map.copyOf(knobs);
  }

  /** The value of a knob that the bench has. */
  public long knob(String name) {
    return Optional.ofNullable(knobs.get(name))
        .orElseThrow(() -> new IllegalArgumentException("this bench has no knob " + name));
  }
}
