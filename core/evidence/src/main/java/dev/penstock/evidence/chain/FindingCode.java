package dev.penstock.evidence.chain;

/** What an observer of chains can find; docs/formats/block.md §9. */
public enum FindingCode {
  /** It does not decode, its signature fails, or its records are others. */
  TAMPERED,
  /** Of an unknown or expired key, or of another origin or chain. */
  FOREIGN,
  /** Blocks are missing. */
  GAP,
  /** Missing blocks came after the gap was reported. */
  CLOSED_LATE,
  /** A block came too far out of order to be mended silently. */
  REORDERED,
  /** A block came again. */
  DUPLICATE,
  /** Two signed blocks that cannot both be of one honest chain. */
  FORK,
  /** The same, or another history, at or below an anchored head. */
  REWRITE,
  /** Signed well, and at odds with the rules of a chain. */
  INCONSISTENT,
  /** Two sessions send under one key. */
  CLONE_SUSPECT,
  /** A clock stepped back or lies outside the time of receipt. */
  CLOCK_BACK,
  /** Nothing new since some time. */
  SILENT,
  /** A silence has ended. */
  RESUMED;

  /** True when nothing is wrong with the evidence: something was late, or came twice. */
  public boolean isNote() {
    return switch (this) {
      case CLOSED_LATE, REORDERED, DUPLICATE, RESUMED -> true;
      case TAMPERED, FOREIGN, GAP, FORK, REWRITE, INCONSISTENT, CLONE_SUSPECT, CLOCK_BACK, SILENT ->
          false;
    };
  }
}
