package dev.penstock.bench.harness;

import java.io.IOException;
import java.util.OptionalLong;

/** One side of a contest: the product, or what limits it. */
@FunctionalInterface
public interface Side {
  /**
   * Works until the budget is spent, looking at it after each batch.
   *
   * @return what was done
   */
  Work run(Budget budget) throws IOException, InterruptedException;

  /** Makes ready for another run; not timed. */
  default void reset() throws IOException {}

  /**
   * Processor time so far of who does the work, where that is not this process but one of its own.
   */
  default OptionalLong cpuNanos() throws IOException {
    return OptionalLong.empty();
  }

  /** Closes what a run left open; not timed. */
  default void end() throws IOException {}
}
