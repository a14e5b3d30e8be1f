package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalState;

/** The state of a journal. Stopped and closed are for good. Safe for use by several threads. */
final class Health {
  private JournalState state = new JournalState.Running();

  synchronized JournalState state() {
    return state;
  }

  /** True when an append may be tried. */
  synchronized boolean takesFrames() {
    return state instanceof JournalState.Running || state instanceof JournalState.Full;
  }

  /** A commit succeeded. */
  synchronized void runs() {
    if (state instanceof JournalState.Full) {
      state = new JournalState.Running();
    }
  }

  /** A commit found no room. */
  synchronized void full(JournalFinding finding) {
    if (takesFrames()) {
      state = new JournalState.Full(finding);
    }
  }

  /** Something is wrong; the first finding stays. */
  synchronized void stop(JournalFinding finding) {
    if (takesFrames()) {
      state = new JournalState.Stopped(finding);
    }
  }

  synchronized void close() {
    state = new JournalState.Closed();
  }

  /** Why an append is refused now. */
  synchronized JournalFinding refusal() {
    return switch (state) {
      case JournalState.Stopped(var finding) -> finding;
      case JournalState.Full(var finding) -> finding;
      case JournalState.Running() ->
          new JournalFinding(JournalFault.CLOSED, "journal", "it is being closed");
      case JournalState.Closed() ->
          new JournalFinding(JournalFault.CLOSED, "journal", "it is closed");
    };
  }
}
