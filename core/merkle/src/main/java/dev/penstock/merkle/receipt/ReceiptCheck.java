package dev.penstock.merkle.receipt;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofFlaw;

/** What came out of checking a receipt. */
public sealed interface ReceiptCheck {
  /**
   * The proof leads to this root, and the key signed it for the log. The sizes and the index in the
   * proof are not signed: they say how the hashes are put together and no more.
   */
  record Verified(Digest root) implements ReceiptCheck {}

  /** The signer speaks for another log. */
  record OtherIssuer(String issuer) implements ReceiptCheck {}

  /** The proof leads nowhere. */
  record ProofFlawed(ProofFlaw flaw) implements ReceiptCheck {}

  /** The older tree of the receipt is not the one that was asked about. */
  record OtherSize(long oldSize) implements ReceiptCheck {}

  /** The key did not sign the root that the proof leads to: proof, entry or signature is wrong. */
  record NotSigned() implements ReceiptCheck {}
}
