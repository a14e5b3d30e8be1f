package dev.penstock.merkle.tile;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log in memory that serves its tiles, and whose every resource a test can replace. */
final class MemoryLog implements TileStore {
  static final NoteSigner SIGNER = NoteKeys.log("example.com/log", 1);

  final TreeHasher hasher = new TreeHasher();
  final LeafTree tree = new LeafTree(hasher);
  final List<byte[]> entries = new ArrayList<>();

  /** What is served instead: empty for what is not there, null for what cannot be read. */
  final Map<String, Optional<byte[]>> replaced = new HashMap<>();

  final List<String> asked = new ArrayList<>();
  Optional<Pruning> pruning = Optional.empty();
  private byte[] checkpoint = new byte[0];
  private long published;

  MemoryLog(int size) {
    grow(size);
    publish();
  }

  /** Adds plain entries up to this size. */
  void grow(int size) {
    while (entries.size() < size) {
      add(("entry " + entries.size()).getBytes(StandardCharsets.UTF_8));
    }
  }

  void add(byte[] entry) {
    entries.add(entry);
    tree.append(hasher.leaf(entry).bytes(), 0, 1);
  }

  Checkpoint head() {
    return new Checkpoint("example.com/log", tree.size(), tree.root());
  }

  void publish() {
    publish(SIGNER);
  }

  void publish(NoteSigner... signers) {
    published = tree.size();
    checkpoint = NoteKeys.signed(head(), 0, signers).encode();
  }

  @Override
  public long publishedSize() {
    return published;
  }

  @Override
  public Optional<Pruning> pruning() {
    return pruning;
  }

  @Override
  public Optional<byte[]> checkpoint() throws IOException {
    return served("checkpoint", checkpoint);
  }

  @Override
  public Optional<byte[]> hashes(int level, long number, int width) throws IOException {
    byte[] hashes = new byte[width * Digest.BYTES];
    tree.read(level, number * TilePath.WIDTH, width, hashes, 0);
    return served(new TilePath.Hashes(level, number, width).text(), hashes);
  }

  @Override
  public Optional<byte[]> entries(long number, int width) throws IOException {
    int first = (int) number * TilePath.WIDTH;
    byte[] bundle = EntryBundle.encode(entries.subList(first, first + width));
    return served(new TilePath.Entries(number, width).text(), bundle);
  }

  private Optional<byte[]> served(String path, byte[] real) throws IOException {
    asked.add(path);
    if (!replaced.containsKey(path)) {
      return Optional.of(real);
    }
    Optional<byte[]> instead = replaced.get(path);
    if (instead == null) {
      throw new IOException("bad sector");
    }
    return instead;
  }
}
