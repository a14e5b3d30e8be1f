package dev.penstock.flow.index;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.Snapshot;
import dev.penstock.flow.query.SealedRecord;
import java.io.IOException;
import java.util.Optional;

/** Looks for the newest snapshot of the index that the log names. One thread. */
final class SnapshotSearch {
  private final BlockReader reader;
  private final Fitting fitting;

  /** Says whether a snapshot is of the log that is searched. */
  @FunctionalInterface
  interface Fitting {
    boolean isOfThisLog(Snapshot snapshot) throws IOException;
  }

  SnapshotSearch(BlockReader reader, Fitting fitting) {
    this.reader = reader;
    this.fitting = fitting;
  }

  /**
   * The newest snapshot that this version can load. Looks from the end of the log back, which costs
   * about what the replay behind the snapshot costs.
   *
   * @param from a snapshot that was sealed in an entry below tells nothing about that one
   */
  Optional<Snapshot> newest(long from, long size) throws IOException {
    for (long entry = size - 1; entry >= from; entry--) {
      if (reader.read(entry) instanceof BlockReading.Found(var content)) {
        for (int i = content.records().count() - 1; i >= 0; i--) {
          Optional<Snapshot> found = snapshot(content, i);
          if (found.isPresent() && fitting.isOfThisLog(found.get())) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Snapshot> snapshot(BlockContent content, int index) throws IOException {
    int at = content.records().startOf(index);
    int length = content.records().startOf(index + 1) - at;
    Optional<RecordKind> kind = LedgerRecord.kindOf(content.records().buffer(), at, length);
    if (kind.isEmpty() || kind.get() != RecordKind.SNAPSHOT) {
      return Optional.empty();
    }
    SealedRecord sealed = content.sealed(index);
    return sealed.record().value() instanceof Snapshot made
            && made.projection().equals(Snapshots.PROJECTION)
            && made.codeVersion().equals(Snapshots.CODE_VERSION)
        ? Optional.of(made)
        : Optional.empty();
  }
}
