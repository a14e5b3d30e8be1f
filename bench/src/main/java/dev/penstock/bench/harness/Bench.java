package dev.penstock.bench.harness;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One claim about speed that we publish, and the way to check it. */
public interface Bench {
  /** What stands after {@code penstock bench}, as {@code hash} or {@code log-append}. */
  String name();

  /** What is measured, in one line. */
  String purpose();

  /** What {@code --set} may change; the standard values are those of the published figures. */
  default List<Knob> knobs() {
    return List.of();
  }

  /**
   * The comparisons to make. The first gives the headline: value, limit and ratio. A side that
   * opens files keeps them in {@code settings.folder()}, which is empty now and removed at the end.
   */
  List<Contest> contests(Settings settings) throws IOException;

  /**
   * Looks, after the last round, at what can only be told of all rounds together.
   *
   * @return further figures; throws where the product did not do what was measured
   */
  default Map<String, Object> conclude() throws IOException, InterruptedException {
    return Map.of();
  }

  /** Lets go of processes and files, however the run ended. */
  default void end() throws IOException {}
}
