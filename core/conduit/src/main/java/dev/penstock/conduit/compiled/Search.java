package dev.penstock.conduit.compiled;

/** Finds a place in a sorted table. */
final class Search {
  private Search() {}

  /** The index of the last entry that is not above the key; -1 when all are. */
  static int floor(long[] sorted, long key) {
    int low = 0;
    int high = sorted.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= key) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}
