package dev.penstock.evidence.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.block.ClockQuality.Range;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClockQualityTest {
  @Test
  void whereSourcesAgreeTheTruthIsInWhatTheyShare() {
    assertThat(ClockQuality.bound(List.of(Range.of(100, 50), Range.of(120, 90)))).hasValue(150);
    assertThat(ClockQuality.bound(List.of(Range.of(-100, 50), Range.of(0, 80)))).hasValue(80);
  }

  @Test
  void whereTheyDoNotTheWorstCounts() {
    assertThat(ClockQuality.bound(List.of(Range.of(0, 1), Range.of(-500, 10), Range.of(3, 1))))
        .hasValue(510);
  }

  @Test
  void withoutASourceNobodyKnows() {
    assertThat(ClockQuality.bound(List.of())).isEmpty();
    assertThat(ClockQuality.of(OptionalLong.empty())).isZero();
  }

  @Test
  void qualityIsTheNextPowerOfTwo() {
    assertThat(ClockQuality.of(OptionalLong.of(0))).isEqualTo(1);
    assertThat(ClockQuality.of(OptionalLong.of(1_024))).isEqualTo(10);
    assertThat(ClockQuality.of(OptionalLong.of(1_025))).isEqualTo(11);
    assertThat(ClockQuality.of(OptionalLong.of(Long.MAX_VALUE)))
        .isEqualTo(BlockHeader.CLOCK_QUALITY_MAX);
  }
}
