package dev.penstock.modbusproxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 7.1. */
class BrakeTest {
  private static final long LATER = System.nanoTime() + 1_000_000_000L;

  private final Brake brake = new Brake();

  @Test
  void aFewDenialsDoNotWait() {
    for (int i = 0; i < 5_000; i++) {
      assertThat(brake.waitNanos(LATER)).isZero();
    }
    assertThat(brake.waitNanos(LATER)).isEqualTo(20_000);
  }

  @Test
  void manyWaitUntilTheirNumberIsThatOfASecond() {
    long now = LATER;
    for (int i = 0; i < 500_000; i++) {
      now += brake.waitNanos(now);
    }
    assertThat((now - LATER) / 1e9).isBetween(9.8, 10.0);
    assertThat(brake.waitNanos(now + 10_000_000_000L)).isZero();
  }
}
