package dev.penstock.ledger;

import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.CrashCheck;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** ledger.md, "Commit": what was acknowledged survives a crash at any operation of the disk. */
class CrashTest {
  private final AtomicLong seeds = new AtomicLong(Seed.value());

  @Test
  void noCrashLosesWhatWasAcknowledged() {
    // One story is looked at before each of its operations; each run tells another one.
    var stories = new SplittableRandom(Seed.value());
    for (int run = 0; run < Deep.cases(1, 25); run++) {
      long story = stories.nextLong();
      CrashCheck.of(() -> new LedgerStory(story, true, 10)).runs(1, 1).realCrashes(12, 40).holds();
    }
  }

  @Test
  void noCrashLosesWhatWasAcknowledgedWhenThreadsDoTheWork() {
    CrashCheck.of(() -> new LedgerStory(seeds.incrementAndGet(), false, 10))
        .runs(1, 10)
        .realCrashes(40, 1000)
        .holds();
  }

  @Test
  void everyForceIsNeeded() {
    // Not here: PREPARED, which only spreads over time what SEGMENT_HEAD would do at once, and what
    // the next process finds, FoundAgainTest.
    CrashCheck.of(() -> new LedgerStory(Seed.value(), true, 10))
        .runs(1, Deep.cases(1, 5))
        .realCrashes(1, 10)
        .everyForceIsNeeded(
            ForceAt.NEW_FILE,
            ForceAt.NEW_FILE_NAMES,
            ForceAt.FORMAT,
            ForceAt.NAMES_FOUND,
            ForceAt.SEGMENT_HEAD,
            ForceAt.SEGMENT_NAME,
            ForceAt.BATCH,
            ForceAt.LEVELS,
            ForceAt.MARK,
            ForceAt.COSIGNATURE,
            ForceAt.CHECKPOINT,
            ForceAt.RETENTION,
            ForceAt.PUBLISHED_HEAD,
            ForceAt.PUBLISHED_HEAD_NAME);
  }
}
