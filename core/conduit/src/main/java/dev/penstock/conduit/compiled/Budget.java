package dev.penstock.conduit.compiled;

/** How large a compiled policy may become: the entries of all its tables together. */
final class Budget {
  /** About 64 MiB. A table of rules that do not overlap has three entries for each. */
  static final int ENTRIES_MAX = 8_000_000;

  private long left = ENTRIES_MAX;

  /** Takes some entries; false when there are none left, and from then on. */
  boolean spend(long entries) {
    left -= entries;
    return left >= 0;
  }

  boolean isSpent() {
    return left < 0;
  }
}
