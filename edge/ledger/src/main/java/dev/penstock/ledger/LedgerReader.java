package dev.penstock.ledger;

import dev.penstock.flow.CheckpointHistory;
import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerHead;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.PublishedHead;
import dev.penstock.flow.ReadableLedger;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * A ledger's folder opened for reading only, by whatever process, beside the one that writes. Takes
 * no lock and changes nothing. It stands on the newest durable commit found when it was opened and
 * never looks beyond it; whoever wants newer ones opens it again. Only what is dropped by policy
 * meanwhile is no longer handed out.
 */
public final class LedgerReader implements ReadableLedger, Closeable {
  /**
   * Looks at a folder before what does not fit counts as damage: a writer can drop segments, or
   * start, between two reads of one look. Each look is over in a second.
   */
  private static final int LOOKS_MAX = 8;

  private final LogFormat format;
  private final ReadSide side;
  private final LedgerView view;

  private LedgerReader(LogFormat format, ReadSide side, LedgerHead head) {
    this.format = format;
    this.side = side;
    this.view = new FileLedgerView(side, head);
  }

  /**
   * Opens the ledger in this folder.
   *
   * @param outside where the writer keeps the last published head: checkpoints that it does not
   *     know yet are not shown. Without such a place one can be shown a moment before it is kept
   *     there.
   */
  public static ReaderOpening open(Storage storage, PublishedHead outside) {
    try {
      LogFormat format = Examination.readFormat(storage);
      for (int look = 1; ; look++) {
        Optional<ReaderOpening> opening = look(storage, outside, format, look == LOOKS_MAX);
        if (opening.isPresent()) {
          return opening.get();
        }
      }
    } catch (LedgerDamagedException e) {
      return new ReaderOpening.Refused(e.finding());
    } catch (NoSuchFileException e) {
      return refused(
          LedgerFault.FILE_MISSING, String.valueOf(e.getFile()), new IOException("it is missing"));
    } catch (IOException e) {
      return refused(LedgerFault.READ_FAILED, "folder", e);
    }
  }

  /** Empty when it should be tried again. */
  private static Optional<ReaderOpening> look(
      Storage storage, PublishedHead outside, LogFormat format, boolean isLast) throws IOException {
    PublishedHead.Reading published = outside.read(format.origin());
    ReadFiles files = ReadFiles.open(storage, format);
    var search = new CommitSearch(storage, format, files);
    Optional<LedgerFinding> finding = Optional.empty();
    try {
      LedgerHead head;
      try {
        search.run(published);
        head = search.head();
      } catch (LedgerDamagedException | NoSuchFileException e) {
        if (!isLast) {
          files.close();
          return Optional.empty();
        }
        finding = Optional.of(findingOf(e));
        head = search.provableHead();
      }
      ReadSide side = files.besideWriter(new Segments(storage, search.catalog().entries()));
      return Optional.of(
          new ReaderOpening.Opened(new LedgerReader(format, side, head), search.notes(), finding));
    } catch (IOException | RuntimeException | Error e) {
      Closing.all(e, files);
      throw e;
    }
  }

  private static LedgerFinding findingOf(IOException e) {
    return e instanceof LedgerDamagedException damage
        ? damage.finding()
        : new LedgerFinding(LedgerFault.FILE_MISSING, "folder", Damage.text(e));
  }

  private static ReaderOpening refused(LedgerFault fault, String place, IOException e) {
    return new ReaderOpening.Refused(new LedgerFinding(fault, place, Damage.text(e)));
  }

  /** The checkpoint origin of this log. */
  public String origin() {
    return format.origin();
  }

  @Override
  public LedgerView view() {
    return view;
  }

  @Override
  public CheckpointHistory checkpoints() {
    return side.checkpoints();
  }

  @Override
  public void close() throws IOException {
    side.close();
  }
}
