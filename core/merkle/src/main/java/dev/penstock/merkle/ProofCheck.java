package dev.penstock.merkle;

/** What came out of checking a proof. */
public sealed interface ProofCheck {
  /** The proof shows what it claims. */
  record Verified() implements ProofCheck {}

  /** The proof shows nothing. */
  record Rejected(ProofFlaw flaw) implements ProofCheck {}
}
