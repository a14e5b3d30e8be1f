package dev.penstock.merkle.receipt;

import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.merkle.DerivedRoot;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;

/** Checks receipts of one log against one key. Safe for use by several threads. */
public final class ReceiptChecker {
  private final CoseVerifier verifier;
  private final String origin;

  /** Takes receipts that this key signed for the log with this origin. */
  public ReceiptChecker(Signatures signatures, VerificationKey key, String origin) {
    this.verifier = new CoseVerifier(signatures, key);
    this.origin = origin;
  }

  /** Checks that the entry with this leaf hash is in a tree whose root the key signed. */
  public ReceiptCheck inclusion(Receipt.OfInclusion receipt, Digest leafHash) {
    var proofs = new ProofChecker(new TreeHasher());
    return check(receipt, proofs.rootOf(receipt.proof(), leafHash));
  }

  /**
   * Checks that a tree whose root the key signed begins with the tree of this size and root, which
   * the caller already trusts.
   */
  public ReceiptCheck consistency(Receipt.OfConsistency receipt, long oldSize, Digest oldRoot) {
    if (receipt.proof().oldSize() != oldSize) {
      return new ReceiptCheck.OtherSize(receipt.proof().oldSize());
    }
    var proofs = new ProofChecker(new TreeHasher());
    return check(receipt, proofs.newRootOf(receipt.proof(), oldRoot));
  }

  private ReceiptCheck check(Receipt receipt, DerivedRoot derived) {
    if (!receipt.issuer().equals(origin)) {
      return new ReceiptCheck.OtherIssuer(receipt.issuer());
    }
    return switch (derived) {
      case DerivedRoot.None(var flaw) -> new ReceiptCheck.ProofFlawed(flaw);
      case DerivedRoot.Root(var root) -> check(receipt.message(), root);
    };
  }

  private ReceiptCheck check(CoseSign1 message, Digest root) {
    CoseVerdict verdict = verifier.verify(message, ReceiptFormat.NO_EXTERNAL_AAD, root.bytes());
    return verdict == CoseVerdict.VERIFIED
        ? new ReceiptCheck.Verified(root)
        : new ReceiptCheck.NotSigned();
  }
}
