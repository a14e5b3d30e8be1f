package dev.penstock.flow;

/**
 * What can be asked of a ledger without writing to it: what is committed, and what was published of
 * it. Safe for use by several threads.
 */
public interface ReadableLedger {
  /** What is committed. The view does not change when the ledger grows. */
  LedgerView view();

  /** The published checkpoints, oldest first. */
  CheckpointHistory checkpoints();
}
