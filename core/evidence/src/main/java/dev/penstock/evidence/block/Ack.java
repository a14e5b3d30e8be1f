package dev.penstock.evidence.block;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;

/**
 * The observer's signed word that one block is durable in the log, docs/formats/block.md §8. The
 * maker frees that block and echoes the challenge.
 *
 * @param leaf the block's index in the log
 * @param counter grows with each ack of the chain that leaves, for ever: a maker takes no ack that
 *     is not above the last one it took, so that an echo never goes back
 */
public record Ack(
    ChainId chain, long seq, Digest link, long leaf, long counter, Challenge challenge) {
  private static final int FIELDS = 7;
  private static final int VERSION = 1;

  public Ack {
    if (seq < 0 || leaf < 0 || counter < 0) {
      throw new IllegalArgumentException(
          "ack " + counter + " of block " + seq + " at leaf " + leaf);
    }
  }

  /** The signed bytes. */
  public byte[] sign(Signer signer) throws SigningException {
    var out = new CborWriter(128);
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.bytes(ChainId.BYTES, chain.value()::copyTo);
    out.unsigned(seq);
    out.bytes(Digest.BYTES, link::copyTo);
    out.unsigned(leaf);
    out.unsigned(counter);
    out.bytes(Challenge.BYTES, challenge.value()::copyTo);
    return Envelope.ACK.signer(signer, null).sign(out.toByteArray());
  }

  /** An ack whose signature is still to be checked. */
  public static final class Received {
    private final Ack ack;
    private final Envelope.Opened envelope;

    private Received(Ack ack, Envelope.Opened envelope) {
      this.ack = ack;
      this.envelope = envelope;
    }

    /** What the ack says; believe it only after {@link #verify}. */
    public Ack ack() {
      return ack;
    }

    public Digest kid() {
      return envelope.kid();
    }

    public CoseVerdict verify(CoseVerifier verifier) {
      return verifier.verify(envelope.structure(), envelope.message().signature());
    }
  }

  /** Reads bytes from outside. */
  public static Decoded<Received> decode(byte[] bytes) {
    return Envelope.ACK
        .open(bytes, 0, bytes.length)
        .flatMap(envelope ->
            decodePayload(envelope.message().payload()).map(ack -> new Received(ack, envelope)));
  }

  private static Decoded<Ack> decodePayload(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BlockHeader.BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(BlockReason.VERSION);
    }
    ChainId chain = ChainId.of(in.bytesExactly(ChainId.BYTES));
    long seq = in.unsigned();
    Digest link = Digest.of(in.bytesExactly(Digest.BYTES));
    long leaf = in.unsigned();
    long counter = in.unsigned();
    Challenge challenge = Challenge.of(in.bytesExactly(Challenge.BYTES));
    return in.end(() -> new Ack(chain, seq, link, leaf, counter, challenge));
  }
}
