package dev.penstock.cbor.cose;

import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;

/**
 * Makes COSE_Sign1 messages with one key, one protected header and one external data, all encoded
 * once. Safe for use by several threads.
 *
 * <p>Where the bytes to be signed are needed by themselves, to be hashed or to be signed later,
 * take {@link #structure} first and {@link #sign(SigStructure)} then; the payload is copied once
 * into the one and once into the message.
 */
public final class CoseSign1Signer {
  private final Signer signer;
  private final CoseAlgorithm algorithm;
  private final SigStructure.Slice header;
  private final SigStructure.Slice externalAad;

  public CoseSign1Signer(Signer signer, CoseHeader header, byte[] externalAad) {
    algorithm = header.algorithm();
    if (signer.key().algorithm() != algorithm.algorithm()) {
      throw new IllegalArgumentException(
          "the header names " + algorithm + ", the key is " + signer.key().algorithm());
    }
    this.signer = signer;
    this.header = SigStructure.Slice.of(header.encode());
    this.externalAad = SigStructure.Slice.of(externalAad.clone());
  }

  /** What the signature of this payload covers. */
  public SigStructure structure(byte[] payload) {
    return structure(payload, 0, payload.length);
  }

  /** The same for a part of an array. */
  public SigStructure structure(byte[] source, int from, int length) {
    return SigStructure.of(
        algorithm, header, externalAad, new SigStructure.Slice(source, from, length));
  }

  /** The tagged message with its payload and an empty unprotected header. */
  public byte[] sign(byte[] payload) throws SigningException {
    return sign(structure(payload));
  }

  /** The same from the bytes to be signed, which this object must have made. */
  public byte[] sign(SigStructure structure) throws SigningException {
    return structure.message(signer.sign(structure.shared()));
  }

  /** The tagged message without its payload. */
  public byte[] signDetached(byte[] payload) throws SigningException {
    SigStructure structure = structure(payload);
    return structure.detachedMessage(signer.sign(structure.shared()));
  }
}
