package dev.penstock.tiles;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.merkle.tile.EntryBundle;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.tile.TileStore;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log in memory whose checkpoints are signed, and that shows any size it had. */
final class SignedTiles implements TileStore {
  static final JdkSignatures SIGNATURES = new JdkSignatures();
  private static final NoteSigner KEY = key();
  static final TrustPolicy POLICY =
      new TrustPolicy(
          List.of(new TrustPolicy.Log(KEY.key(), Optional.empty())),
          List.of(),
          List.of(),
          TrustPolicy.NONE);

  private final LeafTree tree;
  private final List<byte[]> entries;
  private final Map<Long, byte[]> notes;
  private final long shown;
  Optional<Pruning> pruning = Optional.empty();

  private SignedTiles(LeafTree tree, List<byte[]> entries, Map<Long, byte[]> notes, long shown) {
    this.tree = tree;
    this.entries = entries;
    this.notes = notes;
    this.shown = shown;
  }

  private static NoteSigner key() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return NoteSigner.ofLog(
          "plant.example/log", SIGNATURES.signer(SignatureAlgorithm.ED25519, pair));
    } catch (NoSuchAlgorithmException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  static SignedTiles of(int size) {
    var hasher = new TreeHasher();
    var tree = new LeafTree(hasher);
    var entries = new ArrayList<byte[]>();
    for (int i = 0; i < size; i++) {
      byte[] entry = ("entry " + i).getBytes(StandardCharsets.UTF_8);
      entries.add(entry);
      tree.append(hasher.leaf(entry).bytes(), 0, 1);
    }
    return new SignedTiles(tree, entries, new HashMap<>(), size);
  }

  /** The same log as it was, or will be; this one goes on showing what it shows. */
  SignedTiles showing(long size) {
    return new SignedTiles(tree, entries, notes, size);
  }

  private byte[] note(long size) {
    try {
      Digest root = new ProofMaker(new TreeHasher(), tree).root(size);
      var head = new Checkpoint("plant.example/log", size, root);
      return new Note(head.text(), List.of(KEY.sign(head, 0))).encode();
    } catch (SigningException | IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public long publishedSize() {
    return shown;
  }

  @Override
  public Optional<Pruning> pruning() {
    return pruning;
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return Optional.of(notes.computeIfAbsent(shown, this::note));
  }

  @Override
  public Optional<byte[]> hashes(int level, long number, int width) {
    byte[] hashes = new byte[width * Digest.BYTES];
    tree.read(level, number * TilePath.WIDTH, width, hashes, 0);
    return Optional.of(hashes);
  }

  @Override
  public Optional<byte[]> entries(long number, int width) {
    int first = (int) number * TilePath.WIDTH;
    return Optional.of(EntryBundle.encode(entries.subList(first, first + width)));
  }
}
