package dev.penstock.flow;

/** What became of entries that were handed to a ledger. */
public sealed interface AppendOutcome {
  /**
   * They are durable at {@code firstIndex} .. {@code firstIndex + count - 1}.
   *
   * @param head a committed state that covers them
   */
  record Appended(long firstIndex, int count, LedgerHead head) implements AppendOutcome {
    public Appended {
      if (firstIndex < 0 || count < 1 || firstIndex + count > head.size()) {
        throw new IllegalArgumentException(
            "entries " + firstIndex + " +" + count + " are not within size " + head.size());
      }
    }
  }

  /** They are not in the log and will not be, unless they are handed in again. */
  record Refused(LedgerFinding finding) implements AppendOutcome {}

  /**
   * The disk failed at the worst moment. They may or may not stand in the log when it is opened
   * again; handing them in again before looking could store them twice.
   */
  record Unknown(LedgerFinding finding) implements AppendOutcome {}
}
