package dev.penstock.anchors.evm;

import java.time.Duration;
import java.time.Instant;

/** Time that passes when somebody waits, and what happens meanwhile. */
final class TestPace implements Pace {
  private Instant now;
  private int count;

  /** What happens during a wait. */
  interface During {
    void wait(int count) throws InterruptedException;
  }

  During during = _ -> {};

  TestPace(Instant now) {
    this.now = now;
  }

  @Override
  public Instant now() {
    return now;
  }

  /** How often somebody waited. */
  int count() {
    return count;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    now = now.plus(time);
    count++;
    during.wait(count);
  }
}
