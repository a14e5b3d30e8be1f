package dev.penstock.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Scaling.Beyond;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Raw numbers in engineering units, and how good they are. */
class ScalingTest {
  private static final Scaling CURRENT_LOOP = new Scaling(4, 20, 0, 250, Beyond.UNCERTAIN);

  private static Measured whole(long raw) {
    return new Measured(new Scalar.Whole(raw), Quality.GOOD, 7);
  }

  @Test
  void fourToTwentyMilliamperesAreARange() {
    assertThat(CURRENT_LOOP.apply(whole(4))).isEqualTo(Measured.of(0, 7));
    assertThat(CURRENT_LOOP.apply(whole(12))).isEqualTo(Measured.of(125, 7));
    assertThat(CURRENT_LOOP.apply(whole(20))).isEqualTo(Measured.of(250, 7));
  }

  @Test
  void aLineMayFall() {
    var falling = new Scaling(0, 10, 100, 0, Beyond.BAD);
    assertThat(falling.apply(whole(1))).isEqualTo(Measured.of(90, 7));
    assertThat(falling.span()).isEqualTo(100);
  }

  @Test
  void beyondTheRangeThePolicyDecides() {
    var onTheLine = new Scaling(0, 10, 0, 100, Beyond.ON_THE_LINE);
    var clamped = new Scaling(0, 10, 0, 100, Beyond.CLAMPED);
    var bad = new Scaling(0, 10, 0, 100, Beyond.BAD);
    assertThat(onTheLine.apply(whole(11))).isEqualTo(Measured.of(110, 7));
    assertThat(CURRENT_LOOP.apply(whole(24)))
        .isEqualTo(new Measured(new Scalar.Real(312.5), Quality.BEYOND_RANGE, 7));
    assertThat(clamped.apply(whole(-3)))
        .isEqualTo(new Measured(new Scalar.Real(0), Quality.BEYOND_RANGE, 7));
    assertThat(clamped.apply(whole(30)).value()).isEqualTo(new Scalar.Real(100));
    assertThat(bad.apply(whole(11))).isEqualTo(Measured.bad(Quality.OUT_OF_RANGE, 7));
  }

  @Test
  void whatIsNoMeasurementIsBadAndSaysWhy() {
    var notANumber = new Measured(new Scalar.Real(Double.NaN), Quality.GOOD, 7);
    var text = new Measured(new Scalar.Text("12"), Quality.GOOD, 7);
    var gone = Measured.bad(Quality.NO_COMMUNICATION, 7);
    assertThat(CURRENT_LOOP.apply(notANumber)).isEqualTo(Measured.bad(Quality.SENSOR_FAILURE, 7));
    assertThat(CURRENT_LOOP.apply(text)).isEqualTo(Measured.bad(Quality.TYPE_MISMATCH, 7));
    assertThat(CURRENT_LOOP.apply(gone)).isEqualTo(gone);
  }

  @Test
  void anUncertainValueStaysUncertain() {
    var last = new Measured(new Scalar.Whole(12), Quality.LAST_USABLE, 7);
    assertThat(CURRENT_LOOP.apply(last))
        .isEqualTo(new Measured(new Scalar.Real(125), Quality.LAST_USABLE, 7));
  }

  @Test
  void everyKindOfNumberIsScaled() {
    var factor = new Scaling(0, 0x1p64, 0, 0x1p64, Beyond.BAD);
    var large = new Measured(new Scalar.Large(-1), Quality.GOOD, 7);
    var decimal = new Measured(new Scalar.Decimal(-2, 1250), Quality.GOOD, 7);
    assertThat(factor.apply(large)).isEqualTo(Measured.of(0x1p64, 7));
    assertThat(CURRENT_LOOP.apply(decimal).value()).isEqualTo(new Scalar.Real(132.8125));
  }

  @Test
  void whatIsWrittenIsWhatIsRead() {
    Property.forAll(Gen.seeds())
        .cases(500, 50_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          double rawLow = random.nextDouble(-1e6, 1e6);
          double rawHigh = rawLow + random.nextDouble(1, 1e6);
          double low = random.nextDouble(-1e6, 1e6);
          double high = low + random.nextDouble(1, 1e6) * (random.nextBoolean() ? 1 : -1);
          var scaling = new Scaling(rawLow, rawHigh, low, high, Beyond.BAD);
          double value = Math.min(low, high) + random.nextDouble() * scaling.span();
          double raw = scaling.raw(value).orElseThrow();
          assertThat(raw).isBetween(rawLow - 1e-6, rawHigh + 1e-6);
          Measured back = scaling.apply(Measured.of(Math.clamp(raw, rawLow, rawHigh), 7));
          assertThat(back.quality()).isEqualTo(Quality.GOOD);
          assertThat(((Scalar.Real) back.value()).value())
              .isCloseTo(value, within(1e-6 * Math.max(1, scaling.span())));
        });
  }

  @Test
  void aFlatLineHasNoWayBackAndAnEmptyRangeIsNone() {
    assertThat(new Scaling(0, 1, 5, 5, Beyond.BAD).raw(5)).isEmpty();
    assertThatThrownBy(() -> new Scaling(1, 1, 0, 1, Beyond.BAD))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scaling(0, Double.NaN, 0, 1, Beyond.BAD))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
