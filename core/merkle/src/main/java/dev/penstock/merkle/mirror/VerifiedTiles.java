package dev.penstock.merkle.mirror;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashReader;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.tile.TileLayout;
import dev.penstock.merkle.tile.TilePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The hash tiles of the tree under one signed head, each verified before anybody sees it. The
 * partial tiles at the right edge, at most eight, lead to the root together; every full tile leads
 * to its hash in the tile above. Holds one full tile per level. One thread at a time.
 */
final class VerifiedTiles implements HashReader {
  private static final int TILE_BYTES = TilePath.WIDTH * Digest.BYTES;

  private final TreeHasher hasher;
  private final MirrorSource source;
  private final MirrorTarget target;
  private final Checkpoint head;

  private final byte[][] edge = new byte[TileLayout.LEVELS][0];

  /** The full tile of each level that was asked for last. */
  private final byte[][] full = new byte[TileLayout.LEVELS][TILE_BYTES];

  private final long[] numbers = new long[TileLayout.LEVELS];
  private final boolean[] isKept = new boolean[TileLayout.LEVELS];
  private final byte[] scratch = new byte[TILE_BYTES];

  /** Set once the head is known to follow the one held: from then on tiles go into the copy. */
  private boolean isKeeping;

  private MirrorCounts kept = MirrorCounts.NONE;

  VerifiedTiles(TreeHasher hasher, MirrorSource source, MirrorTarget target, Checkpoint head) {
    this.hasher = hasher;
    this.source = source;
    this.target = target;
    this.head = head;
    Arrays.fill(numbers, -1);
  }

  /** Fetches the right edge and holds it against the signed root. */
  void open() throws IOException {
    byte[] roots = new byte[Long.bitCount(head.size()) * Digest.BYTES];
    int at = 0;
    for (int level = TileLayout.LEVELS - 1; level >= 0; level--) {
      long hashes = TileLayout.hashCount(level, head.size());
      int width = (int) (hashes % TilePath.WIDTH);
      if (width > 0) {
        edge[level] = fetch(level, hashes / TilePath.WIDTH, width);
        at = addRoots(edge[level], width, roots, at);
      }
    }
    var whole = new RightEdge(hasher);
    whole.restore(head.size(), roots);
    if (!whole.root().equals(head.root())) {
      throw new RefusedException(
          MirrorOutcome.Reason.WRONG_BYTES,
          "the partial tiles at the right edge of size "
              + head.size()
              + " do not lead to the root of its checkpoint");
    }
  }

  /** Writes the roots of the complete subtrees in a partial tile, largest first. */
  private int addRoots(byte[] tile, int width, byte[] into, int intoAt) {
    int at = intoAt;
    int from = 0;
    for (int count = TilePath.WIDTH / 2; count > 0; count /= 2) {
      if ((width & count) != 0) {
        rootOf(tile, from, count, into, at);
        from += count;
        at += Digest.BYTES;
      }
    }
    return at;
  }

  private void rootOf(byte[] hashes, int from, int count, byte[] into, int at) {
    System.arraycopy(hashes, from * Digest.BYTES, scratch, 0, count * Digest.BYTES);
    hasher.rootInPlace(scratch, 0, count);
    System.arraycopy(scratch, 0, into, at, Digest.BYTES);
  }

  /** From now on each full tile above the leaves is stored before one below it is. */
  void keep() throws IOException {
    isKeeping = true;
    for (int level = TileLayout.LEVELS - 1; level > 0; level--) {
      if (numbers[level] >= 0) {
        keep(level);
      }
    }
  }

  /** What {@link #keep} stored so far. */
  MirrorCounts kept() {
    return kept;
  }

  /** The partial tile of this level at the right edge; empty where there is none. */
  byte[] edge(int level) {
    return edge[level];
  }

  /** Whether the full tile of this level has this root, by the tile above it. */
  boolean isUnder(byte[] tile, int level, long number) throws IOException {
    byte[] above = tile(level + 1, number / TilePath.WIDTH);
    byte[] root = new byte[Digest.BYTES];
    rootOf(tile, 0, TilePath.WIDTH, root, 0);
    return Digest.at(root, 0).isAt(above, (int) (number % TilePath.WIDTH) * Digest.BYTES);
  }

  /** The verified tile, full or at the edge. Not to be written to; good until the next call. */
  byte[] tile(int level, long number) throws IOException {
    if (number == TileLayout.hashCount(level, head.size()) / TilePath.WIDTH) {
      return edge[level];
    }
    if (numbers[level] != number) {
      load(level, number);
    }
    return full[level];
  }

  private void load(int level, long number) throws IOException {
    var path = new TilePath.Hashes(level, number, TilePath.WIDTH);
    Optional<byte[]> held = target.read(path);
    boolean isHeld = held.isPresent() && isTile(held.get(), level, number);
    if (held.isPresent() && !isHeld && isKeeping) {
      throw damaged(path);
    }
    byte[] tile = isHeld ? held.get() : fetch(level, number, TilePath.WIDTH);
    if (!isHeld && !isUnder(tile, level, number)) {
      throw new RefusedException(
          MirrorOutcome.Reason.WRONG_BYTES,
          path.text() + " does not lead to its hash in the tile above");
    }
    System.arraycopy(tile, 0, full[level], 0, TILE_BYTES);
    numbers[level] = number;
    isKept[level] = isHeld;
    if (isKeeping && level > 0) {
      keep(level);
    }
  }

  private boolean isTile(byte[] tile, int level, long number) throws IOException {
    return tile.length == TILE_BYTES && isUnder(tile, level, number);
  }

  private void keep(int level) throws IOException {
    if (isKept[level]) {
      return;
    }
    store(new TilePath.Hashes(level, numbers[level], TilePath.WIDTH), full[level].clone());
    isKept[level] = true;
  }

  /** Stores the partial tile of this level, when all that is below it is stored. */
  void storeEdge(int level, TilePath path) throws IOException {
    store(path, edge[level].clone());
  }

  private void store(TilePath path, byte[] tile) throws IOException {
    switch (target.store(path, tile)) {
      case NEW -> kept = kept.withResource(tile.length);
      case ALREADY -> {
        // A run before this one stored it.
      }
      case OTHER_BYTES -> throw damaged(path);
    }
  }

  private byte[] fetch(int level, long number, int width) throws IOException {
    var path = new TilePath.Hashes(level, number, width);
    byte[] tile =
        source
            .hashes(level, number, width)
            .orElseThrow(() ->
                new RefusedException(
                    MirrorOutcome.Reason.MISSING, "the source has no " + path.text()));
    if (tile.length != width * Digest.BYTES) {
      throw new RefusedException(
          MirrorOutcome.Reason.WRONG_BYTES,
          path.text() + " has " + tile.length + " bytes, must be " + width * Digest.BYTES);
    }
    return tile;
  }

  static RefusedException damaged(TilePath path) {
    return new RefusedException(
        MirrorOutcome.Reason.COPY_DAMAGED,
        path.text() + " of the copy does not fit under the signed head; it was left alone");
  }

  @Override
  public void read(int tileLevel, long index, int count, byte[] into, int at) throws IOException {
    byte[] tile = tile(tileLevel, index / TilePath.WIDTH);
    int from = (int) (index % TilePath.WIDTH) * Digest.BYTES;
    System.arraycopy(tile, from, into, at, count * Digest.BYTES);
  }
}
