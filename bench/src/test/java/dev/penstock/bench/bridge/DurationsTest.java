package dev.penstock.bench.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DurationsTest {
  @Test
  void aPercentileIsOneOfTheDurationsByNearestRank() {
    var durations = new Durations();
    for (int i = 100; i >= 1; i--) {
      durations.add(i);
    }
    assertThat(durations.percentile(50)).isEqualTo(50);
    assertThat(durations.percentile(99)).isEqualTo(99);
    assertThat(durations.percentile(100)).isEqualTo(100);
    durations.add(1_000);
    assertThat(durations.percentile(99)).isEqualTo(100);
  }

  @Test
  void ofNoneItIsZeroAndOfOneItIsThat() {
    var durations = new Durations();
    assertThat(durations.percentile(99)).isZero();
    durations.add(7);
    assertThat(durations.percentile(1)).isEqualTo(7);
    durations.clear();
    assertThat(durations.count()).isZero();
    assertThat(durations.percentile(50)).isZero();
  }

  /** By its definition: the least value that at least so many of a hundred do not exceed. */
  @Test
  void itIsWhatTheDefinitionSays() {
    var random = new SplittableRandom(Seed.value());
    for (int story = 0; story < 200; story++) {
      int count = 1 + random.nextInt(50);
      long[] all = random.longs(count, 0, 30).toArray();
      var durations = new Durations();
      Arrays.stream(all).forEach(durations::add);
      int percent = 1 + random.nextInt(100);
      long expected =
          Arrays.stream(all)
              .sorted()
              .filter(value ->
                  100L * Arrays.stream(all).filter(other -> other <= value).count()
                      >= (long) percent * count)
              .findFirst()
              .orElseThrow();
      assertThat(durations.percentile(percent)).as(Seed.describe()).isEqualTo(expected);
    }
  }

  @Test
  void moreThanTheFirstRoomAreKept() {
    var durations = new Durations();
    for (int i = 0; i < 100_000; i++) {
      durations.add(i);
    }
    assertThat(durations.count()).isEqualTo(100_000);
    assertThat(durations.percentile(50)).isEqualTo(49_999);
  }
}
