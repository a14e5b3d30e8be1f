package dev.penstock.ledger;

import dev.penstock.flow.LedgerFinding;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.function.Consumer;

/**
 * The files of a log beside its segments, open for reading. Opened before the segments are looked
 * at: a running writer then can only add to what these know.
 */
record ReadFiles(
    Levels levels, IndexFile index, CheckpointFile checkpoints, RetentionFile retention)
    implements Closeable {
  static ReadFiles open(Storage storage, LogFormat format) throws IOException {
    var opened = new ArrayList<Closeable>();
    try {
      var levels = Levels.open(storage, false);
      opened.add(levels);
      var index = IndexFile.open(storage, false);
      opened.add(index);
      var checkpoints = CheckpointFile.open(storage, format, false);
      opened.add(checkpoints);
      var retention = RetentionFile.open(storage, format, false);
      opened.add(retention);
      return new ReadFiles(levels, index, checkpoints, retention);
    } catch (IOException | RuntimeException | Error e) {
      Closing.all(e, opened.toArray(Closeable[]::new));
      throw e;
    }
  }

  /** For the process that holds the lock; these files then belong to it. */
  ReadSide over(Segments segments, Consumer<LedgerFinding> alarm) {
    return new ReadSide(segments, levels, index, checkpoints, retention, alarm, false);
  }

  /** For a process beside the writer; these files then belong to it. */
  ReadSide besideWriter(Segments segments) {
    return new ReadSide(segments, levels, index, checkpoints, retention, finding -> {}, true);
  }

  @Override
  public void close() throws IOException {
    Closing.all(levels, index, checkpoints, retention);
  }
}
