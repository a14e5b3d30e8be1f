package dev.penstock.tiles;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.tile.EntryBundle;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.tile.TileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A small log in memory. Its checkpoint bears a signature that no key is given for. */
final class MemoryTiles implements TileStore {
  private final TreeHasher hasher = new TreeHasher();
  private final LeafTree tree = new LeafTree(hasher);
  private final List<byte[]> entries = new ArrayList<>();
  Optional<Pruning> pruning = Optional.empty();

  void grow(int count) {
    for (int i = 0; i < count; i++) {
      byte[] entry = ("entry " + entries.size()).getBytes(StandardCharsets.UTF_8);
      entries.add(entry);
      tree.append(hasher.leaf(entry).bytes(), 0, 1);
    }
  }

  @Override
  public long publishedSize() {
    return tree.size();
  }

  @Override
  public Optional<Pruning> pruning() {
    return pruning;
  }

  @Override
  public Optional<byte[]> checkpoint() {
    var head = new Checkpoint("example.com/log", tree.size(), tree.root());
    String note = head.text() + "\n— example.com/log AAAAAAAA\n";
    return tree.size() == 0 ? Optional.empty() : Optional.of(note.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<byte[]> hashes(int level, long number, int width) throws IOException {
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
