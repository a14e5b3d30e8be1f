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

/** The stored form of one {@link ObserverEvent}, docs/formats/chain-file.md. */
public final class ObserverEventCodec {
  /** Any message an observer looks at fits; longer ones are cut before they are stored. */
  public static final int MESSAGE_BYTES_MAX = BlockMessage.BYTES_MAX;

  static final int BYTES_MAX = MESSAGE_BYTES_MAX + 1024;

  private static final int WORD_BYTES_MAX = 255;
  private static final int KEY_BYTES_MAX = 4096;
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
      case ObserverEvent.Arrived(var at, var session, var listener, var message) -> {
        start(out, 5, ARRIVED, at);
        out.unsigned64(session);
        out.text(listener);
        out.bytes(message.bytes());
      }
      case ObserverEvent.Tick(var at) -> start(out, 2, TICK, at);
      case ObserverEvent.ChallengeSent(var at, var chain, var challenge) -> {
        start(out, 4, CHALLENGE_SENT, at);
        out.bytes(chain.value().bytes());
        out.bytes(challenge.value().bytes());
      }
      case ObserverEvent.Anchored(var at, var chain, var seq, var link, var by) -> {
        start(out, 6, ANCHORED, at);
        out.bytes(chain.value().bytes());
        out.unsigned(seq);
        out.bytes(link.bytes());
        out.text(by);
      }
      case ObserverEvent.KeyAdmitted(var at, var key, var origin, var chain, var from) -> {
        start(out, 6, KEY_ADMITTED, at);
        out.bytes(CoseKey.encode(key));
        out.text(origin);
        out.bytes(chain.value().bytes());
        out.unsigned(from);
      }
      case ObserverEvent.KeyRevoked(var at, var kid) -> {
        start(out, 3, KEY_REVOKED, at);
        out.bytes(kid.bytes());
      }
    }
    return out.toByteArray();
  }

  private static void start(CborWriter out, int count, int kind, long at) {
    out.array(count);
    out.unsigned(kind);
    out.unsigned(at);
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
    return switch (kind) {
      case ARRIVED -> {
        long session = in.unsigned64();
        String listener = in.text(WORD_BYTES_MAX);
        ByteString message = ByteString.of(in.bytes(MESSAGE_BYTES_MAX));
        yield in.end(() -> new ObserverEvent.Arrived(at, session, listener, message));
      }
      case TICK -> in.end(() -> new ObserverEvent.Tick(at));
      case CHALLENGE_SENT -> {
        ChainId chain = chain(in);
        var challenge = Challenge.of(in.bytesExactly(Challenge.BYTES));
        yield in.end(() -> new ObserverEvent.ChallengeSent(at, chain, challenge));
      }
      case ANCHORED -> {
        ChainId chain = chain(in);
        long seq = in.unsigned();
        Digest link = Digest.of(in.bytesExactly(Digest.BYTES));
        String by = in.text(WORD_BYTES_MAX);
        yield in.end(() -> new ObserverEvent.Anchored(at, chain, seq, link, by));
      }
      case KEY_ADMITTED -> keyAdmitted(in, at);
      default -> {
        Digest kid = Digest.of(in.bytesExactly(Digest.BYTES));
        yield in.end(() -> new ObserverEvent.KeyRevoked(at, kid));
      }
    };
  }

  private static int countOf(int kind) {
    return switch (kind) {
      case ARRIVED -> 5;
      case TICK -> 2;
      case CHALLENGE_SENT -> 4;
      case KEY_REVOKED -> 3;
      default -> 6;
    };
  }

  private static ChainId chain(CborReader in) {
    return ChainId.of(in.bytesExactly(ChainId.BYTES));
  }

  private static Decoded<ObserverEvent> keyAdmitted(CborReader in, long at) {
    byte[] encoded = in.bytes(KEY_BYTES_MAX);
    int keyAt = in.contentAt();
    String origin = in.text(WORD_BYTES_MAX);
    ChainId chain = chain(in);
    long from = in.unsigned();
    return in.end(() -> encoded)
        .flatMap(bytes ->
            switch (CoseKey.decode(bytes)) {
              case Decoded.Value<VerificationKey>(var key) ->
                  new Decoded.Value<>(new ObserverEvent.KeyAdmitted(at, key, origin, chain, from));
              case Decoded.Refused<VerificationKey>(var refusal) ->
                  new Decoded.Refused<>(new Refusal(keyAt + refusal.offset(), refusal.reason()));
            });
  }
}
