package dev.penstock.ledger;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerHead;
import dev.penstock.flow.Submission;
import dev.penstock.merkle.TreeHasher;

/** One caller's entries in a commit. */
record Ticket(Fate fate, long firstIndex, int count) implements Submission {
  /** A submission that was refused at once. */
  static Submission refused(LedgerFinding finding) {
    var fate = new Fate();
    fate.decide(Fate.Kind.REFUSED, new LedgerHead(0, new TreeHasher().emptyRoot(), 0), finding);
    return new Ticket(fate, 0, 0);
  }

  @Override
  public boolean isDecided() {
    return fate.isDecided();
  }

  @Override
  public AppendOutcome await() throws InterruptedException {
    Fate.Decision decision = fate.await();
    return switch (decision.kind()) {
      case DURABLE -> new AppendOutcome.Appended(firstIndex, count, decision.head());
      case REFUSED -> new AppendOutcome.Refused(decision.finding());
      case UNKNOWN -> new AppendOutcome.Unknown(decision.finding());
    };
  }
}
