package dev.penstock.merkle.tile;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashReader;
import java.io.IOException;
import java.util.Optional;

/**
 * The hashes of a tree of one size, from its tiles. Nothing vouches for what a source hands out: a
 * proof made from it must still be checked against a signed root.
 */
public final class TileHashReader implements HashReader {
  private final TileSource source;
  private final long size;

  public TileHashReader(TileSource source, long size) {
    this.source = source;
    this.size = size;
  }

  @Override
  public void read(int tileLevel, long index, int count, byte[] into, int at) throws IOException {
    long number = index / TilePath.WIDTH;
    int width = TileLayout.width(tileLevel, number, size);
    int from = (int) (index % TilePath.WIDTH);
    if (from + count > width) {
      throw new IllegalArgumentException(
          count + " hashes from " + index + " of level " + tileLevel + " at size " + size);
    }
    Optional<byte[]> tile = source.hashes(tileLevel, number, width);
    if (tile.isEmpty() || tile.get().length != width * Digest.BYTES) {
      throw new IOException(
          "no such tile: " + new TilePath.Hashes(tileLevel, number, width).text());
    }
    System.arraycopy(tile.get(), from * Digest.BYTES, into, at, count * Digest.BYTES);
  }
}
