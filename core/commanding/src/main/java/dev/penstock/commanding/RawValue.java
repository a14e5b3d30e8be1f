package dev.penstock.commanding;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Values;
import dev.penstock.driving.Intended;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.plant.CanonicalForm;
import dev.penstock.points.Measured;
import dev.penstock.points.Quality;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a device shall hold for a value that somebody wants in engineering units. */
sealed interface RawValue {
  /** Of the whole way between two limits: so far a number may be off that was rounded. */
  double ROUNDED = 1e-9;

  /**
   * This.
   *
   * @param asking what is asked of the device by it, in the words of policies
   */
  record Fits(Scalar raw, Intended.Asking asking) implements RawValue {}

  /** No point of this kind could hold it. */
  record Unfit(String text) implements RawValue {}

  /** The point's own limits forbid it. */
  record Forbidden(Intended.Asking asking, String text) implements RawValue {}

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
    if (point.limits().isEmpty()) {
      return new Forbidden(unread(raw, point), "the point is not writable");
    }
    WritablePoint.Limits limits = point.limits().get();
    return switch (point.intended(raw)) {
      case Intended.Unfit(var text) -> new Unfit(text);
      case Intended.Asking asking ->
          isWithin(wanted, raw, point, limits)
              ? new Fits(raw, asking)
              : new Forbidden(
                  asking,
                  "the point may be written from "
                      + end(limits.low())
                      + " to "
                      + end(limits.high())
                      + " only");
    };
  }

  /** What was wanted, and what it becomes where the device holds whole numbers alone. */
  private static boolean isWithin(
      Scalar wanted, Scalar raw, WritablePoint point, WritablePoint.Limits limits) {
    if (!limits.isLimited()) {
      return true;
    }
    if (!isHeld(wanted, limits)) {
      return false;
    }
    OptionalDouble rounded =
        point.scaling().isPresent() && point.isWhole()
            ? number(point.scaling().get().apply(new Measured(raw, Quality.GOOD, 0)).value())
            : OptionalDouble.empty();
    return rounded.isEmpty()
        || limits.holds(rounded.getAsDouble(), ROUNDED * point.scaling().orElseThrow().span());
  }

  /** Each kind of number is compared as what it is, and not as what a double makes of it. */
  private static boolean isHeld(Scalar wanted, WritablePoint.Limits limits) {
    return switch (wanted) {
      case Scalar.Whole(var whole) -> limits.holds(BigDecimal.valueOf(whole));
      case Scalar.Large(var bits) -> limits.holds(new BigDecimal(Long.toUnsignedString(bits)));
      case Scalar.Real(var real) -> limits.holds(real);
      case Scalar.Bool(var isSo) -> limits.holds(isSo ? 1 : 0);
      case Scalar.None _, Scalar.Text _, Scalar.Bytes _, Scalar.Decimal _ -> false;
    };
  }

  /** What nothing is asked by, for it is never sent. */
  private static Intended.Asking unread(Scalar raw, WritablePoint point) {
    byte[] text = String.valueOf(raw).getBytes(StandardCharsets.UTF_8);
    return new Intended.Asking(
        Operation.WRITE,
        List.of(new Part(point.target(), Values.ofUnread(CanonicalForm.digest(text)))));
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
}
