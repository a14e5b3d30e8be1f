package dev.penstock.demo;

import dev.penstock.evidence.chain.FindingCode;
import java.io.IOException;
import java.util.Set;

/**
 * Something done to blocks on their way.
 *
 * @param expected any of these says that it was noticed; none where the log must have every block
 *     nevertheless, and nothing is to be said
 */
record WireAttack(String done, Set<FindingCode> expected, Deed deed) {
  WireAttack {
    expected = Set.copyOf(expected);
  }

  /** What is done. */
  @FunctionalInterface
  interface Deed {
    void on(Wire wire) throws IOException, InterruptedException;
  }
}
