package dev.penstock.merkle;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the inner hashes of full tiles above the leaves, which never change, and the right edge of
 * one size, for all makers of proofs about one log: with it a proof reads and hashes one tile of
 * leaf hashes and little else. Safe for use by several threads. Never to be shared between two
 * logs.
 *
 * <p>Each place holds 16 KiB, and a tile has one place it can be in. A log of 100 M leaves has
 * 1,531 such tiles.
 */
public final class TileCache {
  private static final int LEAVES = NodeReader.TILE_WIDTH;
  private static final int NODES = 2 * LEAVES - 1;

  /** A full tile with everything up to its root: 256 hashes, then 128, then 64 ... */
  private record Tile(int level, long number, Nodes nodes) {}

  /** Hashes back to back; never written to once they are in the cache. */
  private static final class Nodes {
    private final byte[] hashes;

    Nodes(byte[] hashes) {
      this.hashes = hashes;
    }
  }

  /** The roots of the complete subtrees of the tree of this size, largest first. */
  private record Edge(long size, Nodes nodes) {}

  private final AtomicReferenceArray<@Nullable Tile> places;

  /** That of the size asked about last: most proofs are about the newest checkpoint. */
  private final AtomicReference<Edge> edge =
      new AtomicReference<>(new Edge(0, new Nodes(new byte[0])));

  /** A cache that grows to at most this many tiles of 16 KiB. */
  public TileCache(int tileCountMax) {
    if (tileCountMax < 1) {
      throw new IllegalArgumentException("cache of " + tileCountMax + " tiles");
    }
    this.places = new AtomicReferenceArray<>(tileCountMax);
  }

  /**
   * Writes a node of a full tile, and reads the tile when it is not there yet.
   *
   * @param height 0 for the tile's own hashes
   * @param position within that height
   */
  void node(
      TreeHasher hasher,
      HashReader reader,
      int level,
      long number,
      int height,
      int position,
      byte[] into,
      int at)
      throws IOException {
    int place = Math.floorMod(number + level * 0x9E3779B97F4A7C15L, places.length());
    @Nullable Tile tile = places.get(place);
    if (tile == null || tile.level() != level || tile.number() != number) {
      tile = new Tile(level, number, read(hasher, reader, level, number));
      places.set(place, tile);
    }
    int node = start(height) + position;
    System.arraycopy(tile.nodes().hashes, node * Digest.BYTES, into, at, Digest.BYTES);
  }

  /** The edge of the tree of this size, if it is the one kept. Not to be written to. */
  Optional<byte[]> edge(long size) {
    Edge kept = edge.get();
    return kept.size() == size ? Optional.of(kept.nodes().hashes) : Optional.empty();
  }

  /** Keeps the edge of the tree of this size; the array is given away. */
  void keepEdge(long size, byte[] roots) {
    edge.set(new Edge(size, new Nodes(roots)));
  }

  private static Nodes read(TreeHasher hasher, HashReader reader, int level, long number)
      throws IOException {
    byte[] hashes = new byte[NODES * Digest.BYTES];
    reader.read(level, number * LEAVES, LEAVES, hashes, 0);
    int below = 0;
    for (int node = LEAVES; node < NODES; node++) {
      int left = below * Digest.BYTES;
      hasher.node(hashes, left, hashes, left + Digest.BYTES, hashes, node * Digest.BYTES);
      below += 2;
    }
    return new Nodes(hashes);
  }

  /** Where the nodes of a height begin. */
  private static int start(int height) {
    return 2 * LEAVES - ((2 * LEAVES) >>> height);
  }
}
