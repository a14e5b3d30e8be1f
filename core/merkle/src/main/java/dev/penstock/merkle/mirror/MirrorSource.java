package dev.penstock.merkle.mirror;

import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.tile.TileSource;
import dev.penstock.merkle.tile.TileStore;
import java.io.IOException;
import java.util.Optional;

/** The log that is copied. Nothing it hands out is believed. */
public interface MirrorSource extends TileSource {
  /**
   * Whether the source says that it dropped this bundle on purpose, in its words. Asked where
   * {@link #entries} was just empty, so an answer may be remembered from there.
   */
  Optional<String> whyGone(long number, int width) throws IOException;

  /** A source that never says that it dropped something: plain files. */
  static MirrorSource ofFiles(TileSource tiles) {
    return new PlainSource(tiles, (number, width) -> Optional.empty());
  }

  /** A log that serves its own tiles and knows what it pruned. */
  static MirrorSource ofLog(TileStore store) {
    return new PlainSource(
        store,
        (number, width) ->
            store
                .pruning()
                .filter(pruning -> number * TilePath.WIDTH < pruning.minimumIndex())
                .map(TileStore.Pruning::reason));
  }
}
