package dev.penstock.flow;

import java.io.IOException;

/** What was read from a ledger contradicts what is committed; it was not handed out. */
public final class LedgerDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient LedgerFinding finding;

  public LedgerDamagedException(LedgerFinding finding) {
    super(finding.toString());
    this.finding = finding;
  }

  public LedgerFinding finding() {
    return finding;
  }
}
