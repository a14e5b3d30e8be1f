package dev.penstock.ledger;

import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.CrashCheck;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CrashTest {
  @Test
  void noCrashLosesWhatWasAcknowledged() {
    var seeds = new AtomicLong(Seed.value());
    // The story must be the same each time it is told, so its seed is fixed by the check's run.
    CrashCheck.of(() -> new LedgerStory(seeds.get(), true)).holds();
    System.out.println("checks " + LedgerStory.CHECKS.get());
  }
}
