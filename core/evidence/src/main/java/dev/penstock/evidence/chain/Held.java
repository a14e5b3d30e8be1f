package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/** A block that waits for one before it. */
record Held(Block block, long at, @Nullable Digest announcement) {
  /** Blocks further out of order than this are not mended silently. */
  static final int COUNT_MAX = 16;

  long seq() {
    return block.header().seq();
  }
}
