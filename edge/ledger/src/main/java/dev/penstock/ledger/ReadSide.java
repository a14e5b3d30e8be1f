package dev.penstock.ledger;

import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What readers of a log need, whether it may be written to or not. Safe for use by several threads.
 */
final class ReadSide implements Closeable {
  private final Segments segments;
  private final Levels levels;
  private final IndexFile index;
  private final CheckpointFile checkpoints;
  private final RetentionFile retention;
  private final Consumer<LedgerFinding> alarm;
  private final boolean isBesideWriter;
  private final ProofDesk proofs;
  private final KnownPlaces places = new KnownPlaces();

  /** Over files that are open; closing this closes them. */
  ReadSide(
      Segments segments,
      Levels levels,
      IndexFile index,
      CheckpointFile checkpoints,
      RetentionFile retention,
      Consumer<LedgerFinding> alarm,
      boolean isBesideWriter) {
    this.segments = segments;
    this.levels = levels;
    this.index = index;
    this.checkpoints = checkpoints;
    this.retention = retention;
    this.alarm = alarm;
    this.isBesideWriter = isBesideWriter;
    this.proofs = new ProofDesk(this::readHashes);
  }

  /** Opens the files for reading only. */
  static ReadSide open(
      Storage storage, LogFormat format, Catalog catalog, Consumer<LedgerFinding> alarm)
      throws IOException {
    return ReadFiles.open(storage, format).over(new Segments(storage, catalog.entries()), alarm);
  }

  Segments segments() {
    return segments;
  }

  KnownPlaces places() {
    return places;
  }

  Levels levels() {
    return levels;
  }

  IndexFile index() {
    return index;
  }

  CheckpointFile checkpoints() {
    return checkpoints;
  }

  ProofDesk proofs() {
    return proofs;
  }

  /** Reads hashes of a tile level; the caller knows that they are committed. */
  void readHashes(int tileLevel, long first, int count, byte[] into, int at) throws IOException {
    try {
      levels.read(tileLevel, first, count, into, at);
    } catch (LedgerDamagedException e) {
      throw report(e);
    }
  }

  /** Tells the alarm, and gives the exception back to be thrown. */
  LedgerDamagedException report(LedgerDamagedException damage) {
    alarm.accept(damage.finding());
    return damage;
  }

  /** The answer for an entry that was dropped, or empty when it was not. */
  Optional<Entries.Pruned> pruned(long index) throws IOException {
    if (isBesideWriter && retention.lookAgain()) {
      segments.dropBelow(segments.firstKept(retention.minimumIndex()));
    }
    return retention
        .last()
        .filter(row -> index < row.minimumIndex())
        .map(row ->
            new Entries.Pruned(row.minimumIndex(), row.policy(), row.at(), row.recordIndex()));
  }

  @Override
  public void close() throws IOException {
    segments.close();
    Closing.all(levels, index, checkpoints, retention);
  }
}
