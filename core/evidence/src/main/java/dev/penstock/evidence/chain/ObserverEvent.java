package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;

/**
 * What can happen to an observer of many chains. Stored one behind the other these events are a
 * chain file (docs/formats/chain-file.md), and a replay of it repeats every finding.
 */
public sealed interface ObserverEvent {
  /** Observer's time, ns since 1970. */
  long at();

  /**
   * A message came.
   *
   * @param session number of the connection it came over, 64 bits without sign; 0 where there is
   *     none
   * @param listener where it came in, by our own configuration
   */
  record Arrived(long at, long session, String listener, ByteString message)
      implements ObserverEvent {}

  /** Time passed. */
  record Tick(long at) implements ObserverEvent {}

  /** An ack with this challenge left for the maker of a chain. */
  record ChallengeSent(long at, ChainId chain, Challenge challenge) implements ObserverEvent {}

  /**
   * An anchor outside covers this block.
   *
   * @param by the anchor's name
   */
  record Anchored(long at, ChainId chain, long seq, Digest link, String by)
      implements ObserverEvent {}

  /**
   * A person admitted a key.
   *
   * @param from first block of the chain it may sign
   */
  record KeyAdmitted(long at, VerificationKey key, String origin, ChainId chain, long from)
      implements ObserverEvent {}

  /** A key was withdrawn: nothing it signed is taken from now on. */
  record KeyRevoked(long at, Digest kid) implements ObserverEvent {}
}
