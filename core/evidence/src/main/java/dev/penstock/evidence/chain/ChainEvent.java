package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/** What can happen to one chain. All of it is journalled, so that a replay has the same input. */
public sealed interface ChainEvent {
  /** Observer's wall clock, ns since 1970. */
  long at();

  /** Observer's steady time in ns, which never goes back: see {@link ObserverEvent#steady}. */
  long steady();

  /**
   * A block of this chain came, of a known key and with a valid signature and its own records:
   * {@link BlockChecker} has said so.
   *
   * @param session number of the connection it came over, 0 where there is none
   * @param announcement digest of the key change that its record 0 states, where its flags promise
   *     one
   * @param isAdmitted true when a person admitted its key, for this block among others
   */
  record Arrived(
      long at,
      long steady,
      Block block,
      long session,
      @Nullable Digest announcement,
      boolean isAdmitted)
      implements ChainEvent {}

  /** Time passed. */
  record Tick(long at, long steady) implements ChainEvent {}

  /** An ack with this challenge left for the maker. */
  record ChallengeSent(long at, long steady, Challenge challenge) implements ChainEvent {}

  /** An anchor outside covers this block. */
  record Anchored(long at, long steady, long seq, Digest link) implements ChainEvent {}

  /** A person admitted a key for the chain, without the old key's word. */
  record KeyChanged(long at, long steady, Digest kid) implements ChainEvent {}

  /** A key that was on trial is none: what it signed and waits is thrown out. */
  record KeyDropped(long at, long steady, Digest kid) implements ChainEvent {}

  /** Nothing more will come: what still waits to be told is told. */
  record Ended(long at, long steady) implements ChainEvent {}
}
