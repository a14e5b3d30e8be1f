package dev.penstock.merkle.witness;

/** What two signed heads say about the log that signed them. */
public sealed interface HeadComparison {
  /** They cannot both be true. */
  record Contradictory(HeadConflict conflict) implements HeadComparison {}

  /**
   * They can both be true, and this shows that nothing speaks against the log.
   *
   * @param why in words
   */
  record Consistent(String why) implements HeadComparison {}

  /**
   * The two alone show nothing, neither for the log nor against it.
   *
   * @param why in words
   */
  record Undecided(String why) implements HeadComparison {}

  /**
   * They are not two heads of this log, or are not signed by it.
   *
   * @param why in words
   */
  record NotComparable(String why) implements HeadComparison {}
}
