package dev.penstock.ledger;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lawful way on when a ledger is stopped for good or lost: a new log with a new origin, in a
 * new folder, whose first entry binds the last known checkpoint of the old one. The old folder is
 * not touched, and the old log is never continued.
 */
public final class LedgerRestore {
  private static final Pattern SUFFIXED = Pattern.compile("(.*)/r([1-9][0-9]{0,8})");

  private LedgerRestore() {}

  /** The origin for the log after this one: {@code x}, {@code x/r2}, {@code x/r3} and so on. */
  public static String nextOrigin(String origin) {
    Matcher suffixed = SUFFIXED.matcher(origin);
    return suffixed.matches()
        ? suffixed.group(1) + "/r" + (Integer.parseInt(suffixed.group(2)) + 1)
        : origin + "/r2";
  }

  /**
   * Makes the new log in an empty folder and appends the statement, which is durable when the log
   * is handed back. A try that was interrupted can be repeated in the same folder only after that
   * was emptied.
   */
  public static LedgerOpening start(
      Storage emptyFolder, RestoreStatement statement, int segmentBytes, LedgerOptions options)
      throws InterruptedException {
    LedgerOpening opening =
        FileLedger.create(emptyFolder, statement.origin(), segmentBytes, options);
    return switch (opening) {
      case LedgerOpening.Refused refused -> refused;
      case LedgerOpening.Opened(var ledger, var notes) -> {
        AppendOutcome outcome = ledger.append(EntryBatch.of(statement.encode()), 0);
        yield switch (outcome) {
          case AppendOutcome.Appended _ -> new LedgerOpening.Opened(ledger, notes);
          case AppendOutcome.Refused(var finding) -> givenUp(ledger, finding);
          case AppendOutcome.Unknown(var finding) -> givenUp(ledger, finding);
        };
      }
    };
  }

  private static LedgerOpening givenUp(FileLedger ledger, LedgerFinding finding) {
    try {
      ledger.close();
      return new LedgerOpening.Refused(finding);
    } catch (IOException e) {
      return new LedgerOpening.Refused(
          new LedgerFinding(
              finding.fault(), finding.place(), finding.detail() + "; " + Damage.text(e)));
    }
  }
}
