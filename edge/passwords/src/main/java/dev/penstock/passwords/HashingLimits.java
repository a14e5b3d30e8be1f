package dev.penstock.passwords;

import java.time.Duration;

/**
 * How much hashing of passwords a node does for whoever knocks.
 *
 * @param atOnce hashings under way; each takes the memory of its cost, and a core
 * @param waitingMost how many more may wait for their turn; who comes then is told at once
 * @param waitMost how long one waits
 */
public record HashingLimits(int atOnce, int waitingMost, Duration waitMost) {
  private static final int AT_ONCE_MAX = 16;
  private static final int WAITING_MAX = 1_000;
  private static final Duration WAIT_MAX = Duration.ofMinutes(1);

  /**
   * Two hashings of some 60 ms, so 32 that wait are through in a second, and 40 MiB is all that a
   * flood of sign-ins can take.
   */
  public static final HashingLimits USUAL = new HashingLimits(2, 32, Duration.ofSeconds(5));

  public HashingLimits {
    if (atOnce < 1 || atOnce > AT_ONCE_MAX || waitingMost < 0 || waitingMost > WAITING_MAX) {
      throw new IllegalArgumentException(
          atOnce + " hashings at once and " + waitingMost + " waiting");
    }
    if (waitMost.isNegative() || waitMost.compareTo(WAIT_MAX) > 0) {
      throw new IllegalArgumentException("a wait of " + waitMost);
    }
  }
}
