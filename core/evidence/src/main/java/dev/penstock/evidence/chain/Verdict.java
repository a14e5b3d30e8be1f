package dev.penstock.evidence.chain;

/** What became of one message. Only the first three make a leaf of the log. */
public enum Verdict {
  /** Next in its chain, or the first block seen of it. */
  LINKED,
  /** Ahead of a missing block, waiting for it. */
  HELD,
  /** Closed part of a hole behind the head. */
  FILLED,
  DUPLICATE,
  /** Validly signed, and at odds with another signed block. */
  CONTRADICTING,
  /** Not a block of a known key. */
  REFUSED;

  /** True when the block enters the log. */
  public boolean makesLeaf() {
    return switch (this) {
      case LINKED, HELD, FILLED -> true;
      case DUPLICATE, CONTRADICTING, REFUSED -> false;
    };
  }
}
