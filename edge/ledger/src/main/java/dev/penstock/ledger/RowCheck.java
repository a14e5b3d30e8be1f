package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteCheck;
import dev.penstock.merkle.note.NoteVerifier;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Compares the checkpoint rows with the log while it goes by, and checks their signatures. */
final class RowCheck {
  private final CheckpointFile checkpoints;
  private final Optional<NoteVerifier> keys;
  private final List<LedgerFinding> findings;

  /** Rows when the check began; a running writer may add some. */
  private final long count;

  /** The next row to compare, and its size. */
  private long next;

  private long nextSize;
  private long lastSize;
  private long compared;
  private long verified;
  private long signedSize = -1;

  RowCheck(CheckpointFile checkpoints, Optional<NoteVerifier> keys, List<LedgerFinding> findings)
      throws IOException {
    this.checkpoints = checkpoints;
    this.keys = keys;
    this.findings = findings;
    this.count = checkpoints.count();
    load();
    // A log may publish that it is empty.
    at(0, () -> new TreeHasher().emptyRoot());
  }

  long compared() {
    return compared;
  }

  long verified() {
    return verified;
  }

  /** The largest size under a signature of a given key, or -1. */
  long signedSize() {
    return signedSize;
  }

  /** The smallest size above this one that a row names, or the largest number. */
  long nextSize(long size) throws IOException {
    return next < count && nextSize > size ? nextSize : Long.MAX_VALUE;
  }

  /** The log had this root at this size, and no commit between the last size and this one. */
  void at(long size, Supplier<Digest> root) throws IOException {
    while (next < count && nextSize <= size) {
      CheckpointFile.Row row = checkpoints.row(next);
      if (row.size() < size) {
        report("the log had no commit of size " + row.size());
      } else if (!row.root().equals(root.get())) {
        report("it says root " + row.root() + " at size " + size + ", the log has " + root.get());
      } else {
        compared++;
        checkSignatures();
      }
      next++;
      load();
    }
  }

  /** The log could not be followed up to this size: rows below cannot be compared. */
  void skipTo(long size) throws IOException {
    while (next < count && nextSize < size) {
      next++;
      load();
    }
  }

  /** The log ends at this size. */
  void end(long size) throws IOException {
    if (next < count) {
      findings.add(
          new LedgerFinding(
              LedgerFault.COMMITS_LOST,
              place(),
              "size " + nextSize + " was published, the log ends at size " + size));
    }
  }

  private void load() throws IOException {
    while (next < count) {
      try {
        nextSize = checkpoints.row(next).size();
        if (nextSize >= lastSize) {
          lastSize = nextSize;
          return;
        }
        report("its size " + nextSize + " is below that of the row before");
      } catch (LedgerDamagedException e) {
        findings.add(e.finding());
      }
      next++;
      if (findings.size() >= LedgerFsck.FINDINGS_MAX) {
        next = count;
      }
    }
  }

  private void checkSignatures() throws IOException {
    PublishedCheckpoint published;
    try {
      published = checkpoints.get(next);
    } catch (LedgerDamagedException e) {
      findings.add(e.finding());
      return;
    }
    if (keys.isEmpty()) {
      return;
    }
    switch (keys.get().check(published.note())) {
      case NoteCheck.Verified _ -> {
        verified++;
        signedSize = Math.max(signedSize, published.checkpoint().size());
      }
      case NoteCheck.Forged(var key) ->
          report("its signature is not one of the key " + key.name() + " it names");
      case NoteCheck.Unknown() -> report("none of the given keys signed it");
    }
  }

  private void report(String detail) {
    findings.add(new LedgerFinding(LedgerFault.CHECKPOINT_CONTRADICTS, place(), detail));
  }

  private String place() {
    return Names.CHECKPOINTS + " row " + next;
  }
}
