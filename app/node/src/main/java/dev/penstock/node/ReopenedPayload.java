package dev.penstock.node;

import dev.penstock.flow.index.ReadAhead;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.PayloadSource;
import dev.penstock.journal.JournalReader;
import dev.penstock.storage.Storage;
import java.io.IOException;

/**
 * A journal that a node may be writing to: what cannot be read may have been dropped since this was
 * opened, so it is looked at again before that is said. One thread.
 */
final class ReopenedPayload implements PayloadSource {
  private static final int LOOKS_MAX = 10;

  private final Storage storage;
  private PayloadSource journal;

  /** In a row. */
  private int looks;

  ReopenedPayload(Storage storage) throws IOException {
    this.storage = storage;
    this.journal = opened();
  }

  private PayloadSource opened() throws IOException {
    JournalReader reader = JournalReader.open(storage);
    return new ReadAhead(reader);
  }

  @Override
  public ExtentReading read(Extent extent, byte[] into) {
    ExtentReading first = journal.read(extent, into);
    if (!(first instanceof ExtentReading.Failed)) {
      looks = 0;
      return first;
    }
    if (looks == LOOKS_MAX) {
      return first;
    }
    looks++;
    try {
      journal = opened();
    } catch (IOException e) {
      return first; // what was read is what can be said
    }
    return journal.read(extent, into);
  }
}
