package dev.penstock.ledger;

import dev.penstock.flow.LedgerFinding;
import java.util.List;
import java.util.Optional;

/** What came out of opening a ledger for reading only. */
public sealed interface ReaderOpening {
  /**
   * It is open. The caller closes it.
   *
   * @param notes what whoever reads should know although nothing is wrong
   * @param finding what is wrong with the folder; the reader then stands on the newest commit that
   *     can still be proven
   */
  record Opened(LedgerReader reader, List<String> notes, Optional<LedgerFinding> finding)
      implements ReaderOpening {
    public Opened {
      notes = List.copyOf(notes);
    }
  }

  /** It could not be opened at all. */
  record Refused(LedgerFinding finding) implements ReaderOpening {}
}
