package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import org.jspecify.annotations.Nullable;

/** What can be said of a message without knowing its chain's past. */
public sealed interface Checked {
  /**
   * A block of a known key, for its chain, with a valid signature and its own records.
   *
   * @param isSorted false when it promises records sorted by source and number, and they are not
   */
  record Valid(Block block, @Nullable Announcement announcement, boolean isSorted)
      implements Checked {}

  /**
   * No such block.
   *
   * @param origin of the key, or null where no known key is named
   * @param chain of the key, or null
   * @param seq what the block says, or -1 where it does not decode
   * @param note what exactly is wrong
   * @param leaf the signed header, where there is one
   */
  record Refused(
      FindingCode code,
      FindingReason reason,
      @Nullable String origin,
      @Nullable ChainId chain,
      long seq,
      String note,
      @Nullable ByteString leaf)
      implements Checked {}

  /**
   * A change of key that record 0 of a block states.
   *
   * @param digest over the announcement: equal in both of its blocks
   * @param from first block the next key signs
   */
  record Announcement(Digest digest, VerificationKey next, long from) {}
}
