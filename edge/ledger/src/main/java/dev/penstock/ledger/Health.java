package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerState;

/** The state of a ledger. Stopped and closed are for good. Safe for use by several threads. */
final class Health {
  private LedgerState state = new LedgerState.Running();

  synchronized LedgerState state() {
    return state;
  }

  /** True when an append may be tried. */
  synchronized boolean takesEntries() {
    return state instanceof LedgerState.Running || state instanceof LedgerState.Full;
  }

  /** A commit succeeded. */
  synchronized void runs() {
    if (takesEntries()) {
      state = new LedgerState.Running();
    }
  }

  /** A commit found no room. */
  synchronized void full(LedgerFinding finding) {
    if (takesEntries()) {
      state = new LedgerState.Full(finding);
    }
  }

  /** Something is wrong; the first finding stays. */
  synchronized void stop(LedgerFinding finding) {
    if (takesEntries()) {
      state = new LedgerState.Stopped(finding);
    }
  }

  synchronized void close() {
    state = new LedgerState.Closed();
  }

  /** Why an append is refused now. */
  synchronized LedgerFinding refusal() {
    return switch (state) {
      case LedgerState.Stopped(var finding) -> finding;
      case LedgerState.Full(var finding) -> finding;
      case LedgerState.Running() ->
          new LedgerFinding(LedgerFault.CLOSED, "ledger", "it is being closed");
      case LedgerState.Closed() -> new LedgerFinding(LedgerFault.CLOSED, "ledger", "it is closed");
    };
  }
}
