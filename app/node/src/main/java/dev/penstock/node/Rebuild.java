package dev.penstock.node;

import dev.penstock.blobs.FileBlobs;
import dev.penstock.flow.PublishedHead;
import dev.penstock.flow.index.BlockReader;
import dev.penstock.flow.index.IndexFollower;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.ReaderOpening;
import dev.penstock.projections.SqliteIndex;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the projections of a stopped node's folder anew, under its lock. */
public final class Rebuild {
  /** Is told how far it is. */
  @FunctionalInterface
  public interface Progress {
    void at(long done, long size);
  }

  /** What was made: so many entries of the log are in the index. */
  public record Result(long entries) {}

  private final Path path;
  private final Node.Machine machine;
  private final Progress progress;

  public Rebuild(Path path, Node.Machine machine, Progress progress) {
    this.path = path;
    this.machine = machine;
    this.progress = progress;
  }

  /**
   * Throws the projections away and makes them again.
   *
   * @throws StartException when the folder is none, is in use, or contradicts itself
   */
  public Result run() throws StartException {
    if (!Files.exists(path.resolve("format"))) {
      throw new StartException(path + " is no data folder; name the folder of a node");
    }
    try (DataFolder folder = DataFolder.open(path, machine.holder())) {
      ReaderOpening opening = LedgerReader.open(folder.room("ledger"), PublishedHead.NONE);
      return switch (opening) {
        case ReaderOpening.Refused(var finding) -> throw new StartException(finding.toString());
        case ReaderOpening.Opened(var ledger, var _, var _) -> {
          try (ledger;
              FileJournal journal = journal(folder.room("journal"));
              FileJournal extents = journal(folder.room("extents"));
              SqliteIndex index = SqliteIndex.open(path.resolve(Projections.FILE))) {
            var blobs = new FileBlobs(folder.room(Projections.BLOBS));
            var evidence = new BlockReader.Evidence(ledger, journal, extents, ledger.origin());
            index.reset();
            try (var follower = new IndexFollower(evidence, extents, index, blobs)) {
              yield follow(follower, ledger.view().head().size());
            }
          }
        }
      };
    } catch (IOException e) {
      throw new StartException(path + ": " + e.getMessage());
    }
  }

  private Result follow(IndexFollower follower, long size) throws IOException {
    while (!follower.step()) {
      progress.at(follower.indexed(), size);
    }
    return new Result(follower.indexed());
  }

  private FileJournal journal(Storage room) throws StartException {
    var options = JournalOptions.of(machine.clock(), machine.random(), machine.holder());
    return switch (FileJournal.open(room, options)) {
      case JournalOpening.Opened(var open, var _) -> open;
      case JournalOpening.Refused(var finding) -> throw new StartException(finding.toString());
    };
  }
}
