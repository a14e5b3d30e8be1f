package dev.penstock.merkle;

/** Which ranges of leaves are subtrees (draft-ietf-plants-merkle-tree-certs §4.1). */
final class SubtreeBounds {
  private SubtreeBounds() {}

  /**
   * True when the range holds a leaf and its start is a multiple of its length, rounded up to a
   * power of two. Expects bounds of 0..2^62.
   */
  static boolean isSubtree(long start, long end) {
    long length = end - start;
    return length > 0 && start % roundedUp(length) == 0;
  }

  /** The smallest power of two that is not below {@code length}, for 1..2^62. */
  static long roundedUp(long length) {
    return length == 1 ? 1 : Long.highestOneBit(length - 1) << 1;
  }
}
