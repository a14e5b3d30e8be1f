package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.LogKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares the checkpoint rows with the log while it goes by, and checks their signatures when it
 * has gone by.
 */
final class RowCheck {
  private static final int ROWS_PER_TICK = 1_000;

  private final CheckpointFile checkpoints;
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

  /**
   * Stretches of rows that could not be compared with the log, in order: first, and behind last.
   */
  private final List<long[]> notCompared = new ArrayList<>();

  /** Called now and then, and may put an end to it. */
  interface Tick {
    void tell() throws LedgerFsck.Enough;
  }

  RowCheck(CheckpointFile checkpoints, List<LedgerFinding> findings) throws IOException {
    this.checkpoints = checkpoints;
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
        reportRow("the log had no commit of size " + row.size());
      } else if (!row.root().equals(root.get())) {
        reportRow(
            "it says root " + row.root() + " at size " + size + ", the log has " + root.get());
      } else {
        compared++;
      }
      next++;
      load();
    }
  }

  /** The log could not be followed up to this size: rows below cannot be compared. */
  void skipTo(long size) throws IOException {
    while (next < count && nextSize < size) {
      leaveOut();
      next++;
      load();
    }
  }

  /** The row cannot be compared, so that its signature says nothing. */
  private void leaveOut() {
    if (!notCompared.isEmpty() && notCompared.getLast()[1] == next) {
      notCompared.getLast()[1]++;
    } else {
      notCompared.add(new long[] {next, next + 1});
    }
  }

  /** The log ends at this size. */
  void end(long size) throws IOException {
    if (next < count) {
      findings.add(
          new LedgerFinding(
              LedgerFault.COMMITS_LOST,
              place(next),
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
        reportRow("its size " + nextSize + " is below that of the row before");
      } catch (LedgerDamagedException e) {
        findings.add(e.finding());
        leaveOut();
      }
      next++;
      if (findings.size() >= LedgerFsck.FINDINGS_MAX) {
        next = count;
      }
    }
  }

  /** Checks the signatures of all rows that were compared, by the key of their size. */
  void checkSignatures(Optional<LogKeys> keys, Tick tick) throws IOException, LedgerFsck.Enough {
    int stretch = 0;
    for (long number = 0; number < next; number++) {
      if (stretch < notCompared.size() && notCompared.get(stretch)[0] == number) {
        number = notCompared.get(stretch)[1] - 1;
        stretch++;
      } else {
        checkSignature(number, keys);
        if (number % ROWS_PER_TICK == 0 || findings.size() >= LedgerFsck.FINDINGS_MAX) {
          tick.tell();
        }
      }
    }
  }

  private void checkSignature(long number, Optional<LogKeys> keys) throws IOException {
    PublishedCheckpoint published;
    try {
      published = checkpoints.get(number);
    } catch (LedgerDamagedException e) {
      findings.add(e.finding());
      return;
    }
    if (keys.isEmpty()) {
      return;
    }
    long size = published.checkpoint().size();
    switch (keys.get().check(published.note(), size)) {
      case LogKeys.Ruling.Signed _ -> {
        verified++;
        signedSize = keys.get().faults().isEmpty() ? Math.max(signedSize, size) : signedSize;
      }
      case LogKeys.Ruling.Refused(var why) -> report(number, why);
    }
  }

  private void reportRow(String detail) {
    report(next, detail);
    leaveOut();
  }

  private void report(long number, String detail) {
    findings.add(new LedgerFinding(LedgerFault.CHECKPOINT_CONTRADICTS, place(number), detail));
  }

  private static String place(long number) {
    return Names.CHECKPOINTS + " row " + number;
  }
}
