package dev.penstock.evidence.chain;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import org.jspecify.annotations.Nullable;

/** The stored form of one {@link ObserverEvent}, docs/formats/chain-file.md. */
public final class ObserverEventCodec {
  /** Any block fits; of longer messages only the start is stored. */
  public static final int MESSAGE_BYTES_MAX = BlockMessage.BYTES_MAX;

  static final int BYTES_MAX = MESSAGE_BYTES_MAX + 1024;

  private static final int WORD_BYTES_MAX = ObserverEvent.WORD_BYTES_MAX;
  private static final int KEY_BYTES_MAX = ObserverEvent.KEY_BYTES_MAX;
  private static final int ARRIVED = 0;
  private static final int TICK = 1;
  private static final int CHALLENGE_SENT = 2;
  private static final int ANCHORED = 3;
  private static final int KEY_ADMITTED = 4;
  private static final int KEY_REVOKED = 5;

  private ObserverEventCodec() {}

  /** The event's one encoding. */
  public static byte[] encode(ObserverEvent event) {
    var out = new CborWriter(512);
    switch (event) {
      case ObserverEvent.Arrived(var _, var _, var session, var listener, var message, var cut) -> {
        start(out, 7, ARRIVED, event);
        out.unsigned64(session);
        out.text(listener);
        out.bytes(message.bytes());
        cut(out, cut);
      }
      case ObserverEvent.Tick _ -> start(out, 3, TICK, event);
      case ObserverEvent.ChallengeSent(var _, var _, var chain, var challenge) -> {
        start(out, 5, CHALLENGE_SENT, event);
        out.bytes(chain.value().bytes());
        out.bytes(challenge.value().bytes());
      }
      case ObserverEvent.Anchored(var _, var _, var chain, var seq, var link, var by) -> {
        start(out, 7, ANCHORED, event);
        out.bytes(chain.value().bytes());
        out.unsigned(seq);
        out.bytes(link.bytes());
        out.text(by);
      }
      case ObserverEvent.KeyAdmitted(var _, var _, var key, var origin, var chain, var from) -> {
        start(out, 7, KEY_ADMITTED, event);
        out.bytes(CoseKey.encode(key));
        out.text(origin);
        out.bytes(chain.value().bytes());
        out.unsigned(from);
      }
      case ObserverEvent.KeyRevoked(var _, var _, var kid) -> {
        start(out, 4, KEY_REVOKED, event);
        out.bytes(kid.bytes());
      }
    }
    return out.toByteArray();
  }

  private static void start(CborWriter out, int count, int kind, ObserverEvent event) {
    out.array(count);
    out.unsigned(kind);
    out.unsigned(event.at());
    out.unsigned(event.steady());
  }

  private static void cut(CborWriter out, ObserverEvent.@Nullable Cut cut) {
    if (cut == null) {
      out.nullValue();
    } else {
      out.array(2);
      out.unsigned(cut.length());
      out.bytes(cut.digest().bytes());
    }
  }

  /** Reads one stored event. */
  public static Decoded<ObserverEvent> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    int count = in.array();
    int kind = (int) in.unsigned(KEY_REVOKED);
    if (!in.isRefused() && count != countOf(kind)) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    long at = in.unsigned();
    long steady = in.unsigned();
    return switch (kind) {
      case ARRIVED -> arrived(in, at, steady);
      case TICK -> in.end(() -> new ObserverEvent.Tick(at, steady));
      case CHALLENGE_SENT -> {
        ChainId chain = chain(in);
        var challenge = Challenge.of(in.bytesExactly(Challenge.BYTES));
        yield in.end(() -> new ObserverEvent.ChallengeSent(at, steady, chain, challenge));
      }
      case ANCHORED -> {
        ChainId chain = chain(in);
        long seq = in.unsigned();
        Digest link = Digest.of(in.bytesExactly(Digest.BYTES));
        String by = in.text(WORD_BYTES_MAX);
        yield in.end(() -> new ObserverEvent.Anchored(at, steady, chain, seq, link, by));
      }
      case KEY_ADMITTED -> keyAdmitted(in, at, steady);
      default -> {
        Digest kid = Digest.of(in.bytesExactly(Digest.BYTES));
        yield in.end(() -> new ObserverEvent.KeyRevoked(at, steady, kid));
      }
    };
  }

  private static Decoded<ObserverEvent> arrived(CborReader in, long at, long steady) {
    long session = in.unsigned64();
    String listener = in.text(WORD_BYTES_MAX);
    ByteString message = ByteString.of(in.bytes(MESSAGE_BYTES_MAX));
    if (in.takeNull()) {
      return in.end(() -> new ObserverEvent.Arrived(at, steady, session, listener, message, null));
    }
    in.expectArray(2);
    long length = in.unsigned();
    Digest digest = Digest.of(in.bytesExactly(Digest.BYTES));
    if (length <= MESSAGE_BYTES_MAX || message.size() != ObserverEvent.Cut.KEPT_BYTES) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    return in.end(() ->
        new ObserverEvent.Arrived(
            at, steady, session, listener, message, new ObserverEvent.Cut(length, digest)));
  }

  private static int countOf(int kind) {
    return switch (kind) {
      case TICK -> 3;
      case CHALLENGE_SENT -> 5;
      case KEY_REVOKED -> 4;
      default -> 7;
    };
  }

  private static ChainId chain(CborReader in) {
    return ChainId.of(in.bytesExactly(ChainId.BYTES));
  }

  private static Decoded<ObserverEvent> keyAdmitted(CborReader in, long at, long steady) {
    byte[] encoded = in.bytes(KEY_BYTES_MAX);
    int keyAt = in.contentAt();
    String origin = in.text(WORD_BYTES_MAX);
    ChainId chain = chain(in);
    long from = in.unsigned();
    return in.end(() -> encoded)
        .flatMap(bytes ->
            switch (CoseKey.decode(bytes)) {
              case Decoded.Value<VerificationKey>(var key) ->
                  new Decoded.Value<>(
                      new ObserverEvent.KeyAdmitted(at, steady, key, origin, chain, from));
              case Decoded.Refused<VerificationKey>(var refusal) ->
                  new Decoded.Refused<>(new Refusal(keyAt + refusal.offset(), refusal.reason()));
            });
  }
}
