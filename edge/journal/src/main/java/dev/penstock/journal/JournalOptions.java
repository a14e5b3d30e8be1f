package dev.penstock.journal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a journal must be given.
 *
 * @param clock dates segments, for retention by age
 * @param random makes salts and ids; must not be predictable outside tests
 * @param holder one line about this process for whoever finds the folder locked: host, process id,
 *     start
 * @param segmentAgeMax a segment takes frames for no longer than this, so that its oldest record is
 *     dropped at most this much later than policy says
 */
public record JournalOptions(
    InstantSource clock, RandomGenerator random, String holder, Duration segmentAgeMax) {
  /** Adds a few hundred files a year for each class. */
  public static final Duration SEGMENT_AGE_DEFAULT = Duration.ofDays(1);

  public JournalOptions {
    if (segmentAgeMax.isNegative() || segmentAgeMax.isZero()) {
      throw new IllegalArgumentException("segments of age " + segmentAgeMax + ", must be longer");
    }
  }

  /** Options with the usual bounds. */
  public static JournalOptions of(InstantSource clock, RandomGenerator random, String holder) {
    return new JournalOptions(clock, random, holder, SEGMENT_AGE_DEFAULT);
  }

  /** The same with another bound. */
  public JournalOptions withSegmentAge(Duration ageMax) {
    return new JournalOptions(clock, random, holder, ageMax);
  }
}
