package dev.penstock.commanding;

import dev.penstock.conduit.Values;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.plant.CanonicalForm;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a device shall hold for a value that somebody wants in engineering units. */
sealed interface RawValue {
  /**
   * This.
   *
   * @param judged the same in the words of policies
   */
  record Fits(Scalar raw, Values judged) implements RawValue {}

  /** No point of this kind could hold it. */
  record Unfit(String text) implements RawValue {}

  /** The point's own limits forbid it. */
  record Forbidden(Scalar raw, Values judged, String text) implements RawValue {}

  /** What is to be written; whether it may be, a policy says. */
  static RawValue of(Scalar wanted, WritablePoint point) {
    OptionalDouble number = number(wanted);
    if (number.isPresent() && !Double.isFinite(number.getAsDouble())) {
      return new Unfit("the value is no finite number");
    }
    if (point.scaling().isPresent()) {
      if (number.isEmpty()) {
        return new Unfit("the point is scaled, so its value must be a number");
      }
      OptionalDouble raw = point.scaling().get().raw(number.getAsDouble());
      if (raw.isEmpty()) {
        return new Unfit("the point's scaling has no way back");
      }
      return held(wanted, device(raw.getAsDouble(), point.isWhole()), point);
    }
    return held(wanted, wanted, point);
  }

  private static RawValue held(Scalar wanted, Scalar raw, WritablePoint point) {
    Values judged = values(raw);
    if (point.limits().isEmpty()) {
      return new Forbidden(raw, judged, "the point is not writable");
    }
    WritablePoint.Limits limits = point.limits().get();
    OptionalDouble number = number(wanted);
    boolean isWithin =
        !limits.isLimited() || (number.isPresent() && limits.holds(number.getAsDouble()));
    return isWithin
        ? new Fits(raw, judged)
        : new Forbidden(
            raw,
            judged,
            "the point may be written from "
                + end(limits.low())
                + " to "
                + end(limits.high())
                + " only");
  }

  private static String end(@Nullable Double limit) {
    return limit == null ? "any" : String.valueOf(limit);
  }

  /** A device of whole numbers gets the nearest one. */
  private static Scalar device(double raw, boolean isWhole) {
    return isWhole && Math.abs(raw) <= (1L << 53)
        ? new Scalar.Whole(Math.round(raw))
        : new Scalar.Real(raw);
  }

  private static OptionalDouble number(Scalar value) {
    return switch (value) {
      case Scalar.Whole(var whole) -> OptionalDouble.of((double) whole);
      case Scalar.Real(var real) -> OptionalDouble.of(real);
      case Scalar.Bool(var isSo) -> OptionalDouble.of(isSo ? 1 : 0);
      case Scalar.None _, Scalar.Large _, Scalar.Text _, Scalar.Bytes _, Scalar.Decimal _ ->
          OptionalDouble.empty();
    };
  }

  private static Values values(Scalar raw) {
    return switch (raw) {
      case Scalar.Whole(var whole) -> Values.ofWhole(whole);
      case Scalar.Real(var real) -> Values.of(real);
      case Scalar.Bool(var isSo) -> Values.of(isSo ? 1 : 0);
      case Scalar.None _, Scalar.Large _, Scalar.Text _, Scalar.Bytes _, Scalar.Decimal _ ->
          Values.ofUnread(
              CanonicalForm.digest(String.valueOf(raw).getBytes(StandardCharsets.UTF_8)));
    };
  }
}
