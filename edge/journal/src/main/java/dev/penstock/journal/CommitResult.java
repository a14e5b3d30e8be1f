package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFinding;

/** What became of one commit. */
sealed interface CommitResult {
  /** It is durable. */
  record Done() implements CommitResult {}

  /** It is durable, but the journal cannot go on. */
  record DoneAndStopped(JournalFinding finding) implements CommitResult {}

  /** Nothing of it can be in the journal; the disk is full, and the next may succeed. */
  record NoRoom(JournalFinding finding) implements CommitResult {}

  /** Nothing of it can be in the journal, and the journal cannot go on. */
  record NotWritten(JournalFinding finding) implements CommitResult {}

  /** It may or may not be in the journal when that is opened again. */
  record Unknown(JournalFinding finding) implements CommitResult {}
}
