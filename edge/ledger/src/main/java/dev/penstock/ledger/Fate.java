package dev.penstock.ledger;

import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerHead;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What becomes of one commit, for all who have entries in it. */
final class Fate {
  private final CountDownLatch decided = new CountDownLatch(1);
  private volatile @Nullable Decision decision;

  enum Kind {
    DURABLE,
    REFUSED,
    UNKNOWN
  }

  /**
   * The end of it.
   *
   * @param head the log after the commit, when it is durable
   * @param finding why it is not, when it is not
   */
  record Decision(Kind kind, LedgerHead head, LedgerFinding finding) {}

  /** Settles it; only the first call counts. */
  void decide(Kind kind, LedgerHead head, LedgerFinding finding) {
    if (decision == null) {
      decision = new Decision(kind, head, finding);
      decided.countDown();
    }
  }

  boolean isDecided() {
    return decision != null;
  }

  Decision await() throws InterruptedException {
    decided.await();
    Decision made = decision;
    if (made == null) {
      throw new IllegalStateException("decided without a decision");
    }
    return made;
  }
}
