package dev.penstock.flow.journal;

/** What came of registering a reader. */
public sealed interface CursorOpening {
  record Opened(JournalCursor cursor) implements CursorOpening {}

  /** The name is taken, or the reader knows more than the journal has. */
  record Refused(JournalFinding finding) implements CursorOpening {}
}
