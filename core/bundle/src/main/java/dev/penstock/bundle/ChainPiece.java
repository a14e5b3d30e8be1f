package dev.penstock.bundle;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.merkle.Digest;

/**
 * Neighbouring blocks of one chain: of the first what the block before it must fit to, of the last
 * what the block behind it must fit to.
 *
 * @param carriers how many of them show a record of the subject, in the time asked for
 */
record ChainPiece(
    ChainId chain,
    String origin,
    long firstSeq,
    long firstCounter,
    long firstBoot,
    Digest previous,
    long lastSeq,
    long lastCounterAfter,
    long lastBoot,
    Digest link,
    long blocks,
    long carriers) {
  static ChainPiece of(Block block, boolean isCarrier) {
    BlockHeader header = block.header();
    return new ChainPiece(
        header.chain(),
        header.origin(),
        header.seq(),
        header.first(),
        header.boot(),
        header.previous(),
        header.seq(),
        header.firstAfter(),
        header.boot(),
        block.link(),
        1,
        isCarrier ? 1 : 0);
  }

  /** Whether the other is of the same chain and comes directly behind. */
  boolean isBefore(ChainPiece next) {
    return next.firstSeq == lastSeq + 1;
  }

  /** docs/formats/block.md §3: two neighbours in one chain agree. */
  boolean agreesWith(ChainPiece next) {
    return next.origin.equals(origin)
        && next.previous.equals(link)
        && next.firstCounter == lastCounterAfter
        && next.firstBoot >= lastBoot;
  }

  ChainPiece with(ChainPiece next) {
    return new ChainPiece(
        chain,
        origin,
        firstSeq,
        firstCounter,
        firstBoot,
        previous,
        next.lastSeq,
        next.lastCounterAfter,
        next.lastBoot,
        next.link,
        blocks + next.blocks,
        carriers + next.carriers);
  }

  @Override
  public String toString() {
    return "chain " + chain + " of " + origin + ", blocks " + firstSeq + " to " + lastSeq;
  }
}
