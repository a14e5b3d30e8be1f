package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFinding;
import java.io.IOException;

/** What was read contradicts what must be there; it was not handed out. */
final class JournalDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient JournalFinding finding;

  JournalDamagedException(JournalFinding finding) {
    super(finding.toString());
    this.finding = finding;
  }

  JournalFinding finding() {
    return finding;
  }
}
