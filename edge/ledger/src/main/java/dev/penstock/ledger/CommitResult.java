package dev.penstock.ledger;

import dev.penstock.flow.LedgerFinding;

/** What became of one commit. */
sealed interface CommitResult {
  /** It is durable. */
  record Done() implements CommitResult {}

  /** It is durable, but the log cannot go on. */
  record DoneAndStopped(LedgerFinding finding) implements CommitResult {}

  /** Nothing of it can be in the log; the disk is full, and the next may succeed. */
  record NoRoom(LedgerFinding finding) implements CommitResult {}

  /** Nothing of it can be in the log, and the log cannot go on. */
  record NotWritten(LedgerFinding finding) implements CommitResult {}

  /** It may or may not be in the log when that is opened again. */
  record Unknown(LedgerFinding finding) implements CommitResult {}
}
