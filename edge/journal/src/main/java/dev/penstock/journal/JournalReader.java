package dev.penstock.journal;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.PayloadSource;
import dev.penstock.flow.journal.Pending;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;

/**
 * A journal as it is when this is opened, for reading alone. Takes no lock and changes nothing, so
 * it may be read beside the node that writes it; what that node drops meanwhile cannot be read.
 */
public final class JournalReader implements PayloadSource {
  private final Cursors cursors;
  private final ExtentFiles extents;

  private JournalReader(Cursors cursors, ExtentFiles extents) {
    this.cursors = cursors;
    this.extents = extents;
  }

  /**
   * Finds out what is durable.
   *
   * @throws IOException when the folder holds no journal, or what is in it contradicts itself
   */
  public static JournalReader open(Storage storage) throws IOException {
    Examination.Examined examined = new Examination(storage, true).run();
    var durableEnd = new DurableEnd(examined.durable());
    var cursors = new Cursors(storage, durableEnd);
    // Nobody closes this, so no file stays open.
    var files = new OpenFiles(storage, 0);
    return new JournalReader(cursors, new ExtentFiles(files, durableEnd, cursors));
  }

  /** Reads all frames from the first that is there. One such reader at a time. */
  public JournalCursor cursor() throws IOException {
    return switch (cursors.open(
        "check", EnumSet.allOf(RecordClass.class), Pending.from(0), Overtaking.ALLOWED)) {
      case CursorOpening.Opened(var opened) -> opened;
      case CursorOpening.Refused(var finding) -> throw new IOException(finding.toString());
    };
  }

  @Override
  public ExtentReading read(Extent extent, byte[] into) {
    return extents.read(extent, into);
  }

  @Override
  public List<ExtentReading> readAll(List<Extent> wanted, List<byte[]> into) {
    return extents.readAll(wanted, into);
  }
}
