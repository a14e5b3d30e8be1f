package dev.penstock.evidence.block;

import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.cose.CoseAlgorithm;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cbor.cose.CoseProfile;
import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import org.jspecify.annotations.Nullable;

/**
 * A signed header, decoded or just made: the leaf of the log. That it decodes says nothing about
 * its signature; {@link #verify} does.
 */
public final class Block {
  private static final CborValue RECEIPTS = CborValue.of(394);

  /** A leaf with a few receipts of a large log. */
  private static final int WITH_RECEIPTS_BYTES_MAX = 65_536;

  private final BlockHeader header;
  private final Envelope.Opened envelope;
  private final Digest link;

  Block(BlockHeader header, Envelope.Opened envelope) {
    this.header = header;
    this.envelope = envelope;
    this.link = Sha256.of(envelope.structure());
  }

  /** Reads bytes from outside that must be exactly one block with an empty unprotected map. */
  public static Decoded<Block> decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  static Decoded<Block> decode(byte[] source, int at, int length) {
    return Envelope.BLOCK
        .open(source, at, length)
        .flatMap(envelope ->
            BlockHeader.decode(envelope.message().payload())
                .map(header -> new Block(header, envelope)));
  }

  /**
   * The leaf inside a copy that was given receipts: the same bytes with an empty unprotected map.
   * Anything but receipts (label 394, RFC 9942) in that map is refused.
   */
  public static Decoded<byte[]> withoutReceipts(byte[] bytes) {
    return CoseSign1.decode(bytes, CoseProfile.open(WITH_RECEIPTS_BYTES_MAX))
        .flatMap(message -> {
          var pairs = message.unprotected().pairs();
          boolean isReceiptsOnly =
              pairs.isEmpty() || (pairs.size() == 1 && pairs.get(0).key().equals(RECEIPTS));
          return isReceiptsOnly
              ? new Decoded.Value<>(message.withoutUnprotected())
              : new Decoded.Refused<>(new Refusal(0, BlockReason.UNPROTECTED));
        });
  }

  /** The kid of a key: its RFC 9679 thumbprint. */
  public static Digest kidOf(VerificationKey key) {
    return Digest.of(CoseKey.thumbprint(key));
  }

  public BlockHeader header() {
    return header;
  }

  public CoseAlgorithm algorithm() {
    return envelope.message().algorithm();
  }

  /** RFC 9679 thumbprint of the key that claims to have signed. */
  public Digest kid() {
    return envelope.kid();
  }

  /** Present where the block shall be a SCITT statement. */
  public @Nullable Claims claims() {
    return envelope.claims();
  }

  /** {@code H(Sig_structure)}: what the next block names as its previous. */
  public Digest link() {
    return link;
  }

  /** A copy of the bytes that enter the log. */
  public byte[] leaf() {
    return envelope.message().toByteArray();
  }

  /** A copy of what the signature covers. */
  public byte[] sigStructure() {
    return envelope.structure().toByteArray();
  }

  /** A copy of the raw signature. */
  public byte[] signature() {
    return envelope.message().signature();
  }

  /** Checks the signature. */
  public CoseVerdict verify(CoseVerifier verifier) {
    return verifier.verify(envelope.structure(), envelope.message().signature());
  }

  @Override
  public String toString() {
    return "block " + header.seq() + " of " + header.chain() + " by " + header.origin();
  }
}
