package dev.penstock.evidence.block;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.SignatureCheck;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;

/**
 * The observer's signed word that one block is durable in the log, docs/formats/block.md §8. The
 * maker frees that block and echoes the challenge.
 */
public record Ack(ChainId chain, long seq, Digest link, long leaf, Challenge challenge) {
  private static final int FIELDS = 6;
  private static final int VERSION = 1;

  public Ack {
    if (seq < 0 || leaf < 0) {
      throw new IllegalArgumentException("ack of block " + seq + " at leaf " + leaf);
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
    out.bytes(Challenge.BYTES, challenge.value()::copyTo);
    Digest kid = KeyThumbprint.of(signer.key());
    return Envelope.ACK.sign(signer, kid, null, out.toByteArray()).envelope();
  }

  /** An ack whose signature is still to be checked. */
  public static final class Received {
    private final Ack ack;
    private final Digest kid;
    private final byte[] sigStructure;
    private final byte[] signature;

    private Received(Ack ack, Envelope.Parts parts) {
      this.ack = ack;
      this.kid = parts.kid;
      this.sigStructure = parts.sigStructure;
      this.signature = parts.signature;
    }

    /** What the ack says; believe it only after {@link #isSignedBy}. */
    public Ack ack() {
      return ack;
    }

    public Digest kid() {
      return kid;
    }

    public boolean isSignedBy(SignatureCheck check) {
      return check.accepts(sigStructure, signature);
    }
  }

  /** Reads bytes from outside. */
  public static Decoded<Received> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(Envelope.BYTES_MAX));
    in.reset(bytes);
    Envelope.Parts parts = Envelope.ACK.read(in, bytes);
    return in.end(() -> parts)
        .flatMap(
            read ->
                decodePayload(bytes, read.payloadAt, read.payloadBytes)
                    .map(ack -> new Received(ack, read)));
  }

  private static Decoded<Ack> decodePayload(byte[] bytes, int at, int length) {
    var in = new CborReader(CborLimits.ofBytes(BlockHeader.BYTES_MAX));
    in.reset(bytes, at, length);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(BlockReason.VERSION);
    }
    ChainId chain = ChainId.of(in.bytesExactly(ChainId.BYTES));
    long seq = in.unsigned();
    Digest link = Digest.of(in.bytesExactly(Digest.BYTES));
    long leaf = in.unsigned();
    Challenge challenge = Challenge.of(in.bytesExactly(Challenge.BYTES));
    return in.end(() -> new Ack(chain, seq, link, leaf, challenge));
  }
}
