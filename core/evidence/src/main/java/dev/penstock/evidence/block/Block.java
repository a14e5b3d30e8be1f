package dev.penstock.evidence.block;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseAlgorithm;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SignatureCheck;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A signed header, decoded or just made: the leaf of the log. That it decodes says nothing about
 * its signature; {@link #isSignedBy} does.
 */
public final class Block {
  private final BlockHeader header;
  private final CoseAlgorithm algorithm;
  private final Digest kid;
  private final @Nullable Claims claims;
  private final byte[] leaf;
  private final byte[] sigStructure;
  private final byte[] signature;
  private final Digest link;

  Block(
      BlockHeader header,
      CoseAlgorithm algorithm,
      Digest kid,
      @Nullable Claims claims,
      byte[] leaf,
      byte[] sigStructure,
      byte[] signature) {
    this.header = header;
    this.algorithm = algorithm;
    this.kid = kid;
    this.claims = claims;
    this.leaf = leaf;
    this.sigStructure = sigStructure;
    this.signature = signature;
    this.link = Sha256.of(sigStructure);
  }

  /** Reads bytes from outside that must be exactly one block with an empty unprotected map. */
  public static Decoded<Block> decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  static Decoded<Block> decode(byte[] source, int at, int length) {
    var in = new CborReader(CborLimits.ofBytes(Envelope.BYTES_MAX));
    in.reset(source, at, length);
    Envelope.Parts parts = Envelope.BLOCK.read(in, source);
    return in.end(() -> parts)
        .flatMap(
            read ->
                BlockHeader.decode(source, read.payloadAt, read.payloadBytes)
                    .map(header -> new Block(header, read, Arrays.copyOfRange(source, at, at + length))));
  }

  private Block(BlockHeader header, Envelope.Parts parts, byte[] leaf) {
    this(
        header,
        parts.algorithm,
        parts.kid,
        parts.claims,
        leaf,
        parts.sigStructure,
        parts.signature);
  }

  static Block made(
      BlockHeader header, Envelope.Signed signed, Digest kid, SignatureAlgorithm algorithm) {
    return new Block(
        header,
        CoseAlgorithm.written(algorithm),
        kid,
        null,
        signed.envelope(),
        signed.sigStructure(),
        signed.signature());
  }

  public BlockHeader header() {
    return header;
  }

  public CoseAlgorithm algorithm() {
    return algorithm;
  }

  /** RFC 9679 thumbprint of the key that claims to have signed. */
  public Digest kid() {
    return kid;
  }

  /** Present where the block shall be a SCITT statement. */
  public @Nullable Claims claims() {
    return claims;
  }

  /** {@code H(Sig_structure)}: what the next block names as its previous. */
  public Digest link() {
    return link;
  }

  /** A copy of the bytes that enter the log. */
  public byte[] leaf() {
    return leaf.clone();
  }

  /** A copy of what the signature covers. */
  public byte[] sigStructure() {
    return sigStructure.clone();
  }

  /** A copy of the raw signature. */
  public byte[] signature() {
    return signature.clone();
  }

  /** True exactly when the check's key made the signature. */
  public boolean isSignedBy(SignatureCheck check) {
    return check.accepts(sigStructure, signature);
  }

  @Override
  public String toString() {
    return "block " + header.seq() + " of " + header.chain() + " by " + header.origin();
  }
}
