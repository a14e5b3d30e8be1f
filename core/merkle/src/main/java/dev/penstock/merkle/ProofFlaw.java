package dev.penstock.merkle;

/** Why a proof shows nothing. */
public enum ProofFlaw {
  /** A size, start or end is negative or above 2^62. */
  SIZE_OUT_OF_RANGE("size out of range"),
  /** A tree without leaves includes nothing, and is a beginning of every tree. */
  EMPTY_TREE("the empty tree proves nothing"),
  /** The leaf index is negative or not below the end of the tree or subtree. */
  INDEX_OUT_OF_RANGE("leaf index out of range"),
  /** The old tree is larger than the new one, or the range or subtree ends outside the tree. */
  SIZES_REVERSED("larger than the tree it must be part of"),
  /** The bounds are not those of a subtree: its start is no multiple of its rounded-up length. */
  NOT_A_SUBTREE("bounds are not those of a subtree"),
  /** A range that holds no leaf, or whose leaf hashes are not as many as its bounds say. */
  LEAF_COUNT_WRONG("number of leaf hashes is not that of the range"),
  PATH_TOO_SHORT("proof has too few hashes"),
  PATH_TOO_LONG("proof has too many hashes"),
  /** The hashes do not lead to the root of the old tree or of the subtree. */
  PART_ROOT_MISMATCH("hashes do not lead to the root of the part"),
  /** The hashes do not lead to the root of the tree. */
  ROOT_MISMATCH("hashes do not lead to the root");

  private final String text;

  ProofFlaw(String text) {
    this.text = text;
  }

  /** The flaw in words, for a report. */
  public String text() {
    return text;
  }
}
