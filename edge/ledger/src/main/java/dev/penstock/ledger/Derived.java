package dev.penstock.ledger;

import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.Ledger;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashSink;
import dev.penstock.merkle.LeafRun;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What follows from the entries of one batch: their hashes on all tile levels and the places of
 * every 256th. No object per entry. One thread at a time.
 */
final class Derived {
  /** Hashes of the tile levels, each from {@link #levelFirst} on, back to back. */
  private final byte[][] levelHashes = new byte[Levels.COUNT][0];

  private final long[] levelFirst = new long[Levels.COUNT];
  private final int[] levelCount = new int[Levels.COUNT];

  /** For each entry whose index is a multiple of 256: its place in the batch, and in the body. */
  private final int[] rowOrdinal = new int[Ledger.BATCH_ENTRIES_MAX / IndexFile.STRIDE + 1];

  private final int[] rowOffset = new int[Ledger.BATCH_ENTRIES_MAX / IndexFile.STRIDE + 1];
  private int rowCount;

  private long firstIndex;

  /** How many of the leaves are in the tree already. */
  private int extended;

  private final HashSink sink = this::keep;

  /** Forgets everything; the first leaf will have this index. */
  void begin(long newFirstIndex) {
    firstIndex = newFirstIndex;
    extended = 0;
    rowCount = 0;
    for (int level = 0; level < Levels.COUNT; level++) {
      levelFirst[level] = newFirstIndex >>> (level * Levels.TILE_HEIGHT);
      levelCount[level] = 0;
    }
  }

  /** Makes room for this many leaves in all. */
  void reserve(int leaves) {
    ensureLevel(0, leaves);
  }

  /**
   * Hashes one entry. Room must have been reserved.
   *
   * @param bodyOffset where its length stands in the body of the batch
   */
  void addLeaf(TreeHasher hasher, byte[] source, int from, int length, int bodyOffset) {
    int ordinal = levelCount[0];
    hasher.leaf(source, from, length, levelHashes[0], ordinal * Digest.BYTES);
    note(ordinal, bodyOffset);
    levelCount[0]++;
  }

  /** Notes where an entry stands in the body, when it is one of every 256. */
  private void note(int ordinal, int bodyOffset) {
    if ((firstIndex + ordinal) % IndexFile.STRIDE == 0) {
      rowOrdinal[rowCount] = ordinal;
      rowOffset[rowCount] = bodyOffset;
      rowCount++;
    }
  }

  /** Brings the leaves added since the last call into the tree. */
  void extend(RightEdge edge) {
    edge.append(levelHashes[0], extended * Digest.BYTES, levelCount[0] - extended, sink);
    extended = levelCount[0];
  }

  /**
   * Hashes the entries of a batch and brings them into the tree.
   *
   * @param base where the batch stands in the body
   */
  void add(EntryBatch batch, int base, LeafRun leaves, RightEdge edge) {
    int before = levelCount[0];
    reserve(before + batch.count());
    leaves.begin(firstIndex + before);
    batch.forEach((position, source, from, length) -> {
      leaves.add(from, length);
      note(before + position, base + from - EntryBatch.PREFIX_BYTES);
    });
    leaves.hash(batch.body(), levelHashes[0], before * Digest.BYTES);
    levelCount[0] = before + batch.count();
    leaves.appendTo(edge, levelHashes[0], before * Digest.BYTES, sink);
    extended = levelCount[0];
  }

  int count() {
    return levelCount[0];
  }

  long levelFirst(int level) {
    return levelFirst[level];
  }

  /** The hashes of one tile level, as they shall stand in its file. */
  ByteBuffer levelHashes(int level) {
    return ByteBuffer.wrap(levelHashes[level], 0, levelCount[level] * Digest.BYTES);
  }

  /** The index rows, for a batch that starts at this position of this segment. */
  ByteBuffer indexRows(int segment, int batchAt) {
    ByteBuffer rows = ByteBuffer.allocate(rowCount * IndexFile.ROW_BYTES);
    for (int i = 0; i < rowCount; i++) {
      IndexFile.encodeRow(
          rows,
          new IndexFile.Row(
              segment, batchAt + Batch.HEAD_BYTES + rowOffset[i], count() - rowOrdinal[i]));
    }
    return rows.flip();
  }

  private void keep(int treeLevel, long index, byte[] source, int at) {
    if (treeLevel == 0 || treeLevel % Levels.TILE_HEIGHT != 0) {
      return;
    }
    int level = treeLevel / Levels.TILE_HEIGHT;
    if (index != levelFirst[level] + levelCount[level]) {
      throw new IllegalStateException("hash " + index + " of level " + level + " out of order");
    }
    ensureLevel(level, levelCount[level] + 1);
    System.arraycopy(
        source, at, levelHashes[level], levelCount[level] * Digest.BYTES, Digest.BYTES);
    levelCount[level]++;
  }

  private void ensureLevel(int level, int hashes) {
    int needed = hashes * Digest.BYTES;
    if (levelHashes[level].length < needed) {
      levelHashes[level] =
          Arrays.copyOf(levelHashes[level], Math.max(needed, 2 * levelHashes[level].length));
    }
  }
}
