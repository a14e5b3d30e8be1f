package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds of a chain: every block that made a leaf, the newest verdict winning where a
 * block number was given twice.
 */
public interface BlockLookup {
  /**
   * One block on record.
   *
   * @param leaf the signed bytes; empty when they were dropped by retention and only the link is
   *     kept
   */
  record Stored(Digest link, ByteString leaf) {}

  /** Null when no such block is on record. */
  @Nullable Stored find(ChainId chain, long seq);
}
