package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PropertyTest {
  @Test
  void aFalseStatementFailsWithASmallExampleAndTheSeed() {
    assertThatThrownBy(() ->
            Property.forAll(Gen.ints(0, 1_000_000))
                .cases(500, 500)
                .holds(n -> assertThat(n).isLessThan(1_000)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dpenstock.seed=" + Seed.value());
  }

  @Test
  void aTrueStatementPassesOnEveryValue() {
    int[] seen = {0};
    Property.forAll(Gen.bytes(3, 7))
        .cases(50, 50)
        .holds(bytes -> {
          seen[0]++;
          assertThat(bytes.length).isBetween(3, 7);
        });
    assertThat(seen[0]).isGreaterThanOrEqualTo(50);
  }
}
