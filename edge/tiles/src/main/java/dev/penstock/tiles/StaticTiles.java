package dev.penstock.tiles;

import dev.penstock.merkle.tile.TileLayout;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.tile.TileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Writes a log as static files that any web server can serve. May be run again over the same folder
 * to bring it up to date: full tiles that are there are left alone, and the checkpoint is replaced
 * last, so that readers never see one whose tiles are missing.
 */
public final class StaticTiles {
  /** Hears how far the export has come. */
  public interface Progress {
    void at(long entriesDone, long size);
  }

  private final TileStore store;
  private final Path folder;

  public StaticTiles(TileStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /**
   * Writes everything the newest published checkpoint covers.
   *
   * @return how many files were written; 0 where the log has published nothing
   */
  public long write(Progress progress) throws IOException {
    Optional<byte[]> checkpoint = store.checkpoint();
    if (checkpoint.isEmpty()) {
      return 0;
    }
    long size = store.publishedSize();
    long minimum = store.pruning().map(TileStore.Pruning::minimumIndex).orElse(0L);
    long written = 0;
    for (int level = 0; level < TileLayout.LEVELS; level++) {
      long hashes = TileLayout.hashCount(level, size);
      for (long number = 0; number * TilePath.WIDTH < hashes; number++) {
        int width = TileLayout.width(level, number, size);
        written += writeTile(level, number, width);
        if (level == 0) {
          // A bundle that is pruned in part has entries that are still handed out.
          boolean isPruned = (number + 1) * TilePath.WIDTH <= minimum;
          written += isPruned ? 0 : writeEntries(number, width, minimum);
          progress.at(Math.min(size, (number + 1) * TilePath.WIDTH), size);
        }
      }
    }
    replace("checkpoint", checkpoint.get());
    return written + 1;
  }

  private int writeTile(int level, long number, int width) throws IOException {
    String path = new TilePath.Hashes(level, number, width).text();
    if (isThere(path)) {
      return 0;
    }
    replace(path, store.hashes(level, number, width).orElseThrow(() -> missing(path)));
    return 1;
  }

  private int writeEntries(long number, int width, long minimum) throws IOException {
    String path = new TilePath.Entries(number, width).text();
    if (isThere(path)) {
      return 0;
    }
    Optional<byte[]> entries = store.entries(number, width);
    if (entries.isEmpty()) {
      if (number * TilePath.WIDTH >= minimum) {
        throw missing(path);
      }
      return 0;
    }
    replace(path, entries.get());
    return 1;
  }

  /** Tiles never change, so one that is there is the one we would write. */
  private boolean isThere(String path) {
    return Files.exists(folder.resolve(path));
  }

  private static IOException missing(String path) {
    return new IOException("the log does not hand out " + path);
  }

  /** Whoever reads sees the old file or the new one, never half of one. */
  private void replace(String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Path parent = Files.createDirectories(file.resolveSibling("."));
    Path half = parent.resolve(file.getFileName() + ".new");
    Path written = Files.write(half, bytes);
    var _ =
        Files.move(
            written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
