package dev.penstock.ledger;

import dev.penstock.flow.LedgerFinding;
import java.util.List;

/** What came out of opening or creating a ledger. */
public sealed interface LedgerOpening {
  /**
   * It is open: running, or stopped by a finding that {@link FileLedger#state()} tells and then
   * only read. The caller closes it.
   *
   * @param notes what the operator should know although nothing is wrong
   */
  record Opened(FileLedger ledger, List<String> notes) implements LedgerOpening {
    public Opened {
      notes = List.copyOf(notes);
    }
  }

  /** It could not be opened at all; nothing was changed. */
  record Refused(LedgerFinding finding) implements LedgerOpening {}
}
