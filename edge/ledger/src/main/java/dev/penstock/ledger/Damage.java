package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;

/** Makes the exception by which code deep inside the ledger reports what it found wrong. */
final class Damage {
  private Damage() {}

  static LedgerDamagedException of(LedgerFault fault, String place, String detail) {
    return new LedgerDamagedException(new LedgerFinding(fault, place, detail));
  }

  static LedgerDamagedException of(LedgerFault fault, String file, long position, String detail) {
    return of(fault, file + " at byte " + position, detail);
  }

  /** A failure in one line: many file exceptions have only the file's name as their message. */
  static String text(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
