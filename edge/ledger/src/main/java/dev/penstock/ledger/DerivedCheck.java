package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.RightEdge;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Compares the derived files with what follows from the entries. Up to the mark they must be there
 * and right; behind it, what a crash left is derived anew at the next start and proves nothing.
 */
final class DerivedCheck {
  private final Levels levels;
  private final IndexFile index;
  private final long marked;
  private final List<LedgerFinding> findings;

  /** How much was in the files when the check began. */
  private final long[] hashesSeen = new long[Levels.COUNT];

  private final long rowsSeen;

  /** One finding per file is enough. */
  private final boolean[] isReported = new boolean[Levels.COUNT];

  private boolean isIndexReported;

  DerivedCheck(Levels levels, IndexFile index, long marked, List<LedgerFinding> findings)
      throws IOException {
    this.levels = levels;
    this.index = index;
    this.marked = marked;
    this.findings = findings;
    for (int level = 0; level < Levels.COUNT; level++) {
      hashesSeen[level] = levels.hashesInFile(level);
    }
    rowsSeen = index.rowsInFile();
  }

  /** The size of the log as the leaf hashes know it: how far a check has to go, about. */
  long sizeSeen() {
    return hashesSeen[0];
  }

  /** Brings leaf hashes that were read from level 0 into the tree and checks the levels above. */
  void overLeaves(RightEdge edge, byte[] leafHashes, int count) {
    edge.append(
        leafHashes,
        0,
        count,
        (treeLevel, at, source, from) -> {
          if (treeLevel > 0 && treeLevel % Levels.TILE_HEIGHT == 0) {
            compareOne(treeLevel / Levels.TILE_HEIGHT, at, source, from);
          }
        });
  }

  /** Compares what follows from one batch. */
  void compare(Derived derived, int segment, int batchAt) {
    for (int level = 0; level < Levels.COUNT; level++) {
      ByteBuffer due = derived.levelHashes(level);
      long first = derived.levelFirst(level);
      long limit = markedOf(level);
      for (long at = first; due.hasRemaining() && at < limit; at += Levels.TILE_WIDTH) {
        int count = (int) Math.min(Levels.TILE_WIDTH, limit - at);
        count = Math.min(count, due.remaining() / Digest.BYTES);
        compareMany(level, at, count, due);
      }
    }
    compareRows(derived, segment, batchAt);
  }

  private void compareMany(int level, long first, int count, ByteBuffer due) {
    byte[] found = new byte[count * Digest.BYTES];
    byte[] wanted = new byte[count * Digest.BYTES];
    due.get(wanted);
    try {
      levels.read(level, first, count, found, 0);
    } catch (IOException e) {
      report(level, first, Damage.text(e));
      return;
    }
    int differs = Arrays.mismatch(found, wanted);
    if (differs >= 0) {
      report(level, first + differs / Digest.BYTES, "it does not follow from the entries");
    }
  }

  private void compareOne(int level, long at, byte[] source, int from) {
    if (at < markedOf(level)) {
      compareMany(level, at, 1, ByteBuffer.wrap(source, from, Digest.BYTES));
    }
  }

  private void compareRows(Derived derived, int segment, int batchAt) {
    ByteBuffer rows = derived.indexRows(segment, batchAt);
    long number = IndexFile.rowsAt(derived.levelFirst(0));
    while (rows.hasRemaining() && !isIndexReported && number < IndexFile.rowsAt(marked)) {
      var due = new IndexFile.Row(rows.getInt(), rows.getInt(), rows.getInt());
      int _ = rows.getInt();
      try {
        if (!index.read(number).equals(due)) {
          reportIndex(number, "it does not say where entry " + number * IndexFile.STRIDE + " is");
        }
      } catch (IOException e) {
        reportIndex(number, Damage.text(e));
      }
      number++;
    }
  }

  /** The log ends at this size: the files may know no more. */
  void end(long size) {
    for (int level = 0; level < Levels.COUNT; level++) {
      long due = size >>> (level * Levels.TILE_HEIGHT);
      if (hashesSeen[level] > due) {
        findings.add(
            new LedgerFinding(
                LedgerFault.COMMITS_LOST,
                Names.level(level),
                "the file has " + hashesSeen[level] + " hashes, the log ends at size " + size));
      }
    }
    if (rowsSeen > IndexFile.rowsAt(size)) {
      findings.add(
          new LedgerFinding(
              LedgerFault.COMMITS_LOST,
              Names.INDEX,
              "the file has " + rowsSeen + " rows, the log ends at size " + size));
    }
    if (marked > size) {
      findings.add(
          new LedgerFinding(
              LedgerFault.COMMITS_LOST,
              Names.MARK,
              "it knows size " + marked + ", the log ends at size " + size));
    }
  }

  private long markedOf(int level) {
    return marked >>> (level * Levels.TILE_HEIGHT);
  }

  private void report(int level, long hash, String detail) {
    if (!isReported[level]) {
      isReported[level] = true;
      findings.add(
          new LedgerFinding(
              LedgerFault.LEVELS_DAMAGED,
              Names.level(level) + " at byte " + hash * Digest.BYTES,
              detail));
    }
  }

  private void reportIndex(long row, String detail) {
    isIndexReported = true;
    findings.add(
        new LedgerFinding(
            LedgerFault.INDEX_DAMAGED,
            Names.INDEX + " at byte " + row * IndexFile.ROW_BYTES,
            detail));
  }
}
