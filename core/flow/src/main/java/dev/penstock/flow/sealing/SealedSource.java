package dev.penstock.flow.sealing;

import dev.penstock.evidence.block.ChainTip;
import org.jspecify.annotations.Nullable;

/** What {@link Sealing} remembers of one source. */
final class SealedSource {
  final long id;

  /** Where it belongs while it is not busy. */
  long zone;

  /** The chain that takes its records now: its zone's, or its own; null before the first. */
  @Nullable OpenChain chain;

  /** Its own chain, while that sleeps or before the first; null when it never had one. */
  @Nullable ChainTip ownTip;

  /** Every record below this seq is in a block, open or closed. */
  long nextSeq;

  /** Records in this interval. */
  long heard;

  /** Calm intervals in a row, while it has its own chain. */
  int calm;

  SealedSource(long id) {
    this.id = id;
  }

  boolean isOnItsOwn() {
    return chain != null && chain.lane() instanceof Lane.Own;
  }
}
