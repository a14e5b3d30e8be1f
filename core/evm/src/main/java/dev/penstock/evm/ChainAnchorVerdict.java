package dev.penstock.evm;

import java.time.Instant;
import java.util.Optional;

/** What a proof of an anchor in a chain shows. */
public sealed interface ChainAnchorVerdict {
  /**
   * The block holds the transaction, the transaction names the statement, and the block is part of
   * the chain of the trusted one. So the statement existed when the block was made.
   *
   * @param block the block that holds the transaction
   * @param time what the block's header says the time was
   * @param following how many headers of blocks after it are shown, which may be more than the
   *     trusted one vouches for
   * @param trusted the block that the auditor trusts: the same, or one that follows it
   * @param transaction the name of the transaction
   */
  record Proven(BlockId block, Instant time, int following, BlockId trusted, Keccak transaction)
      implements ChainAnchorVerdict {}

  /**
   * Something shown is against the claim: whatever the auditor trusts, this is no proof of it.
   *
   * @param what in words
   */
  record Contradicted(Part where, String what) implements ChainAnchorVerdict {}

  /**
   * Nothing shown is against the claim, and it is not proven.
   *
   * @param what in words, with what a person can do
   * @param lookUp the block which, once it is trusted, proves the claim; empty when none would
   */
  record Unproven(Why why, String what, Optional<BlockId> lookUp) implements ChainAnchorVerdict {}

  /** Where a contradiction lies. */
  enum Part {
    /** The proof is not of its format. */
    PROOF,
    /** The header of the block that is said to hold the transaction. */
    HEADER,
    /** A header of the blocks that are said to follow. */
    FOLLOWING,
    /** A header tells of a time that has not come. */
    TIME,
    /** The way from the header to the transaction. */
    INCLUSION,
    /** The transaction itself. */
    TRANSACTION,
    /** The transaction vouches for something else. */
    STATEMENT,
    /** The auditor trusts another block in the place of one that is shown. */
    TRUST
  }

  /** Why something is not proven. */
  enum Why {
    /** The auditor trusts no block of this chain. */
    NO_TRUSTED_BLOCK,
    /** The auditor trusts blocks of this chain, and none of those that are shown. */
    TRUSTED_BLOCK_ELSEWHERE,
    /** The proof has a version, or the transaction an envelope, that is not known here. */
    UNKNOWN_FORM
  }
}
