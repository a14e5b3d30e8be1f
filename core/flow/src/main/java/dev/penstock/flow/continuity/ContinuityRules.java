package dev.penstock.flow.continuity;

import java.time.Duration;
import java.util.Map;

/**
 * How patient the gateway is with its sources. Part of the input of a replay: other rules come to
 * other silences.
 *
 * @param silenceFactor a source is silent when nothing came for this many times its cadence
 * @param silenceMin but never sooner; at least two roll-call intervals, or chance decides
 * @param silenceMax and never later
 * @param lateAfter a record is late when it is received this long after its source time
 * @param disorderMin a record is out of order when its source time is this much older than the
 *     newest before it; less is what several points of one source do to each other
 * @param aheadMax a source time may be this far ahead of the time of receipt
 * @param declared the cadence of sources that have one by configuration; the others' is learnt
 */
public record ContinuityRules(
    int silenceFactor,
    Duration silenceMin,
    Duration silenceMax,
    Duration lateAfter,
    Duration disorderMin,
    Duration aheadMax,
    Map<Long, Duration> declared) {
  /** Longer waits are mistakes, and would overflow nanoseconds one day. */
  private static final Duration MAX = Duration.ofDays(3_650);

  /** A factor above this is a way to say "never". */
  private static final int FACTOR_MAX = 1_000;

  public static final ContinuityRules DEFAULT =
      new ContinuityRules(
          3,
          Duration.ofSeconds(30),
          Duration.ofHours(24),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Map.of());

  public ContinuityRules {
    if (silenceFactor < 1 || silenceFactor > FACTOR_MAX) {
      throw new IllegalArgumentException("silenceFactor is " + silenceFactor + ", must be 1..1000");
    }
    mustBeIn("silenceMin", silenceMin);
    mustBeIn("silenceMax", silenceMax);
    mustBeIn("lateAfter", lateAfter);
    mustBeIn("disorderMin", disorderMin);
    mustBeIn("aheadMax", aheadMax);
    if (silenceMax.compareTo(silenceMin) < 0) {
      throw new IllegalArgumentException("silenceMax " + silenceMax + " is below " + silenceMin);
    }
    declared = Map.copyOf(declared);
    declared.values().forEach(cadence -> mustBeIn("declared cadence", cadence));
  }

  /** The same with these cadences by configuration. */
  ContinuityRules declaring(Map<Long, Duration> cadences) {
    return new ContinuityRules(
        silenceFactor, silenceMin, silenceMax, lateAfter, disorderMin, aheadMax, cadences);
  }

  /** How long nothing may come from a source of this cadence, in ns. */
  long silenceNanos(long cadenceNanos) {
    long min = silenceMin.toNanos();
    long max = silenceMax.toNanos();
    if (cadenceNanos > max / silenceFactor) {
      return max;
    }
    return Math.max(min, Math.min(max, cadenceNanos * silenceFactor));
  }

  private static void mustBeIn(String name, Duration value) {
    if (value.isNegative() || value.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 0 s to 3650 days");
    }
  }
}
