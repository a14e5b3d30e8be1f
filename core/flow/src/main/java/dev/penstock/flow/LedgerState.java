package dev.penstock.flow;

/** Whether a ledger takes entries. */
public sealed interface LedgerState {
  /** It takes entries. */
  record Running() implements LedgerState {}

  /**
   * The disk is full. Nothing committed is touched; each new append tries again, and the ledger
   * runs as soon as one succeeds.
   */
  record Full(LedgerFinding finding) implements LedgerState {}

  /** It refuses entries until it is opened again and finds itself sound. */
  record Stopped(LedgerFinding finding) implements LedgerState {}

  /** It was closed in order. */
  record Closed() implements LedgerState {}
}
