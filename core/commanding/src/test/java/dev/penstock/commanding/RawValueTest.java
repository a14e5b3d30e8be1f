package dev.penstock.commanding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.driving.Intended;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Limits of a point that holds whole numbers of 64 bits. Req: 62443-4-2 CR 3.5. */
class RawValueTest {
  private static final long EXACT = 1L << 53;
  private static final Target TARGET = new Target.Numbers("holding", 1, 10, 13);

  private static WritablePoint point(WritablePoint.Limits limits) {
    return new WritablePoint(
        "field",
        "modbus",
        "plc 127.0.0.1:502",
        World.POLICY,
        new PointSpec("holding:10", "int64"),
        TARGET,
        Optional.empty(),
        true,
        Optional.of(limits),
        _ ->
            new Intended.Asking(
                Operation.WRITE, List.of(new Part(TARGET, Values.of(0, 0x20, 0, 1)))),
        (_, _) -> new WriteOutcome.Done());
  }

  private static boolean isLet(Scalar wanted, WritablePoint.Limits limits) {
    return RawValue.of(wanted, point(limits)) instanceof RawValue.Fits;
  }

  /** As doubles the two are one number. */
  @Test
  void oneMoreThanALimitIsNotLetAlsoBeyondWhatADoubleHolds() {
    var upTo = new WritablePoint.Limits(null, (double) EXACT);
    assertThat(isLet(new Scalar.Whole(EXACT), upTo)).isTrue();
    assertThat(isLet(new Scalar.Whole(EXACT + 1), upTo)).isFalse();
    var from = new WritablePoint.Limits((double) -EXACT, null);
    assertThat(isLet(new Scalar.Whole(-EXACT), from)).isTrue();
    assertThat(isLet(new Scalar.Whole(-EXACT - 1), from)).isFalse();
    var large = new WritablePoint.Limits(null, 1.5e19);
    assertThat(isLet(new Scalar.Large(Long.parseUnsignedLong("15000000000000000000")), large))
        .isTrue();
    assertThat(isLet(new Scalar.Large(Long.parseUnsignedLong("15000000000000000001")), large))
        .isFalse();
  }

  @Test
  void wholeNumbersAreHeldToLimitsAsTheyAreWritten() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 50_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          double limit = (double) (random.nextLong() >> random.nextInt(20));
          long wanted = (long) limit + random.nextInt(-3, 4);
          boolean isBelow =
              new BigDecimal(wanted).compareTo(new BigDecimal(Double.toString(limit))) <= 0;
          assertThat(isLet(new Scalar.Whole(wanted), new WritablePoint.Limits(null, limit)))
              .as("%d up to %s", wanted, limit)
              .isEqualTo(isBelow);
        });
  }
}
