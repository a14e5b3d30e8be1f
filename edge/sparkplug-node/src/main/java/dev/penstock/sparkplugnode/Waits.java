package dev.penstock.sparkplugnode;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a node waits before it connects again: longer each time, until one held. One thread. */
final class Waits {
  /** A connection that held so long was a good one: the next wait is short again. */
  private static final Duration GOOD_CONNECTION = Duration.ofSeconds(30);

  private final Duration min;
  private final Duration max;
  private final RandomGenerator random;
  private Duration wait;

  Waits(Duration min, Duration max, RandomGenerator random) {
    this.min = min;
    this.max = max;
    this.random = random;
    this.wait = min;
  }

  /** The next, half of it by chance, so that not all nodes of a server come back at once. */
  long nextNanos(long heldNanos) {
    if (heldNanos >= GOOD_CONNECTION.toNanos()) {
      wait = min;
    }
    long nanos = wait.toNanos();
    Duration longer = wait.multipliedBy(2);
    wait = longer.compareTo(max) <= 0 ? longer : max;
    return nanos / 2 + random.nextLong(nanos / 2 + 1);
  }

  /** The last connection was ended by intent: there is nothing to be patient about. */
  void reset() {
    wait = min;
  }
}
