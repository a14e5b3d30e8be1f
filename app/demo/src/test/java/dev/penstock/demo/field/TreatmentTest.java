package dev.penstock.demo.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TreatmentTest {
  private static final double STEP = 0.25;

  /** A day and a half. */
  private static final int STEPS = 4 * 18 * 60;

  @Test
  void itIsTheSameForTheSameNumbersAndStaysWhatAWaterWorksCanBe() {
    var one = new Treatment(new SplittableRandom(7));
    var two = new Treatment(new SplittableRandom(7));
    int washes = 0;
    for (int i = 0; i < STEPS; i++) {
      boolean wasWashing = one.isWashing(0) || one.isWashing(1);
      one.step(STEP);
      two.step(STEP);
      assertThat(two.chlorine()).isEqualTo(one.chlorine());
      assertThat(two.level()).isEqualTo(one.level());
      assertThat(one.level()).as("level").isBetween(2.5, 4.5);
      assertThat(one.chlorine()).as("chlorine").isBetween(0.25, 0.45);
      assertThat(one.inflow()).as("inflow").isBetween(0.0, 840.0);
      assertThat(one.outflow()).as("outflow").isBetween(300.0, 700.0);
      assertThat(one.valve()).as("valve").isBetween(20.0, 100.0);
      assertThat(one.isTripped()).isFalse();
      assertThat(one.isWashing(0) && one.isWashing(1)).as("both washed at once").isFalse();
      washes += !wasWashing && (one.isWashing(0) || one.isWashing(1)) ? 1 : 0;
    }
    assertThat(washes).as("washes").isBetween(1, 6);
  }

  @Test
  void theResidualFollowsItsSetPointAndTheTripStopsWhatIsTooMuch() {
    var works = new Treatment(new SplittableRandom(7));
    works.chlorineSetPoint(0.5);
    run(works, 180);
    assertThat(works.chlorine()).isCloseTo(0.5, offset(0.03));
    // What the attacker of the demo wants, at a controller that nobody protects.
    works.tripLimit(5);
    works.chlorineSetPoint(4);
    run(works, 180);
    assertThat(works.chlorine()).as("all that the pump can give").isGreaterThan(1);
    works.tripLimit(0.8);
    works.step(STEP);
    assertThat(works.isTripped()).isTrue();
    assertThat(works.stroke()).isZero();
  }

  private static void run(Treatment works, int seconds) {
    for (int i = 0; i < seconds / STEP; i++) {
      works.step(STEP);
    }
  }
}
