package dev.penstock.merkle.mirror;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.tile.EntryBundle;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.tile.TileSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** What a copy holds, as a tile log like any other: so that it is checked like any other. */
public final class HeldTiles implements TileSource {
  private final MirrorTarget target;

  public HeldTiles(MirrorTarget target) {
    this.target = target;
  }

  @Override
  public Optional<byte[]> checkpoint() throws IOException {
    return target.readHead(MirrorTarget.Head.CHECKPOINT);
  }

  @Override
  public Optional<byte[]> hashes(int level, long number, int width) throws IOException {
    Optional<byte[]> tile = target.read(new TilePath.Hashes(level, number, width));
    if (tile.isPresent() || width == TilePath.WIDTH) {
      return tile;
    }
    return target
        .read(new TilePath.Hashes(level, number, TilePath.WIDTH))
        .map(full -> Arrays.copyOf(full, Math.min(full.length, width * Digest.BYTES)));
  }

  @Override
  public Optional<byte[]> entries(long number, int width) throws IOException {
    Optional<byte[]> bundle = target.read(new TilePath.Entries(number, width));
    if (bundle.isPresent() || width == TilePath.WIDTH) {
      return bundle;
    }
    return target
        .read(new TilePath.Entries(number, TilePath.WIDTH))
        .map(full -> EntryBundle.first(full, width));
  }
}
