package dev.penstock.merkle.tile;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashSink;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One pass over a log, from the first entry to the last. Derives every hash from the entries; where
 * those were pruned, from the lowest tile level that still has them.
 */
final class FsckWalk {
  private static final int TILE_BYTES = TilePath.WIDTH * Digest.BYTES;

  private final TileSource source;
  private final long size;
  private final long minimumIndex;
  private final List<FsckFinding> findings;

  private final TreeHasher hasher = new TreeHasher();
  private final RightEdge edge = new RightEdge(hasher);
  private final HashSink sink = this::derived;

  /** The derived hashes of each level's current tile above the leaves. */
  private final byte[][] tiles = new byte[TileLayout.LEVELS][TILE_BYTES];

  private final byte[] leafHashes = new byte[TILE_BYTES];

  /** The tile the last bridge stood on, or what is left when it is not there. */
  private Optional<byte[]> bridgeTile = Optional.empty();

  private int bridgeLevel = -1;
  private long bridgeNumber;

  private int rootsCompared;
  private long entriesChecked;
  private long entriesPruned;
  private boolean isStopped;

  FsckWalk(TileSource source, Checkpoint head, long minimumIndex, List<FsckFinding> findings) {
    this.source = source;
    this.size = head.size();
    this.minimumIndex = Math.min(minimumIndex, head.size());
    this.findings = findings;
  }

  long entriesChecked() {
    return entriesChecked;
  }

  long entriesPruned() {
    return entriesPruned;
  }

  /** How many checkpoints had a size at which there was a root to compare. */
  int rootsCompared() {
    return rootsCompared;
  }

  /** The root over everything; empty when the end was not reached. */
  Optional<Digest> root() {
    return isStopped ? Optional.empty() : Optional.of(edge.root());
  }

  /**
   * Walks to the end.
   *
   * @param toPass checkpoints by size, the last one of the whole log
   */
  void run(List<Checkpoint> toPass, FsckProgress progress) {
    int passed = compareRoots(toPass, 0);
    while (edge.size() < size && !isStopped) {
      long number = edge.size() / TilePath.WIDTH;
      int width = TileLayout.width(0, number, size);
      if (readLeafHashes(number, width)) {
        passed = append(width, toPass, passed);
      } else {
        passed = bridge(number, toPass, passed);
      }
      if (!isStopped && !progress.goesOn(edge.size(), size)) {
        stop("asked to stop");
      }
      if (!isStopped && findings.size() >= Fsck.FINDINGS_MAX) {
        stop("too much is wrong");
      }
    }
    if (!isStopped) {
      comparePartialTiles();
    }
  }

  /** Appends leaf hashes and compares the root at each checkpoint on the way. */
  private int append(int width, List<Checkpoint> toPass, int passedBefore) {
    int passed = passedBefore;
    int done = 0;
    while (done < width) {
      long next = passed < toPass.size() ? toPass.get(passed).size() : Long.MAX_VALUE;
      int count = (int) Math.min(width - done, next - edge.size());
      edge.append(leafHashes, done * Digest.BYTES, count, sink);
      done += count;
      passed = compareRoots(toPass, passed);
    }
    return passed;
  }

  private int compareRoots(List<Checkpoint> toPass, int passedBefore) {
    int passed = passedBefore;
    while (passed < toPass.size() && toPass.get(passed).size() <= edge.size()) {
      Checkpoint checkpoint = toPass.get(passed);
      // One inside a bridge has passed without a root to compare.
      if (checkpoint.size() == edge.size()) {
        rootsCompared++;
        if (!edge.root().equals(checkpoint.root())) {
          add(new FsckFinding.RootMismatch(checkpoint, edge.root()));
        }
      }
      passed++;
    }
    return passed;
  }

  /** Finds the leaf hashes of a bundle, and compares them with its tile; false when both miss. */
  private boolean readLeafHashes(long number, int width) {
    long first = number * TilePath.WIDTH;
    boolean isPrunable = first + width <= minimumIndex;
    Optional<EntryBundle> bundle = readBundle(number, width, isPrunable);
    Optional<byte[]> tile = readTile(0, number, width, isPrunable);
    if (bundle.isEmpty()) {
      tile.ifPresent(stored -> System.arraycopy(stored, 0, leafHashes, 0, width * Digest.BYTES));
      if (tile.isPresent() && isPrunable) {
        entriesPruned += width;
      }
      return tile.isPresent();
    }
    bundle.get().leafHashes(hasher, leafHashes, 0);
    entriesChecked += width;
    tile.ifPresent(stored -> {
      for (int i = 0; i < width; i++) {
        if (!isSame(leafHashes, stored, i)) {
          add(new FsckFinding.LeafMismatch(first + i, digest(leafHashes, i), digest(stored, i)));
        }
      }
    });
    return true;
  }

  /**
   * Goes on behind entries of which neither bundle nor leaf hashes are there, with the root of a
   * subtree that begins with them; stops when there is none. Below the minimum index that is the
   * largest one, because pruning takes the beginning of a log; elsewhere the smallest.
   */
  private int bridge(long number, List<Checkpoint> toPass, int passed) {
    boolean isPrunable = (number + 1) * TilePath.WIDTH <= minimumIndex;
    for (int step = 1; step < TileLayout.LEVELS; step++) {
      int level = isPrunable ? TileLayout.LEVELS - step : step;
      long leaves = 1L << (8 * level);
      long end = edge.size() + leaves;
      long limit = isPrunable ? minimumIndex : size;
      if (edge.size() % leaves == 0 && end <= limit && bridge(level, edge.size() / leaves)) {
        entriesPruned += isPrunable ? leaves : 0;
        return compareRoots(toPass, passed);
      }
    }
    stop("neither entries nor hashes of tile " + number + " are there");
    return passed;
  }

  private boolean bridge(int level, long index) {
    long number = index / TilePath.WIDTH;
    if (level != bridgeLevel || number != bridgeNumber) {
      bridgeLevel = level;
      bridgeNumber = number;
      boolean isPrunable = TileLayout.endsBy(level, number, minimumIndex);
      bridgeTile = readTile(level, number, TileLayout.width(level, number, size), isPrunable);
    }
    bridgeTile.ifPresent(tile -> {
      int at = (int) (index % TilePath.WIDTH) * Digest.BYTES;
      edge.appendSubtree(8 * level, tile, at, sink);
    });
    return bridgeTile.isPresent();
  }

  /** Takes each hash that comes into being, and compares each tile that becomes full. */
  private void derived(int level, long index, byte[] hash, int at) {
    if (level == 0 || level % 8 != 0) {
      return;
    }
    int tileLevel = level / 8;
    int inTile = (int) (index % TilePath.WIDTH);
    System.arraycopy(hash, at, tiles[tileLevel], inTile * Digest.BYTES, Digest.BYTES);
    if (inTile == TilePath.WIDTH - 1) {
      compareTile(tileLevel, index / TilePath.WIDTH, TilePath.WIDTH);
    }
  }

  private void comparePartialTiles() {
    for (int level = 1; level < TileLayout.LEVELS; level++) {
      long count = TileLayout.hashCount(level, size);
      int width = (int) (count % TilePath.WIDTH);
      if (width > 0) {
        compareTile(level, count / TilePath.WIDTH, width);
      }
    }
  }

  private void compareTile(int level, long number, int width) {
    boolean isPrunable = TileLayout.endsBy(level, number, minimumIndex);
    Optional<byte[]> stored = readTile(level, number, width, isPrunable);
    if (stored.isEmpty()) {
      return;
    }
    for (int i = 0; i < width; i++) {
      if (!isSame(tiles[level], stored.get(), i)) {
        long index = number * TilePath.WIDTH + i;
        add(
            new FsckFinding.HashMismatch(
                level, index, digest(tiles[level], i), digest(stored.get(), i)));
      }
    }
  }

  private Optional<EntryBundle> readBundle(long number, int width, boolean isPrunable) {
    long first = number * TilePath.WIDTH;
    try {
      Optional<byte[]> bytes = source.entries(number, width);
      if (bytes.isEmpty()) {
        if (!isPrunable) {
          add(new FsckFinding.EntriesMissing(first, width));
        }
        return Optional.empty();
      }
      return switch (EntryBundle.decode(bytes.get(), width)) {
        case Decoded.Value<EntryBundle>(var bundle) -> Optional.of(bundle);
        case Decoded.Malformed<EntryBundle>(var why) -> {
          add(new FsckFinding.EntriesMalformed(first, width, why));
          yield Optional.empty();
        }
      };
    } catch (IOException e) {
      return unreadable(new TilePath.Entries(number, width), e);
    }
  }

  private Optional<byte[]> readTile(int level, long number, int width, boolean isPrunable) {
    try {
      Optional<byte[]> bytes = source.hashes(level, number, width);
      if (bytes.isEmpty()) {
        if (!isPrunable) {
          add(new FsckFinding.TileMissing(level, number, width));
        }
        return Optional.empty();
      }
      if (bytes.get().length != width * Digest.BYTES) {
        add(new FsckFinding.TileMalformed(level, number, width, bytes.get().length));
        return Optional.empty();
      }
      return bytes;
    } catch (IOException e) {
      return unreadable(new TilePath.Hashes(level, number, width), e);
    }
  }

  private <T> Optional<T> unreadable(TilePath path, IOException why) {
    add(new FsckFinding.Unreadable(path.text(), String.valueOf(why.getMessage())));
    return Optional.empty();
  }

  private void stop(String why) {
    isStopped = true;
    findings.add(new FsckFinding.Stopped(edge.size(), why));
  }

  /** Keeps room for the one that says why the check stopped. */
  private void add(FsckFinding finding) {
    if (findings.size() < Fsck.FINDINGS_MAX) {
      findings.add(finding);
    }
  }

  private static boolean isSame(byte[] left, byte[] right, int position) {
    int from = position * Digest.BYTES;
    int to = from + Digest.BYTES;
    return Arrays.equals(left, from, to, right, from, to);
  }

  private static Digest digest(byte[] hashes, int position) {
    return Digest.at(hashes, position * Digest.BYTES);
  }
}
