package dev.penstock.mqtt;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** How long a link waits before it is made again: longer each time, until one held. One thread. */
final class Patience {
  /** A connection that held so long was a good one: the next wait is short again. */
  private static final Duration GOOD_CONNECTION = Duration.ofSeconds(30);

  private final Duration min;
  private final Duration max;
  private final RandomGenerator random;
  private Duration wait;

  Patience(Duration min, Duration max, RandomGenerator random) {
    this.min = min;
    this.max = max;
    this.random = random;
    this.wait = min;
  }

  /**
   * Waits, unless this thread is interrupted.
   *
   * @param startedNanos when the connection that ended was begun, by the clock of the machine
   */
  void pause(long startedNanos) {
    if (System.nanoTime() - startedNanos >= GOOD_CONNECTION.toNanos()) {
      wait = min;
    }
    // Half of it by chance, so that the clients of a broker do not all come back at once.
    long nanos = wait.toNanos();
    LockSupport.parkNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    Duration longer = wait.multipliedBy(2);
    wait = longer.compareTo(max) <= 0 ? longer : max;
  }
}
