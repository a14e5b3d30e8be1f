package dev.penstock.merkle.mirror;

import dev.penstock.merkle.tile.TileSource;
import java.io.IOException;
import java.util.Optional;

/** Tiles, and beside them who knows what was dropped. */
final class PlainSource implements MirrorSource {
  /** Says why a bundle is gone, or nothing. */
  interface Memory {
    Optional<String> whyGone(long number, int width) throws IOException;
  }

  private final TileSource tiles;
  private final Memory memory;

  PlainSource(TileSource tiles, Memory memory) {
    this.tiles = tiles;
    this.memory = memory;
  }

  @Override
  public Optional<byte[]> checkpoint() throws IOException {
    return tiles.checkpoint();
  }

  @Override
  public Optional<byte[]> hashes(int level, long number, int width) throws IOException {
    return tiles.hashes(level, number, width);
  }

  @Override
  public Optional<byte[]> entries(long number, int width) throws IOException {
    return tiles.entries(number, width);
  }

  @Override
  public Optional<String> whyGone(long number, int width) throws IOException {
    return memory.whyGone(number, width);
  }
}
