package dev.penstock.merkle;

import java.io.IOException;

/**
 * Hands out the hashes a store keeps of a tree: those of the tile levels (C2SP tlog-tiles). Tile
 * level 0 holds the leaf hashes, tile level 1 the roots of the complete subtrees of 256 leaves,
 * tile level {@code L} those of 256^L leaves. What lies between is recomputed by who asks.
 */
public interface HashReader {
  /**
   * Writes the hashes {@code [index, index + count)} of a tile level into {@code into}, back to
   * back. Never asks across the border of a tile, nor for a hash whose subtree is not complete in
   * the tree size the caller asked about.
   *
   * @param tileLevel 0..7
   * @param index the first hash, counted from 0 within the tile level
   * @param count 1..256
   * @throws IOException when the store cannot deliver all of them
   */
  void read(int tileLevel, long index, int count, byte[] into, int at) throws IOException;
}
