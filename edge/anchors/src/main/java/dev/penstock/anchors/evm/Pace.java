package dev.penstock.anchors.evm;

import java.time.Duration;
import java.time.Instant;

/** What time it is, and how to wait. */
public interface Pace {
  Instant now();

  void sleep(Duration time) throws InterruptedException;

  /** The clock of this machine, and real waiting. */
  static Pace ofThisMachine() {
    return new Pace() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time);
      }
    };
  }
}
