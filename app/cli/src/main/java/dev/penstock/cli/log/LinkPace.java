package dev.penstock.cli.log;

import java.util.concurrent.TimeUnit;

/** Lets so many kilobits through in a second, and makes whoever brings more wait. */
final class LinkPace {
  /** What may be brought at once after a pause, so that small answers are not held up. */
  private static final long BURST_NS = TimeUnit.MILLISECONDS.toNanos(250);

  private final long bitsPerSecond;

  /** When the link is free again, by the clock of {@link System#nanoTime}. */
  private long freeAt = System.nanoTime();

  /**
   * A pace.
   *
   * @param kbps 0 for as fast as it comes
   */
  LinkPace(int kbps) {
    bitsPerSecond = kbps * 1_000L;
  }

  /** Waits for as long as these bytes take at this pace. */
  void moved(int bytes) throws InterruptedException {
    long wait = waitFor(bytes, System.nanoTime());
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  /** How long to wait when these bytes are moved at this moment. */
  synchronized long waitFor(int bytes, long now) {
    if (bitsPerSecond == 0) {
      return 0;
    }
    if (freeAt - now < -BURST_NS) {
      freeAt = now - BURST_NS;
    }
    freeAt += (long) (bytes * 8e9 / bitsPerSecond);
    return Math.max(0, freeAt - now);
  }
}
