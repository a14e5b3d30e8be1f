package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFinding;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What becomes of one commit, for all who have frames in it. */
final class Fate {
  private final CountDownLatch decided = new CountDownLatch(1);
  private volatile @Nullable Decision decision;

  enum Kind {
    DURABLE,
    BUSY,
    REFUSED,
    UNKNOWN
  }

  /**
   * The end of it.
   *
   * @param finding why it is not durable; null when it is, or when there was only no room
   */
  record Decision(Kind kind, @Nullable JournalFinding finding) {}

  /** Settles it; only the first call counts. */
  void decide(Kind kind, @Nullable JournalFinding finding) {
    if (decision == null) {
      decision = new Decision(kind, finding);
      decided.countDown();
    }
  }

  @Nullable Decision decision() {
    return decision;
  }

  CountDownLatch decided() {
    return decided;
  }
}
