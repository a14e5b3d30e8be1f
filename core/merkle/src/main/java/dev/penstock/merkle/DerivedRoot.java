package dev.penstock.merkle;

/** The root a proof leads to, which is worth as much as the signature somebody gave on it. */
public sealed interface DerivedRoot {
  /** The proof is well-formed and leads to this root. */
  record Root(Digest root) implements DerivedRoot {}

  /** The proof leads nowhere. */
  record None(ProofFlaw flaw) implements DerivedRoot {}
}
