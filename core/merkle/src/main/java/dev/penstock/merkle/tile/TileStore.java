package dev.penstock.merkle.tile;

import java.io.IOException;
import java.util.Optional;

/** What a log that serves its own tiles says about them. */
public interface TileStore extends TileSource {
  /**
   * Entries below an index that are no longer handed out.
   *
   * @param minimumIndex tiles and bundles that end at or below it are refused
   * @param reason which policy, and when: for people
   */
  record Pruning(long minimumIndex, String reason) {}

  /** The tree size of the newest published checkpoint: nothing beyond is served. */
  long publishedSize() throws IOException;

  /** What was pruned, if anything was. */
  Optional<Pruning> pruning() throws IOException;
}
