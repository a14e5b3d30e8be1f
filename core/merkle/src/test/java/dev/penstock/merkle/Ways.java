package dev.penstock.merkle;

/**
 * In which way the hashes of a proof are put together, as text: two proofs with the same way are
 * the same statement about the hashes, whatever their sizes are called.
 */
final class Ways {
  private Ways() {}

  /** PATH(index, D[0:size]) of RFC 9162 §2.1.3.1, left and right only. */
  static String inclusion(long index, long size) {
    if (size <= 0 || size > RightEdge.SIZE_MAX || index < 0 || index >= size) {
      return "none";
    }
    return size == 1 ? "" : half(index, size);
  }

  private static String half(long index, long size) {
    long k = Long.highestOneBit(size - 1);
    return index < k ? inclusion(index, k) + "r" : inclusion(index - k, size - k) + "l";
  }

  /** PROOF(m, D[0:n]) of RFC 9162 §2.1.4.1, with what the old root is put together from. */
  static String consistency(long m, long n) {
    if (m <= 0 || n > RightEdge.SIZE_MAX || m > n) {
      return "none";
    }
    return subproof(m, n, true);
  }

  private static String subproof(long m, long n, boolean isKnown) {
    if (m == n) {
      return isKnown ? "old" : "part";
    }
    long k = Long.highestOneBit(n - 1);
    return m <= k ? subproof(m, k, isKnown) + " new-r" : subproof(m - k, n - k, false) + " both-l";
  }
}
