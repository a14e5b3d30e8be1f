package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.KeyTrail;
import dev.penstock.signature.KeyRotation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the rows of {@code rotations} with the log while it goes by, and shows each rotation to
 * who follows the keys: from its entry, or, where that was dropped by policy, from its row, which
 * the leaf hash vouches for.
 */
final class RotationCheck {
  private final RotationFile file;
  private final Optional<KeyTrail> trail;
  private final List<LedgerFinding> findings;
  private final TreeHasher hasher = new TreeHasher();

  /** The numbers of the rows of each index; a try that was broken off leaves more than one. */
  private final TreeMap<Long, List<Integer>> byIndex = new TreeMap<>();

  private int rowsRead;
  private int entered;

  RotationCheck(RotationFile file, Optional<KeyTrail> trail, List<LedgerFinding> findings)
      throws IOException {
    this.file = file;
    this.trail = trail;
    this.findings = findings;
    readRows();
  }

  private void readRows() throws IOException {
    for (; rowsRead < file.count(); rowsRead++) {
      byIndex.computeIfAbsent(file.row(rowsRead).index(), index -> new ArrayList<>()).add(rowsRead);
    }
  }

  /** Rows that were never entered. */
  int notEntered() {
    return rowsRead - entered;
  }

  /** An entry as it stands in the log. */
  void entry(long index, byte[] bytes, int from, int length) throws IOException {
    trail.ifPresent(keys -> keys.entry(index, bytes, from, length));
    if (!KeyRotation.isClaimedBy(bytes, from, length)) {
      return;
    }
    if (hasRow(index, bytes, from, length)) {
      entered++;
      return;
    }
    // A running writer stores the row before the entry, but perhaps after this check began.
    file.lookAgain();
    readRows();
    if (hasRow(index, bytes, from, length)) {
      entered++;
      return;
    }
    findings.add(
        new LedgerFinding(
            LedgerFault.ROTATIONS_DAMAGED,
            Names.ROTATIONS,
            "entry " + index + " is a key rotation, and no row has it"));
  }

  private boolean hasRow(long index, byte[] bytes, int from, int length) throws IOException {
    for (int number : byIndex.getOrDefault(index, List.of())) {
      byte[] statement = file.row(number).statement();
      if (Arrays.equals(statement, 0, statement.length, bytes, from, from + length)) {
        return true;
      }
    }
    return false;
  }

  /** Leaf hashes that stand in for entries that were dropped. */
  void leaves(long first, byte[] hashes, int count) throws IOException {
    for (Map.Entry<Long, List<Integer>> there : byIndex.subMap(first, first + count).entrySet()) {
      int at = (int) (there.getKey() - first) * Digest.BYTES;
      for (int number : there.getValue()) {
        byte[] statement = file.row(number).statement();
        if (hasher.leaf(statement).equals(Digest.at(hashes, at))) {
          entered++;
          trail.ifPresent(keys -> keys.entry(there.getKey(), statement, 0, statement.length));
          break;
        }
      }
    }
  }
}
