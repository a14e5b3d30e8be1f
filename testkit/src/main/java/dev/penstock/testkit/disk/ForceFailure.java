package dev.penstock.testkit.disk;

/** The ways in which a force can fail. The caller sees the same exception for all of them. */
public enum ForceFailure {
  /** Nothing was written; the disk still means to, and a later force could do it. */
  NOT_WRITTEN,
  /** All was written all the same; only the answer was bad. */
  WRITTEN,
  /**
   * Nothing was written and the disk has given up on it, as Linux does: readers still see the
   * bytes, a later force succeeds, and the bytes are lost for all that.
   */
  NOT_WRITTEN_FORGOTTEN,
  /** Some sectors or names were written, the rest given up on. */
  TORN_FORGOTTEN
}
