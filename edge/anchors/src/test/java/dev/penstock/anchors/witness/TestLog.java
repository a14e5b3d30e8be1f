package dev.penstock.anchors.witness;

import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.Growth;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.witness.AddCheckpoint;
import dev.penstock.merkle.witness.HeadChecker;
import dev.penstock.merkle.witness.WitnessRules;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;

/** A log in memory with a key of its own, which signs any head it ever had and can be forked. */
final class TestLog implements Growth {
  static final String ORIGIN = "plant7.example/log";
  static final JdkSignatures SIGNATURES = new JdkSignatures();

  final NoteSigner signer;
  private final TreeHasher hasher = new TreeHasher();
  private final LeafTree tree = new LeafTree(hasher);
  private final int forkedAt;

  private TestLog(NoteSigner signer, int forkedAt) {
    this.signer = signer;
    this.forkedAt = forkedAt;
  }

  static TestLog ofSize(int size) {
    return new TestLog(
            NoteSigner.ofLog(ORIGIN, newKey(SignatureAlgorithm.ED25519)), Integer.MAX_VALUE)
        .grow(size);
  }

  static Signer newKey(SignatureAlgorithm algorithm) {
    try {
      String name = algorithm == SignatureAlgorithm.ED25519 ? "Ed25519" : "ML-DSA-44";
      return SIGNATURES.signer(algorithm, KeyPairGenerator.getInstance(name).generateKeyPair());
    } catch (GeneralSecurityException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  static NoteSigner newWitness(String name) {
    return NoteSigner.ofCosigner(name, newKey(SignatureAlgorithm.ED25519));
  }

  /** The same log and key up to a size, with other entries behind it. */
  TestLog fork(int at, int size) {
    return new TestLog(signer, at).grow(size);
  }

  TestLog grow(int size) {
    for (int i = (int) tree.size(); i < size; i++) {
      String entry = (i < forkedAt ? "entry " : "other ") + i;
      tree.append(hasher.leaf(entry.getBytes(StandardCharsets.UTF_8)).bytes(), 0, 1);
    }
    return this;
  }

  @Override
  public long size() {
    return tree.size();
  }

  @Override
  public Digest root(long size) throws IOException {
    return size == 0 ? hasher.emptyRoot() : new ProofMaker(hasher, tree).root(size);
  }

  @Override
  public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
    return new ProofMaker(hasher, tree).consistency(oldSize, newSize);
  }

  Checkpoint checkpoint(long size) {
    try {
      return new Checkpoint(ORIGIN, size, root(size));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Note note(long size) {
    try {
      Checkpoint head = checkpoint(size);
      return new Note(head.text(), List.of(signer.sign(head, 0)));
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  AnchorHead head(long size) {
    return new AnchorHead(checkpoint(size), note(size));
  }

  byte[] request(long from, long to) {
    try {
      HashPath path = from == 0 || from == to ? HashPath.EMPTY : consistency(from, to).path();
      return new AddCheckpoint(from, path, note(to)).encode();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  HeadChecker checker() {
    return new HeadChecker(ORIGIN, SIGNATURES, List.of(signer.key()));
  }

  WitnessRules rules() {
    return new WitnessRules(SIGNATURES, List.of(signer.key()));
  }
}
