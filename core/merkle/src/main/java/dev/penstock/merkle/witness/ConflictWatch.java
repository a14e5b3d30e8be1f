package dev.penstock.merkle.witness;

/**
 * Hears of contradictions that a witness comes upon. Called while the witness answers, so it hands
 * them on and does not wait.
 */
@FunctionalInterface
public interface ConflictWatch {
  void found(HeadConflict conflict);
}
