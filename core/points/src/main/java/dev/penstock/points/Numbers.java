package dev.penstock.points;

import dev.penstock.evidence.record.Scalar;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/** Plain values as numbers to compute with. */
final class Numbers {
  private static final double TWO_TO_64 = 0x1p64;

  private Numbers() {}

  /** The nearest double; empty for what is no number. */
  static OptionalDouble of(Scalar value) {
    return switch (value) {
      case Scalar.Whole(long whole) -> OptionalDouble.of((double) whole);
      case Scalar.Large(long bits) -> OptionalDouble.of((double) bits + TWO_TO_64);
      case Scalar.Real(double real) -> OptionalDouble.of(real);
      case Scalar.Decimal(int exponent, long mantissa) ->
          OptionalDouble.of(BigDecimal.valueOf(mantissa, -exponent).doubleValue());
      case Scalar.None _, Scalar.Bool _, Scalar.Text _, Scalar.Bytes _ -> OptionalDouble.empty();
    };
  }
}
