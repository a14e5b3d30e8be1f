package dev.penstock.evidence.chain;

import java.time.Duration;

/**
 * How patient an observer is. Part of the input of a replay: another policy gives other findings.
 *
 * @param gapAfter a missing block is waited for this long before a GAP is reported
 * @param silentAfter nothing new for this long is SILENT; more than the heartbeat of the maker
 * @param aheadMax a wall clock may be this far ahead of the time of receipt
 * @param behindMax and this far behind: how long a maker may keep blocks before it can send them
 * @param wallStepMax a wall clock that claims a known error may step back by that error, at most
 *     this much
 */
public record ChainPolicy(
    Duration gapAfter,
    Duration silentAfter,
    Duration aheadMax,
    Duration behindMax,
    Duration wallStepMax) {
  /** Longer waits are mistakes, and would overflow nanoseconds one day. */
  private static final Duration MAX = Duration.ofDays(3650);

  public static final ChainPolicy DEFAULT =
      new ChainPolicy(
          Duration.ofSeconds(5),
          Duration.ofSeconds(25),
          Duration.ofSeconds(5),
          Duration.ofDays(30),
          Duration.ofSeconds(1));

  public ChainPolicy {
    mustBeIn("gapAfter", gapAfter);
    mustBeIn("silentAfter", silentAfter);
    mustBeIn("aheadMax", aheadMax);
    mustBeIn("behindMax", behindMax);
    mustBeIn("wallStepMax", wallStepMax);
  }

  private static void mustBeIn(String name, Duration value) {
    if (value.isNegative() || value.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 0 s to 3650 days");
    }
  }
}
