package dev.penstock.merkle.receipt;

import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.InclusionProof;

/**
 * A COSE Receipt over the tree of RFC 9162 with SHA-256: a COSE_Sign1 whose detached payload is a
 * root, with the proof that leads to it beside. Worth nothing until {@link ReceiptChecker} has
 * checked it.
 */
public sealed interface Receipt {
  /** The largest: 64 KiB hold every proof with an ML-DSA-65 signature and a long issuer. */
  int BYTES_MAX = 1 << 16;

  /** Which log the signer says the root is of: CWT claim {@code iss}. */
  String issuer();

  /** The message with its signature. */
  CoseSign1 message();

  /** Shows an entry in the tree whose root is signed. */
  record OfInclusion(String issuer, InclusionProof proof, CoseSign1 message) implements Receipt {}

  /** Shows that the tree whose root is signed begins with an older one. */
  record OfConsistency(String issuer, ConsistencyProof proof, CoseSign1 message)
      implements Receipt {}

  /** Reads a receipt. {@code message().toByteArray()} gives back the same bytes. */
  static Decoded<Receipt> decode(byte[] bytes) {
    return ReceiptReader.read(bytes);
  }
}
