package dev.penstock.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Scaling.Beyond;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is worth telling. */
class DeadbandTest {
  private static final Deadband HALF = new Deadband(0.5, Deadband.NEVER);
  private static final long SECOND = 1_000_000_000L;

  @Test
  void theFirstValueIsTold() {
    assertThat(HALF.tells(null, Measured.of(1, 0))).isTrue();
  }

  @Test
  void whatMovedLessIsNotTold() {
    assertThat(HALF.tells(Measured.of(1, 0), Measured.of(1.5, SECOND))).isFalse();
    assertThat(HALF.tells(Measured.of(1, 0), Measured.of(1.51, SECOND))).isTrue();
    assertThat(HALF.tells(Measured.of(1, 0), Measured.of(0.4, SECOND))).isTrue();
  }

  @Test
  void aCreepingValueIsToldWhenItCreptFarEnough() {
    List<Double> told = new ArrayList<>();
    Measured last = null;
    for (int i = 0; i <= 100; i++) {
      Measured now = Measured.of(i / 8.0, i * SECOND);
      if (HALF.tells(last, now)) {
        last = now;
        told.add(i / 8.0);
      }
    }
    assertThat(told).hasSize(21).startsWith(0.0, 0.625, 1.25).endsWith(12.5);
  }

  @Test
  void anotherQualityIsAlwaysTold() {
    var uncertain = new Measured(new Scalar.Real(1), Quality.BEYOND_RANGE, SECOND);
    assertThat(HALF.tells(Measured.of(1, 0), uncertain)).isTrue();
    assertThat(HALF.tells(uncertain, Measured.bad(Quality.NO_COMMUNICATION, SECOND))).isTrue();
    assertThat(
            HALF.tells(
                Measured.bad(Quality.NO_COMMUNICATION, 0),
                Measured.bad(Quality.NO_COMMUNICATION, SECOND)))
        .isFalse();
  }

  @Test
  void aLongSilenceIsBroken() {
    var minutely = new Deadband(0.5, Duration.ofMinutes(1));
    assertThat(minutely.tells(Measured.of(1, 0), Measured.of(1, 59 * SECOND))).isFalse();
    assertThat(minutely.tells(Measured.of(1, 0), Measured.of(1, 60 * SECOND))).isTrue();
    assertThat(HALF.tells(Measured.of(1, 0), Measured.of(1, Long.MAX_VALUE))).isFalse();
  }

  @Test
  void aClockThatWasSetBackIsNoSilenceWithoutEnd() {
    assertThat(HALF.tells(Measured.of(1, 3_600 * SECOND), Measured.of(1, 0))).isTrue();
  }

  @Test
  void withoutABandEveryChangeIsToldAndNothingElse() {
    var changes = new Deadband(0, Deadband.NEVER);
    assertThat(changes.tells(Measured.of(1, 0), Measured.of(1, SECOND))).isFalse();
    assertThat(changes.tells(Measured.of(1, 0), Measured.of(Math.nextUp(1.0), SECOND))).isTrue();
    assertThat(Deadband.NONE.tells(Measured.of(1, 0), Measured.of(1, 0))).isTrue();
  }

  @Test
  void whatIsNoNumberIsToldWhenItIsAnother() {
    var on = new Measured(new Scalar.Bool(true), Quality.GOOD, 0);
    var off = new Measured(new Scalar.Bool(false), Quality.GOOD, 0);
    var text = new Measured(new Scalar.Text("on"), Quality.GOOD, 0);
    assertThat(HALF.tells(on, on)).isFalse();
    assertThat(HALF.tells(on, off)).isTrue();
    assertThat(HALF.tells(on, text)).isTrue();
    var none = new Measured(new Scalar.Real(Double.NaN), Quality.GOOD, 0);
    assertThat(HALF.tells(none, none)).isFalse();
    assertThat(HALF.tells(none, Measured.of(1, 0))).isTrue();
    assertThat(HALF.tells(Measured.of(1, 0), none)).isTrue();
  }

  @Test
  void aBandMayBeAShareOfTheRange() {
    var scaling = new Scaling(0, 1, -50, 150, Beyond.BAD);
    assertThat(Deadband.ofSpan(1, scaling, Deadband.NEVER).amount()).isEqualTo(2);
    assertThatThrownBy(() -> new Deadband(-1, Deadband.NEVER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Deadband(Double.NaN, Deadband.NEVER))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
