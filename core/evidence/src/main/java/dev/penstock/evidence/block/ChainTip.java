package dev.penstock.evidence.block;

import dev.penstock.merkle.Digest;

/**
 * Where a chain stands for its maker: what the next block must say. The maker stores it before the
 * block leaves (docs/formats/block.md §6).
 *
 * @param seq of the next block
 * @param first records in all blocks so far
 * @param previous link of the newest block, or {@link BlockHeader#NO_LINK}
 * @param boot counter of this run
 * @param isBooting true until a block with this boot counter is made
 * @param isAsleep true when the newest block says {@link BlockFlag#SLEEP}
 */
public record ChainTip(
    String origin,
    ChainId chain,
    long seq,
    long first,
    Digest previous,
    long boot,
    boolean isBooting,
    boolean isAsleep) {
  /** The start of a new chain. */
  public static ChainTip start(String origin, ChainId chain, long boot) {
    return new ChainTip(origin, chain, 0, 0, BlockHeader.NO_LINK, boot, true, false);
  }

  /** Where a chain stands whose newest block is this one: what a maker finds in its log. */
  public static ChainTip behind(Block newest) {
    BlockHeader header = newest.header();
    return new ChainTip(
        header.origin(),
        header.chain(),
        header.seq() + 1,
        header.firstAfter(),
        newest.link(),
        header.boot(),
        false,
        header.has(BlockFlag.SLEEP));
  }

  /** The same chain after the maker started again. */
  public ChainTip afterBoot(long newBoot) {
    if (newBoot <= boot) {
      throw new IllegalArgumentException("boot counter " + newBoot + " does not exceed " + boot);
    }
    return new ChainTip(origin, chain, seq, first, previous, newBoot, true, isAsleep);
  }

  /** The same chain with this block at its end. */
  public ChainTip after(Block block) {
    BlockHeader header = block.header();
    if (header.seq() != seq || !header.chain().equals(chain)) {
      throw new IllegalArgumentException(block + " does not follow " + this);
    }
    return behind(block);
  }
}
