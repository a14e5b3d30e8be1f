package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.merkle.Digest;

/**
 * Says what is known of a key. One key may sign many chains, so the chain is part of the question.
 */
@FunctionalInterface
public interface KeyTrust {
  /** What is known of this kid for blocks of this chain. */
  KeyStatus status(Digest kid, ChainId chain);
}
