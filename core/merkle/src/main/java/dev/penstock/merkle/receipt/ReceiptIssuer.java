package dev.penstock.merkle.receipt;

import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.cose.CoseAlgorithm;
import dev.penstock.cbor.cose.CoseHeader;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cbor.cose.CoseLabel;
import dev.penstock.cbor.cose.CoseProfile;
import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.cbor.cose.CoseSign1Signer;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.util.List;

/**
 * Signs receipts for one log with one key. The protected header names the log, so that a root of
 * one log is never taken for one of another. Safe for use by several threads.
 */
public final class ReceiptIssuer {
  private final CoseSign1Signer signer;

  /** Issues for the log with this origin. */
  public ReceiptIssuer(Signer signer, String origin) {
    if (origin.length() > ReceiptFormat.ISSUER_CHARS_MAX) {
      throw new IllegalArgumentException("origin has " + origin.length() + " characters");
    }
    CborValue claims =
        new CborValue.Map(
            List.of(new CborValue.Pair(ReceiptFormat.ISS, new CborValue.Text(origin))));
    CoseHeader header =
        CoseHeader.of(CoseAlgorithm.written(signer.key().algorithm()))
            .withKeyId(CoseKey.thumbprint(signer.key()))
            .with(CoseLabel.CWT_CLAIMS, claims)
            .with(ReceiptFormat.VDS, ReceiptFormat.RFC9162_SHA256);
    this.signer = new CoseSign1Signer(signer, header, ReceiptFormat.NO_EXTERNAL_AAD);
  }

  /** A receipt that an entry is in the tree with this root. */
  public byte[] issue(InclusionProof proof, Digest root) throws SigningException {
    return issue(ReceiptFormat.INCLUSION, encode(proof.size(), proof.index(), proof.path()), root);
  }

  /** A receipt that the tree with this root begins with the older one. */
  public byte[] issue(ConsistencyProof proof, Digest newRoot) throws SigningException {
    byte[] encoded = encode(proof.oldSize(), proof.newSize(), proof.path());
    return issue(ReceiptFormat.CONSISTENCY, encoded, newRoot);
  }

  private byte[] issue(CborValue kind, byte[] proof, Digest root) throws SigningException {
    byte[] signed = signer.signDetached(root.bytes());
    CborValue proofs = new CborValue.Array(List.of(CborValue.Bytes.of(proof)));
    CborValue byKind = new CborValue.Map(List.of(new CborValue.Pair(kind, proofs)));
    var unprotected =
        new CborValue.Map(List.of(new CborValue.Pair(CborValue.of(ReceiptFormat.VDP), byKind)));
    return switch (CoseSign1.decode(signed, CoseProfile.open(Receipt.BYTES_MAX))) {
      case dev.penstock.cbor.Decoded.Value<CoseSign1>(var message) ->
          message.withUnprotected(unprotected);
      case dev.penstock.cbor.Decoded.Refused<CoseSign1>(var refusal) ->
          throw new IllegalStateException("what was just signed cannot be read: " + refusal);
    };
  }

  private static byte[] encode(long first, long second, HashPath path) {
    var writer = new CborWriter(64 + path.count() * (Digest.BYTES + 2));
    writer.array(3);
    writer.unsigned(first);
    writer.unsigned(second);
    writer.array(path.count());
    byte[] hashes = path.bytes();
    for (int i = 0; i < path.count(); i++) {
      writer.bytes(hashes, i * Digest.BYTES, Digest.BYTES);
    }
    return writer.toByteArray();
  }
}
