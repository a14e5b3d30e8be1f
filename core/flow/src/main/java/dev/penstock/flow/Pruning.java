package dev.penstock.flow;

/** What became of a try to drop old entries. */
public sealed interface Pruning {
  /**
   * The entries below are not handed out any more.
   *
   * @param segmentsDropped how many files that freed; entries that share one with newer ones wait
   */
  record Pruned(long minimumIndex, int segmentsDropped) implements Pruning {}

  /** Nothing was dropped. */
  record Refused(LedgerFinding finding) implements Pruning {}
}
