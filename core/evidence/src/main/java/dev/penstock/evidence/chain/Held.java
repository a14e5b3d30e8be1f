package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A block that arrived, and may wait for one before it.
 *
 * @param at observer's steady time
 * @param wall observer's wall clock
 * @param announcement digest of the key change that its record 0 states
 * @param isAdmitted true when a person admitted its key, for this block among others
 */
record Held(Block block, long at, long wall, @Nullable Digest announcement, boolean isAdmitted) {
  /** Blocks further out of order than this are not mended silently. */
  static final int COUNT_MAX = 16;

  long seq() {
    return block.header().seq();
  }
}
