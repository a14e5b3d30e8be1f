package dev.penstock.merkle.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.cose.CoseAlgorithm;
import dev.penstock.cbor.cose.CoseHeader;
import dev.penstock.cbor.cose.CoseLabel;
import dev.penstock.cbor.cose.CoseProfile;
import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.cbor.cose.CoseSign1Signer;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofFlaw;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.Deep;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptTest {
  private static final String ORIGIN = "example.com/log";

  private final TreeHasher hasher = new TreeHasher();
  private final LeafTree tree = new LeafTree(hasher);
  private final ProofMaker maker = new ProofMaker(hasher, tree);
  private final Signer signer = NoteKeys.signer(SignatureAlgorithm.ED25519, 1);
  private final ReceiptIssuer issuer = new ReceiptIssuer(signer, ORIGIN);
  private final ReceiptChecker checker =
      new ReceiptChecker(NoteKeys.SIGNATURES, signer.key(), ORIGIN);

  ReceiptTest() {
    for (int i = 0; i < 20; i++) {
      tree.append(leaf(i).bytes(), 0, 1);
    }
  }

  private Digest leaf(int i) {
    return hasher.leaf(new byte[] {(byte) i});
  }

  private static Receipt.OfInclusion inclusion(byte[] bytes) {
    return (Receipt.OfInclusion) NoteKeys.value(Receipt.decode(bytes));
  }

  private static Receipt.OfConsistency consistency(byte[] bytes) {
    return (Receipt.OfConsistency) NoteKeys.value(Receipt.decode(bytes));
  }

  private byte[] inclusionReceipt(int index, int size) {
    try {
      return issuer.issue(maker.inclusion(index, size), maker.root(size));
    } catch (IOException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void receiptsOfInclusionVerifyForTheirEntryOnly() throws IOException {
    for (int size = 1; size <= 20; size++) {
      int index = size - 1 - size / 3;
      byte[] bytes = inclusionReceipt(index, size);
      Receipt.OfInclusion receipt = inclusion(bytes);
      assertThat(receipt.message().toByteArray()).isEqualTo(bytes);
      assertThat(receipt.issuer()).isEqualTo(ORIGIN);
      assertThat(receipt.proof()).isEqualTo(maker.inclusion(index, size));
      assertThat(checker.inclusion(receipt, leaf(index)))
          .isEqualTo(new ReceiptCheck.Verified(maker.root(size)));
      assertThat(checker.inclusion(receipt, leaf(index + 1)))
          .isEqualTo(new ReceiptCheck.NotSigned());
    }
  }

  @Test
  void receiptsOfConsistencyVerifyForTheirOlderTreeOnly() throws IOException, SigningException {
    for (int old = 1; old <= 20; old++) {
      byte[] bytes = issuer.issue(maker.consistency(old, 20), maker.root(20));
      Receipt.OfConsistency receipt = consistency(bytes);
      assertThat(receipt.message().toByteArray()).isEqualTo(bytes);
      assertThat(checker.consistency(receipt, old, maker.root(old)))
          .isEqualTo(new ReceiptCheck.Verified(maker.root(20)));
      assertThat(checker.consistency(receipt, old + 1, maker.root(old)))
          .isEqualTo(new ReceiptCheck.OtherSize(old));
      assertThat(checker.consistency(receipt, old, leaf(99)))
          .isNotInstanceOf(ReceiptCheck.Verified.class);
    }
  }

  @Test
  void theBytesAreThoseOfTheStandard() throws SigningException, IOException {
    byte[] bytes = inclusionReceipt(17, 20);
    CoseSign1 message = inclusion(bytes).message();
    assertThat(message.isDetached()).isTrue();
    assertThat(message.header().parameter(395)).contains(CborValue.of(1));
    assertThat(message.algorithm()).isEqualTo(CoseAlgorithm.EDDSA);
    InclusionProof proof = maker.inclusion(17, 20);
    var inner = new CborWriter(200);
    inner.array(3);
    inner.unsigned(20);
    inner.unsigned(17);
    inner.array(proof.path().count());
    for (int i = 0; i < proof.path().count(); i++) {
      inner.bytes(proof.path().hash(i).bytes());
    }
    CborValue proofs = new CborValue.Array(List.of(CborValue.Bytes.of(inner.toByteArray())));
    assertThat(message.unprotected())
        .isEqualTo(
            map(CborValue.of(396), new CborValue.Map(List.of(pair(CborValue.of(-1), proofs)))));
    var mlDsa = NoteKeys.signer(SignatureAlgorithm.ML_DSA_44, 1);
    byte[] large = new ReceiptIssuer(mlDsa, ORIGIN).issue(maker.inclusion(1, 20), maker.root(20));
    assertThat(
            new ReceiptChecker(NoteKeys.SIGNATURES, mlDsa.key(), ORIGIN)
                .inclusion(inclusion(large), leaf(1)))
        .isInstanceOf(ReceiptCheck.Verified.class);
  }

  private static CborValue.Pair pair(CborValue key, CborValue value) {
    return new CborValue.Pair(key, value);
  }

  private static CborValue.Map map(CborValue key, CborValue value) {
    return new CborValue.Map(List.of(pair(key, value)));
  }

  @Test
  void everyChangedBitOfAReceiptIsNoticed() {
    byte[] bytes = inclusionReceipt(13, 20);
    for (int i = 0; i < bytes.length; i++) {
      for (int bit = Deep.on() ? 0 : i % 8; bit < (Deep.on() ? 8 : i % 8 + 1); bit++) {
        byte[] changed = bytes.clone();
        changed[i] ^= (byte) (1 << bit);
        if (Receipt.decode(changed)
            instanceof Decoded.Value<Receipt>(Receipt.OfInclusion receipt)) {
          // The size alone is not signed: it may be another where the way is the same.
          boolean isSameWay =
              receipt.proof().path().equals(inclusion(bytes).proof().path())
                  && receipt.proof().index() == 13;
          assertThat(
                  checker.inclusion(receipt, leaf(13)) instanceof ReceiptCheck.Verified
                      && !isSameWay)
              .as("byte %d bit %d", i, bit)
              .isFalse();
        }
      }
      assertThat(Receipt.decode(Arrays.copyOf(bytes, i))).isInstanceOf(Decoded.Malformed.class);
    }
  }

  @Test
  void aReceiptOfAnotherLogOrKeyIsRefused() throws IOException, SigningException {
    byte[] other =
        new ReceiptIssuer(signer, "example.com/other").issue(maker.inclusion(3, 20), tree.root());
    assertThat(checker.inclusion(inclusion(other), leaf(3)))
        .isEqualTo(new ReceiptCheck.OtherIssuer("example.com/other"));
    var stranger = NoteKeys.signer(SignatureAlgorithm.ED25519, 2);
    byte[] foreign = new ReceiptIssuer(stranger, ORIGIN).issue(maker.inclusion(3, 20), tree.root());
    assertThat(checker.inclusion(inclusion(foreign), leaf(3)))
        .isEqualTo(new ReceiptCheck.NotSigned());
  }

  @Test
  void aProofThatLeadsNowhereIsNamed() throws SigningException, IOException {
    InclusionProof proof = maker.inclusion(3, 20);
    byte[] outside = issuer.issue(new InclusionProof(20, 20, proof.path()), tree.root());
    assertThat(checker.inclusion(inclusion(outside), leaf(3)))
        .isEqualTo(new ReceiptCheck.ProofFlawed(ProofFlaw.INDEX_OUT_OF_RANGE));
    ConsistencyProof old = maker.consistency(6, 20);
    byte[] shorter = issuer.issue(new ConsistencyProof(7, 20, old.path()), tree.root());
    assertThat(checker.consistency(consistency(shorter), 7, maker.root(7)))
        .isInstanceOf(ReceiptCheck.ProofFlawed.class);
  }

  @Test
  void messagesThatAreNoReceiptSayWhy() throws SigningException {
    CborValue claims = map(CborValue.of(1), new CborValue.Text(ORIGIN));
    CoseHeader header =
        CoseHeader.of(CoseAlgorithm.EDDSA)
            .with(CoseLabel.CWT_CLAIMS, claims)
            .with(395, CborValue.of(1));
    CborValue proof = CborValue.Bytes.of(new byte[] {(byte) 0x83, 1, 0, (byte) 0x80});
    CborValue proofs = new CborValue.Array(List.of(proof));
    CborValue.Map good = map(CborValue.of(396), map(CborValue.of(-1), proofs));
    assertThat(decode(header, good)).isInstanceOf(Decoded.Value.class);
    refused(header.with(395, CborValue.of(2)), good, "data structure is not");
    refused(header.with(395, new CborValue.Text("x")), good, "data structure is not");
    refused(CoseHeader.of(CoseAlgorithm.EDDSA), good, "data structure is not");
    refused(CoseHeader.of(CoseAlgorithm.EDDSA).with(395, CborValue.of(1)), good, "no issuer");
    refused(header.with(CoseLabel.CWT_CLAIMS, CborValue.of(1)), good, "no issuer");
    refused(
        header.with(CoseLabel.CWT_CLAIMS, map(CborValue.of(1), CborValue.of(5))),
        good,
        "no issuer");
    refused(header, CborValue.map(), "one kind of proof");
    refused(header, map(CborValue.of(396), proofs), "one kind of proof");
    var both =
        new CborValue.Map(List.of(pair(CborValue.of(-1), proofs), pair(CborValue.of(-2), proofs)));
    refused(header, map(CborValue.of(396), both), "one kind of proof");
    refused(header, map(CborValue.of(396), map(CborValue.of(-3), proofs)), "kind of proof is");
    refused(header, of(new CborValue.Array(List.of())), "not one proof");
    refused(header, of(new CborValue.Array(List.of(proof, proof))), "not one proof");
    refused(header, of(new CborValue.Array(List.of(CborValue.of(1)))), "not one proof");
    refused(header, of(CborValue.of(1)), "not one proof");
    refused(header, ofBytes(0x83, 1, 0), "proof: ");
    refused(header, ofBytes(0x82, 1, 0), "proof: ");
    refused(header, ofBytes(0x83, 1, 0, 0x80, 0), "proof: ");
    refused(header, ofBytes(0x83, 1, 0x20, 0x80), "proof: ");
    refused(header, ofBytes(0x83, 1, 0, 0x81, 0x41, 0), "proof: ");
    byte[] attached = new CoseSign1Signer(signer, header, new byte[0]).sign(tree.root().bytes());
    assertThat(Receipt.decode(attached))
        .isEqualTo(new Decoded.Malformed<>("the root is attached: it must follow from the proof"));
    assertThatThrownBy(() -> new ReceiptIssuer(signer, "x".repeat(1_025)))
        .hasMessageContaining("1025 characters");
  }

  private static CborValue.Map of(CborValue proofs) {
    return map(CborValue.of(396), map(CborValue.of(-1), proofs));
  }

  private static CborValue.Map ofBytes(int... bytes) {
    byte[] proof = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      proof[i] = (byte) bytes[i];
    }
    return of(new CborValue.Array(List.of(CborValue.Bytes.of(proof))));
  }

  private void refused(CoseHeader header, CborValue.Map unprotected, String why)
      throws SigningException {
    assertThat(decode(header, unprotected))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class, malformed -> assertThat(malformed.why()).contains(why));
  }

  private Decoded<Receipt> decode(CoseHeader header, CborValue.Map unprotected)
      throws SigningException {
    byte[] signed =
        new CoseSign1Signer(signer, header, new byte[0]).signDetached(tree.root().bytes());
    if (!(CoseSign1.decode(signed, CoseProfile.open(4_096))
        instanceof dev.penstock.cbor.Decoded.Value<CoseSign1>(var message))) {
      throw new AssertionError("not readable");
    }
    return Receipt.decode(message.withUnprotected(unprotected));
  }
}
