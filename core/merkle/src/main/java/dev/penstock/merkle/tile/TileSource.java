package dev.penstock.merkle.tile;

import java.io.IOException;
import java.util.Optional;

/**
 * The resources of a tiled log, wherever they lie: a store, a folder of files, a server. Empty
 * means that the resource is not there; an exception, that nobody can tell.
 */
public interface TileSource {
  /** The newest checkpoint, a signed note. */
  Optional<byte[]> checkpoint() throws IOException;

  /**
   * The first {@code width} hashes of a tile, back to back. A source that has the full tile only
   * cuts it.
   */
  Optional<byte[]> hashes(int level, long number, int width) throws IOException;

  /** The first {@code width} entries of a bundle, each behind its length as two bytes. */
  Optional<byte[]> entries(long number, int width) throws IOException;
}
