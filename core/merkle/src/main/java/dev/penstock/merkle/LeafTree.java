package dev.penstock.merkle;

import java.util.Arrays;
import java.util.Objects;

/**
 * A whole tree in memory: the inner tree of a block, or a small log in a test. Keeps the leaf
 * hashes and the roots of its full tiles; 32 bytes a leaf. Grows by appending; one thread at a time
 * while it grows, any number of readers afterwards.
 */
public final class LeafTree implements HashReader {
  private static final int TILE_LEVELS = 8;

  private final RightEdge edge;
  private final byte[][] levels = new byte[TILE_LEVELS][0];
  private final int[] counts = new int[TILE_LEVELS];

  public LeafTree(TreeHasher hasher) {
    this.edge = new RightEdge(hasher);
  }

  /** The tree over these leaf hashes, back to back. */
  public static LeafTree of(TreeHasher hasher, byte[] leafHashes) {
    var tree = new LeafTree(hasher);
    tree.append(leafHashes, 0, leafHashes.length / Digest.BYTES);
    return tree;
  }

  /** Appends leaf hashes that stand back to back. */
  public void append(byte[] leafHashes, int from, int count) {
    edge.append(leafHashes, from, count, this::keep);
  }

  public long size() {
    return edge.size();
  }

  public Digest root() {
    return edge.root();
  }

  /** The leaf hash at this index. */
  public Digest leafHash(int index) {
    Objects.checkIndex(index, counts[0]);
    return Digest.at(levels[0], index * Digest.BYTES);
  }

  @Override
  public void read(int tileLevel, long index, int count, byte[] into, int at) {
    Objects.checkFromIndexSize(index, (long) count, (long) counts[tileLevel]);
    int from = (int) index * Digest.BYTES;
    System.arraycopy(levels[tileLevel], from, into, at, count * Digest.BYTES);
  }

  private void keep(int level, long index, byte[] source, int at) {
    if (level % NodeReader.TILE_HEIGHT != 0) {
      return;
    }
    int tileLevel = level / NodeReader.TILE_HEIGHT;
    int end = counts[tileLevel] * Digest.BYTES;
    if (end == levels[tileLevel].length) {
      levels[tileLevel] = Arrays.copyOf(levels[tileLevel], Math.max(64 * Digest.BYTES, 2 * end));
    }
    System.arraycopy(source, at, levels[tileLevel], end, Digest.BYTES);
    counts[tileLevel]++;
  }
}
