package dev.penstock.merkle;

import java.io.IOException;
import java.util.Optional;

/**
 * Gives the root of any complete subtree, and of the incomplete ones at the right border, from the
 * hashes a store keeps. Reads each tile at most once per proof and recomputes what lies between the
 * tile levels. One thread at a time.
 */
final class NodeReader {
  static final int TILE_HEIGHT = 8;
  static final int TILE_WIDTH = 1 << TILE_HEIGHT;

  /**
   * A proof touches at most three tiles of a level (both ends of a range and the right border), and
   * there are 8 levels below 2^62.
   */
  private static final int TILES_MAX = 24;

  private final TreeHasher hasher;
  private final HashReader reader;
  private final Optional<TileCache> cache;

  /** The tiles read since {@link #begin}, in the order they were asked for. */
  private final Tile[] tiles = new Tile[TILES_MAX];

  private int tileCount;
  private long size;

  /** Holds the hashes below one node; at most half a tile. */
  private final byte[] scratch = new byte[TILE_WIDTH * Digest.BYTES];

  /** Holds the roots of the complete subtrees that make up an incomplete one. */
  private final byte[] parts = new byte[63 * Digest.BYTES];

  private static final class Tile {
    int level;
    long number;
    int width;
    final byte[] hashes = new byte[TILE_WIDTH * Digest.BYTES];
  }

  NodeReader(TreeHasher hasher, HashReader reader, Optional<TileCache> cache) {
    this.hasher = hasher;
    this.reader = reader;
    this.cache = cache;
  }

  /** Forgets the tiles of the last proof; what follows is about the tree of this size. */
  void begin(long newSize) {
    size = newSize;
    tileCount = 0;
  }

  /** Writes the root of the complete subtree over leaves [index << level, (index+1) << level). */
  void node(int level, long index, byte[] into, int at) throws IOException {
    int inTile = level % TILE_HEIGHT;
    int count = 1 << inTile;
    long first = index << inTile;
    int tileLevel = level / TILE_HEIGHT;
    long number = first / TILE_WIDTH;
    if (cache.isPresent() && tileLevel > 0 && number < fullTiles(tileLevel)) {
      int position = (int) (index % (TILE_WIDTH >>> inTile));
      cache.get().node(hasher, reader, tileLevel, number, inTile, position, into, at);
      return;
    }
    Tile tile = tile(tileLevel, number);
    int from = (int) (first % TILE_WIDTH);
    if (from + count > tile.width) {
      throw new IllegalArgumentException(
          "subtree " + index + " of level " + level + " is not complete at size " + size);
    }
    if (count == 1) {
      System.arraycopy(tile.hashes, from * Digest.BYTES, into, at, Digest.BYTES);
      return;
    }
    System.arraycopy(tile.hashes, from * Digest.BYTES, scratch, 0, count * Digest.BYTES);
    hasher.rootInPlace(scratch, 0, count);
    System.arraycopy(scratch, 0, into, at, Digest.BYTES);
  }

  /** How many full tiles the tree has at this level. Two shifts, because one by 64 is none. */
  private long fullTiles(int tileLevel) {
    return (size >>> (tileLevel * TILE_HEIGHT)) >>> TILE_HEIGHT;
  }

  /** Writes the root over leaves [start, end), which is a subtree in the sense of the standard. */
  void subtree(long start, long end, byte[] into, int at) throws IOException {
    int count = completeSubtrees(start, end, parts, 0);
    byte[] root = parts;
    int last = (count - 1) * Digest.BYTES;
    for (int part = last - Digest.BYTES; part >= 0; part -= Digest.BYTES) {
      hasher.node(parts, part, root, last, root, last);
    }
    System.arraycopy(root, last, into, at, Digest.BYTES);
  }

  /**
   * Writes the roots of the complete subtrees that make up [start, end), largest first; how many.
   */
  int completeSubtrees(long start, long end, byte[] into, int at) throws IOException {
    int count = Long.bitCount(end - start);
    if (cache.isEmpty() || end != size || count < 2) {
      walk(start, end, into, at);
      return count;
    }
    // At the right border these are the last roots of the tree's edge, which every proof about this
    // size needs. More than one root means that start + length carries no bit over.
    byte[] edge = edge(cache.get());
    int bytes = count * Digest.BYTES;
    System.arraycopy(edge, edge.length - bytes, into, at, bytes);
    return count;
  }

  private byte[] edge(TileCache from) throws IOException {
    Optional<byte[]> known = from.edge(size);
    if (known.isPresent()) {
      return known.get();
    }
    byte[] edge = new byte[Long.bitCount(size) * Digest.BYTES];
    walk(0, size, edge, 0);
    from.keepEdge(size, edge);
    return edge;
  }

  private void walk(long start, long end, byte[] into, int at) throws IOException {
    int to = at;
    long from = start;
    while (from < end) {
      int level = 63 - Long.numberOfLeadingZeros(end - from);
      node(level, from >>> level, into, to);
      from += 1L << level;
      to += Digest.BYTES;
    }
  }

  private Tile tile(int level, long number) throws IOException {
    for (int i = 0; i < tileCount; i++) {
      if (tiles[i].level == level && tiles[i].number == number) {
        return tiles[i];
      }
    }
    long hashesOfLevel = size >>> (level * TILE_HEIGHT);
    long first = number * TILE_WIDTH;
    int width = Math.clamp(hashesOfLevel - first, 0, TILE_WIDTH);
    if (width == 0) {
      throw new IllegalArgumentException(
          "tile " + number + " of level " + level + " is empty at size " + size);
    }
    Tile tile = nextTile();
    reader.read(level, first, width, tile.hashes, 0);
    tile.level = level;
    tile.number = number;
    tile.width = width;
    tileCount++;
    return tile;
  }

  private Tile nextTile() {
    if (tiles[tileCount] == null) {
      tiles[tileCount] = new Tile();
    }
    return tiles[tileCount];
  }
}
