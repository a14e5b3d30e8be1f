package dev.penstock.tiles;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.tile.EntryBundle;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.tile.TileSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A tile log whose resources are got by their paths. Who serves a log may drop a partial tile once
 * the full one is there (C2SP tlog-tiles), so a partial one that is missing is cut from the full
 * one.
 */
abstract class TileFiles implements TileSource {
  private static final int LENGTH_BYTES = 2;
  private static final int TILE_BYTES_MAX = TilePath.WIDTH * Digest.BYTES;

  /** The largest bundle. */
  static final int BUNDLE_BYTES_MAX = TilePath.WIDTH * (LENGTH_BYTES + EntryBundle.ENTRY_BYTES_MAX);

  /**
   * The resource, or empty where it is not there.
   *
   * @param path as C2SP spells it, behind the log's prefix and its slash
   * @param bytesMax more than this is no answer but an {@code IOException}
   */
  abstract Optional<byte[]> get(String path, int bytesMax) throws IOException;

  @Override
  public final Optional<byte[]> checkpoint() throws IOException {
    return get(new TilePath.Head().text(), Note.BYTES_MAX);
  }

  @Override
  public final Optional<byte[]> hashes(int level, long number, int width) throws IOException {
    Optional<byte[]> tile = get(new TilePath.Hashes(level, number, width).text(), TILE_BYTES_MAX);
    if (tile.isPresent() || width == TilePath.WIDTH) {
      return tile;
    }
    return get(new TilePath.Hashes(level, number, TilePath.WIDTH).text(), TILE_BYTES_MAX)
        .map(full -> Arrays.copyOf(full, Math.min(full.length, width * Digest.BYTES)));
  }

  @Override
  public final Optional<byte[]> entries(long number, int width) throws IOException {
    Optional<byte[]> bundle = get(new TilePath.Entries(number, width).text(), BUNDLE_BYTES_MAX);
    if (bundle.isPresent() || width == TilePath.WIDTH) {
      return bundle;
    }
    return get(new TilePath.Entries(number, TilePath.WIDTH).text(), BUNDLE_BYTES_MAX)
        .map(full -> EntryBundle.first(full, width));
  }
}
