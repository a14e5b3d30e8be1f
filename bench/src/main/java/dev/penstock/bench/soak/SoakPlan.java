package dev.penstock.bench.soak;

import dev.penstock.bench.bridge.NumberSet;
import java.time.Duration;

/**
 * What a soak does.
 *
 * @param length how long messages are published
 * @param perSecond messages
 * @param restartEvery the broker is restarted so often
 * @param brokerQueue messages that the broker may keep for a client that is away; 0 for no limit
 * @param seed of how long the broker stays away
 */
record SoakPlan(
    Duration length, long perSecond, Duration restartEvery, long brokerQueue, long seed) {
  private static final int PER_SECOND_MAX = 100_000;
  private static final Duration SAMPLE_MIN = Duration.ofSeconds(1);
  private static final Duration WARM_UP_MAX = Duration.ofMinutes(1);
  private static final Duration SAMPLE_MAX = Duration.ofSeconds(30);

  /** So many samples in a run that is neither very short nor very long. */
  private static final int SAMPLES = 60;

  SoakPlan {
    mustBe("--minutes", length.toMillis() / 60_000.0, 0.1, 20_160);
    mustBe("--rate", (double) perSecond, 1, PER_SECOND_MAX);
    mustBe("--restart-every", restartEvery.toMillis() / 1_000.0, 3, 86_400);
    mustBe("--broker-queue", (double) brokerQueue, 0, 1_000_000_000);
    if (perSecond * length.toSeconds() >= NumberSet.NUMBERS_MAX) {
      throw new IllegalArgumentException(
          "--minutes times --rate gives %,d messages, at most %,d can be counted"
              .formatted(perSecond * length.toSeconds(), NumberSet.NUMBERS_MAX));
    }
  }

  private static void mustBe(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s is %s, must be %s..%s".formatted(option, plain(value), plain(least), plain(most)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? "%d".formatted((long) value) : Double.toString(value);
  }

  /**
   * Memory is not looked at before: a start fills the buffers of open blocks, a few MB a source.
   */
  Duration warmUp() {
    Duration quarter = length.dividedBy(4);
    return quarter.compareTo(WARM_UP_MAX) < 0 ? quarter : WARM_UP_MAX;
  }

  /** How often memory is looked at. */
  Duration sampleEvery() {
    Duration part = length.dividedBy(SAMPLES);
    if (part.compareTo(SAMPLE_MIN) < 0) {
      return SAMPLE_MIN;
    }
    return part.compareTo(SAMPLE_MAX) > 0 ? SAMPLE_MAX : part;
  }
}
