package dev.penstock.merkle.mirror;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.tile.EntryBundle;
import dev.penstock.merkle.tile.TileLayout;
import dev.penstock.merkle.tile.TilePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A log in memory that shows any size it had, can be forked, and can hand out anything instead. */
final class SmallLog implements MirrorSource {
  static final String ORIGIN = "example.com/log";
  static final NoteSigner KEY = NoteKeys.log(ORIGIN, 1);

  private final TreeHasher hasher = new TreeHasher();
  private final LeafTree tree = new LeafTree(hasher);
  private final List<byte[]> entries = new ArrayList<>();
  private final int forkedAt;

  /** What is handed out instead of the resource of this path. */
  final Map<String, byte[]> instead = new HashMap<>();

  final List<String> asked = new ArrayList<>();
  private byte[] note = new byte[0];
  long prunedBelow;
  boolean saysWhatIsGone = true;

  /** A bundle that is said to be pruned wherever it stands; -1 for none. */
  long hole = -1;

  private SmallLog(int forkedAt) {
    this.forkedAt = forkedAt;
  }

  static SmallLog of(int size) {
    return new SmallLog(Integer.MAX_VALUE).grow(size);
  }

  /** The same log up to a place, with other entries from there on, under the same key. */
  static SmallLog forked(int at, int size) {
    return new SmallLog(at).grow(size);
  }

  SmallLog grow(int size) {
    for (int i = entries.size(); i < size; i++) {
      byte[] entry = ((i < forkedAt ? "" : "other ") + i).getBytes(StandardCharsets.UTF_8);
      entries.add(entry);
      tree.append(hasher.leaf(entry).bytes(), 0, 1);
    }
    return show(size, KEY);
  }

  /** Shows the head of this size, signed by these. */
  SmallLog show(long size, NoteSigner... signers) {
    note = note(size, signers).encode();
    return this;
  }

  SmallLog show(byte[] bytes) {
    note = bytes;
    return this;
  }

  Note note(long size, NoteSigner... signers) {
    return NoteKeys.signed(new Checkpoint(ORIGIN, size, root(size)), 7, signers);
  }

  private Digest root(long size) {
    try {
      return new ProofMaker(hasher, tree).root(size);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Everything that a copy of the tree of this size holds, the checkpoint not. */
  Map<String, byte[]> resources(long size) {
    var all = new TreeMap<String, byte[]>();
    for (int level = 0; level < TileLayout.LEVELS; level++) {
      for (long number = 0; TileLayout.width(level, number, size) > 0; number++) {
        int width = TileLayout.width(level, number, size);
        var _ =
            all.put(new TilePath.Hashes(level, number, width).text(), tile(level, number, width));
        if (level == 0) {
          var _ = all.put(new TilePath.Entries(number, width).text(), bundle(number, width));
        }
      }
    }
    return all;
  }

  private byte[] tile(int level, long number, int width) {
    byte[] hashes = new byte[width * Digest.BYTES];
    tree.read(level, number * TilePath.WIDTH, width, hashes, 0);
    return hashes;
  }

  private byte[] bundle(long number, int width) {
    int first = (int) number * TilePath.WIDTH;
    return EntryBundle.encode(entries.subList(first, first + width));
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return note.length == 0 ? Optional.empty() : Optional.of(note);
  }

  @Override
  public Optional<byte[]> hashes(int level, long number, int width) {
    return answer(new TilePath.Hashes(level, number, width).text(), tile(level, number, width));
  }

  @Override
  public Optional<byte[]> entries(long number, int width) {
    return isPruned(number, width)
        ? Optional.empty()
        : answer(new TilePath.Entries(number, width).text(), bundle(number, width));
  }

  @Override
  public Optional<String> whyGone(long number, int width) {
    return saysWhatIsGone && isPruned(number, width) ? Optional.of("by policy") : Optional.empty();
  }

  private boolean isPruned(long number, int width) {
    return number == hole || number * TilePath.WIDTH + width <= prunedBelow;
  }

  private Optional<byte[]> answer(String path, byte[] real) {
    boolean _ = asked.add(path);
    return Optional.of(instead.getOrDefault(path, real));
  }
}
