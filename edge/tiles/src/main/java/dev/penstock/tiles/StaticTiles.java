package dev.penstock.tiles;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.tile.TileLayout;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.tile.TileStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
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

  private static final int FAILURES_MAX = 20;

  private final TileStore store;
  private final Path folder;
  private final List<String> failures = new ArrayList<>();
  private boolean hashesFailed;

  public StaticTiles(TileStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /**
   * What was written.
   *
   * @param files how many; 0 where the log has published nothing
   * @param prunedBelow entries below were dropped by policy; 0 when none were
   * @param failures what the log could not hand out, at most a few; the checkpoint is written only
   *     when no hash is among it
   */
  public record Written(long files, long prunedBelow, List<String> failures) {
    public Written {
      failures = List.copyOf(failures);
    }
  }

  /**
   * Writes everything the newest published checkpoint covers, as far as the log hands it out.
   *
   * @throws OtherLogException when the folder holds another log, or more of this one; nothing was
   *     written then
   */
  public Written write(Progress progress) throws IOException {
    Optional<byte[]> checkpoint = store.checkpoint();
    if (checkpoint.isEmpty()) {
      return new Written(0, 0, List.of());
    }
    requireSameLog(checkpoint.get());
    long size = store.publishedSize();
    long minimum = store.pruning().map(TileStore.Pruning::minimumIndex).orElse(0L);
    long written = 0;
    hashesFailed = false;
    failures.clear();
    for (int level = 0; level < TileLayout.LEVELS; level++) {
      long hashes = TileLayout.hashCount(level, size);
      for (long number = 0; number * TilePath.WIDTH < hashes; number++) {
        int width = TileLayout.width(level, number, size);
        written += tryTile(level, number, width);
        if (level == 0) {
          // A bundle that is pruned in part has entries that are still handed out.
          boolean isPruned = (number + 1) * TilePath.WIDTH <= minimum;
          written += isPruned ? 0 : tryEntries(number, width, minimum);
          progress.at(Math.min(size, (number + 1) * TilePath.WIDTH), size);
        }
      }
    }
    if (!hashesFailed) {
      replace("checkpoint", checkpoint.get());
      written++;
    }
    return new Written(written, minimum, failures);
  }

  /** A checkpoint is never followed by a smaller one, nor by one of another log. */
  private void requireSameLog(byte[] ours) throws IOException {
    Path file = folder.resolve("checkpoint");
    if (!Files.exists(file)) {
      return;
    }
    Optional<Checkpoint> there = head(Files.readAllBytes(file));
    Optional<Checkpoint> own = head(ours);
    if (there.isEmpty() || own.isEmpty()) {
      throw new OtherLogException(file + " is no checkpoint; export into an empty folder");
    }
    if (!there.get().origin().equals(own.get().origin())) {
      throw new OtherLogException(
          folder + " holds the log " + there.get().origin() + "; export into another folder");
    }
    if (there.get().size() > own.get().size()) {
      throw new OtherLogException(
          folder
              + " holds size "
              + there.get().size()
              + ", this ledger has published "
              + own.get().size()
              + ": it is an older copy, and a log never shrinks");
    }
  }

  private static Optional<Checkpoint> head(byte[] bytes) {
    return Note.decode(bytes) instanceof Decoded.Value<Note>(var note)
            && Checkpoint.decode(note.text()) instanceof Decoded.Value<Checkpoint>(var head)
        ? Optional.of(head)
        : Optional.empty();
  }

  private int tryTile(int level, long number, int width) {
    try {
      return writeTile(level, number, width);
    } catch (IOException e) {
      hashesFailed = true;
      note(e);
      return 0;
    }
  }

  private int tryEntries(long number, int width, long minimum) {
    try {
      return writeEntries(number, width, minimum);
    } catch (IOException e) {
      note(e);
      return 0;
    }
  }

  private void note(IOException failure) {
    if (failures.size() < FAILURES_MAX) {
      failures.add(String.valueOf(failure.getMessage()));
    }
  }

  private int writeTile(int level, long number, int width) throws IOException {
    String path = new TilePath.Hashes(level, number, width).text();
    if (isThere(path, (long) width * Digest.BYTES)) {
      return 0;
    }
    replace(path, store.hashes(level, number, width).orElseThrow(() -> missing(path)));
    return 1;
  }

  private int writeEntries(long number, int width, long minimum) throws IOException {
    String path = new TilePath.Entries(number, width).text();
    // Each entry has at least its length.
    if (isThere(path, 2L * width)) {
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

  /** Tiles never change, so one that is there, and not cut short, is the one we would write. */
  private boolean isThere(String path, long bytesMin) throws IOException {
    Path file = folder.resolve(path);
    return Files.exists(file) && Files.size(file) >= bytesMin;
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
    // A name that survives a power cut before its bytes would be taken for the tile later.
    try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
      channel.force(false);
    }
    var _ =
        Files.move(
            written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
