package dev.penstock.flow.continuity;

import dev.penstock.merkle.HashPath;

/**
 * Where an entry stands in the log, and the hashes that lead from it to the root: with the
 * checkpoint, a tlog-proof (docs/formats/log.md §6).
 */
public record LogPlace(long index, HashPath path) {
  /** A tree of 2^62 leaves has paths of 62 hashes. */
  static final int HASHES_MAX = 62;

  public LogPlace {
    if (index < 0 || path.count() > HASHES_MAX) {
      throw new IllegalArgumentException("leaf " + index + " with " + path);
    }
  }
}
