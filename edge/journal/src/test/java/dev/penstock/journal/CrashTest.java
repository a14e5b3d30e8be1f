package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.CrashCheck;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What was acknowledged survives a crash at any operation of the disk, docs/formats/journal.md
 * "Recovery".
 */
class CrashTest {
  private final AtomicLong seeds = new AtomicLong(Seed.value());

  @Test
  void noCrashLosesWhatWasAcknowledged() {
    CrashCheck.of(() -> new JournalStory(Seed.value(), true, 10))
        .runs(1, 40)
        .realCrashes(12, 400)
        .holds();
  }

  @Test
  void noCrashLosesWhatWasAcknowledgedWhenThreadsDoTheWork() {
    CrashCheck.of(() -> new JournalStory(seeds.incrementAndGet(), false, 6))
        .runs(1, 10)
        .realCrashes(40, 1000)
        .holds();
  }

  @Test
  void everyForceIsNeeded() {
    // Not here: PREPARED, which only spreads over time what SEGMENT_HEAD would do at once, what the
    // next process finds, below, and CLOSED, DamageTest.
    shortStories()
        .everyForceIsNeeded(
            ForceAt.NEW_FILE_NAMES,
            ForceAt.FORMAT,
            ForceAt.NAMES_FOUND,
            ForceAt.SEGMENT_HEAD,
            ForceAt.SEGMENT_NAME,
            ForceAt.COMMIT);
  }

  @Test
  void everyForceOfTheNextLifeIsNeeded() {
    assertThat(shortStories().missing(ForceAt.COMMIT_FOUND)).isPresent();
    assertThat(shortStories().missing(ForceAt.FENCE)).isPresent();
  }

  private CrashCheck shortStories() {
    return CrashCheck.of(() -> new JournalStory(seeds.incrementAndGet(), true, 6))
        .runs(1, Deep.cases(1, 5))
        .realCrashes(1, 10);
  }
}
