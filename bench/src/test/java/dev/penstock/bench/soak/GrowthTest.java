package dev.penstock.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final long MB = 1_000_000;

  private static List<Long> samples(int count, LongUnaryOperator at) {
    return LongStream.range(0, count).map(at).boxed().toList();
  }

  @Test
  void theMiddleOfTheFirstThirdStandsAgainstThatOfTheLast() {
    Growth growth =
        Growth.of(List.of(9 * MB, 1 * MB, 5 * MB, 100 * MB, 7 * MB, 3 * MB, 6 * MB), 2 * MB)
            .orElseThrow();
    assertThat(growth.firstBytes()).isEqualTo(5 * MB);
    assertThat(growth.lastBytes()).isEqualTo((long) (4.5 * MB));
    assertThat(growth.boundBytes()).isEqualTo((long) (7.5 * MB));
    assertThat(growth.isFlat()).isTrue();
  }

  @Test
  void whatStaysIsFlatWhateverItsNoise() {
    var random = new SplittableRandom(Seed.value());
    for (int story = 0; story < 200; story++) {
      // What a collection leaves differs by what was under way.
      List<Long> noisy = samples(60, i -> 24 * MB + random.nextLong(4 * MB));
      assertThat(Growth.of(noisy, 8 * MB).orElseThrow().finding("heap"))
          .as(Seed.describe())
          .isEmpty();
    }
  }

  /** 2,000 messages a second for five minutes, and 60 bytes of each are kept: 36 MB. */
  @Test
  void aLeakOfSixtyBytesForEachMessageIsFoundInFiveMinutes() {
    var random = new SplittableRandom(Seed.value());
    for (int story = 0; story < 200; story++) {
      List<Long> leaking = samples(60, i -> 24 * MB + i * 5 * 2_000 * 60 + random.nextLong(4 * MB));
      assertThat(Growth.of(leaking, 8 * MB).orElseThrow().finding("heap"))
          .as(Seed.describe())
          .hasValueSatisfying(text -> assertThat(text).startsWith("the heap grew from "));
    }
  }

  @Test
  void aStartThatFillsItsCachesOnceIsNoGrowth() {
    List<Long> filling = samples(60, i -> Math.min(20 + i, 27) * MB);
    assertThat(Growth.of(filling, 8 * MB).orElseThrow().isFlat()).isTrue();
  }

  @Test
  void oneByteOverTheBoundIsGrowth() {
    List<Long> first = new ArrayList<>(List.of(10 * MB, 10 * MB));
    first.addAll(List.of(10 * MB, 10 * MB));
    List<Long> within = new ArrayList<>(first);
    within.addAll(List.of(19 * MB, 19 * MB));
    List<Long> beyond = new ArrayList<>(first);
    beyond.addAll(List.of(19 * MB + 1, 19 * MB + 1));
    assertThat(Growth.of(within, 8 * MB).orElseThrow().isFlat()).isTrue();
    assertThat(Growth.of(beyond, 8 * MB).orElseThrow().isFlat()).isFalse();
  }

  @Test
  void fewSamplesSayNothing() {
    assertThat(Growth.of(samples(5, _ -> MB), MB)).isEmpty();
  }
}
