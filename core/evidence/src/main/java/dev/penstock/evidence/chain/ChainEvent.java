package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/** What can happen to one chain. All of it is journalled, so that a replay has the same input. */
public sealed interface ChainEvent {
  /** Observer's time, ns since 1970. */
  long at();

  /**
   * A block of this chain came, of a known key and with a valid signature and its own records:
   * {@link BlockChecker} has said so.
   *
   * @param session number of the connection it came over, 0 where there is none
   * @param announcement digest of the key change that its record 0 states, where its flags promise
   *     one
   */
  record Arrived(long at, Block block, long session, @Nullable Digest announcement)
      implements ChainEvent {}

  /** Time passed. */
  record Tick(long at) implements ChainEvent {}

  /** An ack with this challenge left for the maker. */
  record ChallengeSent(long at, Challenge challenge) implements ChainEvent {}

  /** An anchor outside covers this block. */
  record Anchored(long at, long seq, Digest link) implements ChainEvent {}

  /** A person admitted this key for the chain, without the old key's word. */
  record KeyChanged(long at, Digest kid) implements ChainEvent {}
}
