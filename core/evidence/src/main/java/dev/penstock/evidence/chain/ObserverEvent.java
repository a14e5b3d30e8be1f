package dev.penstock.evidence.chain;

import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to an observer of many chains. Stored one behind the other these events are a
 * chain file (docs/formats/chain-file.md), and a replay of it repeats every finding. Each holds its
 * own bounds, so that what is judged live is what a reader will find.
 */
public sealed interface ObserverEvent {
  /** The longest name of a listener, an anchor or an origin. */
  int WORD_BYTES_MAX = 255;

  /** The longest COSE_Key of a block key. */
  int KEY_BYTES_MAX = 4096;

  /** Observer's wall clock, ns since 1970: what findings are dated by. */
  long at();

  /**
   * Observer's steady time in ns: what lateness is judged by. It never goes back and is never set;
   * an observer that starts again goes on from the last one it stored, by as much as it was away.
   */
  long steady();

  /**
   * A message came.
   *
   * @param session number of the connection it came over, 64 bits without sign; 0 where there is
   *     none
   * @param listener where it came in, by our own configuration
   * @param message what came, or its first {@link Cut#KEPT_BYTES} when it is too long for a block
   * @param cut length and digest of the whole, where only its first bytes are here
   */
  record Arrived(
      long at, long steady, long session, String listener, ByteString message, @Nullable Cut cut)
      implements ObserverEvent {
    public Arrived {
      mustBeTimes(at, steady);
      mustBeWord("listener", listener);
      int max = cut == null ? BlockMessage.BYTES_MAX : Cut.KEPT_BYTES;
      if (message.size() > max || (cut != null && message.size() != max)) {
        throw new IllegalArgumentException(
            "a message of " + message.size() + " bytes, must be cut after " + Cut.KEPT_BYTES);
      }
    }

    /** A message that may be a block, at a time at which the clocks agree. */
    public Arrived(long at, long session, String listener, ByteString message) {
      this(at, at, session, listener, message, null);
    }

    /** Whatever came, cut when it is too long to be a block. */
    public static Arrived of(long at, long steady, long session, String listener, byte[] message) {
      if (message.length <= BlockMessage.BYTES_MAX) {
        return new Arrived(at, steady, session, listener, ByteString.of(message), null);
      }
      ByteString kept = ByteString.at(message, 0, Cut.KEPT_BYTES);
      return new Arrived(
          at, steady, session, listener, kept, new Cut(message.length, Sha256.of(message)));
    }
  }

  /** Length and SHA-256 of a message that is longer than any block. */
  record Cut(long length, Digest digest) {
    /** So much of it is kept. */
    public static final int KEPT_BYTES = 65_536;

    public Cut {
      if (length <= BlockMessage.BYTES_MAX) {
        throw new IllegalArgumentException("a message of " + length + " bytes is not cut");
      }
    }
  }

  /** Time passed. */
  record Tick(long at, long steady) implements ObserverEvent {
    public Tick {
      mustBeTimes(at, steady);
    }

    /** At a time at which the clocks agree. */
    public Tick(long at) {
      this(at, at);
    }
  }

  /** An ack with this challenge left for the maker of a chain. */
  record ChallengeSent(long at, long steady, ChainId chain, Challenge challenge)
      implements ObserverEvent {
    public ChallengeSent {
      mustBeTimes(at, steady);
    }

    /** At a time at which the clocks agree. */
    public ChallengeSent(long at, ChainId chain, Challenge challenge) {
      this(at, at, chain, challenge);
    }
  }

  /**
   * An anchor outside covers this block.
   *
   * @param by the anchor's name
   */
  record Anchored(long at, long steady, ChainId chain, long seq, Digest link, String by)
      implements ObserverEvent {
    public Anchored {
      mustBeTimes(at, steady);
      mustBeNumber(seq);
      mustBeWord("by", by);
    }

    /** At a time at which the clocks agree. */
    public Anchored(long at, ChainId chain, long seq, Digest link, String by) {
      this(at, at, chain, seq, link, by);
    }
  }

  /**
   * A person admitted a key.
   *
   * @param at 0 when it is the word of a reader of old events: that starts no silence
   * @param from first block of the chain it may sign
   */
  record KeyAdmitted(
      long at, long steady, VerificationKey key, String origin, ChainId chain, long from)
      implements ObserverEvent {
    public KeyAdmitted {
      mustBeTimes(at, steady);
      mustBeWord("origin", origin);
      mustBeNumber(from);
      if (CoseKey.encode(key).length > KEY_BYTES_MAX) {
        throw new IllegalArgumentException("the key is longer than " + KEY_BYTES_MAX + " bytes");
      }
    }

    /** At a time at which the clocks agree. */
    public KeyAdmitted(long at, VerificationKey key, String origin, ChainId chain, long from) {
      this(at, at, key, origin, chain, from);
    }
  }

  /** A key was withdrawn: nothing it signed is taken from now on. */
  record KeyRevoked(long at, long steady, Digest kid) implements ObserverEvent {
    public KeyRevoked {
      mustBeTimes(at, steady);
    }

    /** At a time at which the clocks agree. */
    public KeyRevoked(long at, Digest kid) {
      this(at, at, kid);
    }
  }

  private static void mustBeTimes(long at, long steady) {
    if (at < 0 || steady < 0) {
      throw new IllegalArgumentException("times " + at + ", " + steady + ": negative");
    }
  }

  private static void mustBeNumber(long seq) {
    if (seq < 0) {
      throw new IllegalArgumentException("block " + seq + ": negative");
    }
  }

  private static void mustBeWord(String name, String word) {
    int bytes = word.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > WORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          name + " has " + bytes + " bytes, must have at most " + WORD_BYTES_MAX);
    }
  }
}
