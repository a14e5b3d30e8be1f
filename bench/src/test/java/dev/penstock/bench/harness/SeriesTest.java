package dev.penstock.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static Series series(Double... values) {
    return new Series(List.of(values));
  }

  @Test
  void theMedianOfAnOddCountIsTheMiddleOne() {
    assertThat(series(9.0, 1.0, 5.0).median()).isEqualTo(5);
  }

  @Test
  void theMedianOfAnEvenCountIsHalfway() {
    assertThat(series(4.0, 1.0, 2.0, 100.0).median()).isEqualTo(3);
  }

  @Test
  void theSpreadIsFromLeastToGreatestAsPartOfTheMedian() {
    assertThat(series(90.0, 100.0, 115.0).spread()).isCloseTo(0.25, within(1e-12));
    assertThat(series(7.0).spread()).isZero();
    assertThat(series(0.0, 0.0).spread()).isZero();
  }

  @Test
  void twentyPercentIsStillSteadyAndMoreIsNot() {
    assertThat(series(90.0, 100.0, 110.0).isSteady()).isTrue();
    assertThat(series(90.0, 100.0, 110.1).isSteady()).isFalse();
    assertThat(series(0.0, 0.0, 1.0).isSteady()).isFalse();
  }

  @Test
  void aFigureWithoutARoundIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Series(List.of()));
  }
}
