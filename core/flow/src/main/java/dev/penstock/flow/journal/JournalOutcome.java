package dev.penstock.flow.journal;

/** What became of frames that were handed to a journal. */
public sealed interface JournalOutcome {
  /**
   * They are durable at {@code firstPosition} .. {@code firstPosition + count - 1}, in the order of
   * the batch.
   */
  record Appended(long firstPosition, int count) implements JournalOutcome {
    public Appended {
      if (firstPosition < 0 || count < 1) {
        throw new IllegalArgumentException("frames " + firstPosition + " +" + count);
      }
    }
  }

  /** They are not in the journal: too much is under way. Hand them in again a little later. */
  record Busy() implements JournalOutcome {}

  /** They are not in the journal and will not be, unless they are handed in again. */
  record Refused(JournalFinding finding) implements JournalOutcome {}

  /**
   * The disk failed at the worst moment. They may or may not stand in the journal when it is opened
   * again; handing them in again before looking could store them twice.
   */
  record Unknown(JournalFinding finding) implements JournalOutcome {}
}
