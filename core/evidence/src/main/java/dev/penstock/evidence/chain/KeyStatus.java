package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.signature.VerificationKey;

/** What the observer's trust says about a kid, at the time a block arrives. */
public sealed interface KeyStatus {
  /** Nobody has admitted this key. */
  record Unknown() implements KeyStatus {}

  /**
   * Admitted for blocks of one chain.
   *
   * @param from first block it may sign
   * @param to last block it may sign; {@link Long#MAX_VALUE} while it is in use
   */
  record Known(VerificationKey key, String origin, ChainId chain, long from, long to)
      implements KeyStatus {}

  /** Admitted once, and withdrawn since. */
  record Revoked(String origin, ChainId chain) implements KeyStatus {}
}
