package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFinding;
import java.util.List;

/** What came out of opening or creating a journal. */
public sealed interface JournalOpening {
  /**
   * It is open: running, or stopped by a finding that {@link FileJournal#state()} tells and then
   * only read. The caller closes it.
   *
   * @param notes what the operator should know although nothing is wrong
   */
  record Opened(FileJournal journal, List<String> notes) implements JournalOpening {
    public Opened {
      notes = List.copyOf(notes);
    }
  }

  /** It could not be opened at all; nothing was changed. */
  record Refused(JournalFinding finding) implements JournalOpening {}
}
