package dev.penstock.points;

import dev.penstock.evidence.record.Scalar;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;

/**
 * One computation of an expression: what it found, how good that is, of what time. Every part is
 * looked at once at most, so it takes no longer than the expression is long.
 */
final class Evaluation {
  private final List<Measured> values;
  private int quality = Quality.GOOD;
  private long timeNanos = Long.MIN_VALUE;

  /** Whether the last part that was looked at is true or false, given as 1 or 0. */
  private boolean isTruth;

  /** With the values of the expression's points, in their order. */
  Evaluation(List<Measured> values) {
    this.values = values;
  }

  Measured whole(Node node, long nowNanos) {
    double result = value(node);
    long time = timeNanos == Long.MIN_VALUE ? nowNanos : timeNanos;
    if (Quality.isBad(quality)) {
      return Measured.bad(quality, time);
    }
    Scalar value = isTruth ? new Scalar.Bool(result != 0) : new Scalar.Real(result);
    return new Measured(value, quality, time);
  }

  private double value(Node node) {
    return switch (node) {
      case Node.Constant(double value) -> number(value);
      case Node.Truth(boolean value) -> truth(value);
      case Node.Point(_, int at) -> point(values.get(at));
      case Node.Not(Node of) -> truth(!asTruth(of));
      case Node.Negative(Node of) -> number(-value(of));
      case Node.Pair(Operator operator, Node left, Node right) -> pair(operator, left, right);
      case Node.Call(Function function, List<Node> arguments) -> call(function, arguments);
    };
  }

  private double number(double value) {
    isTruth = false;
    if (Double.isFinite(value)) {
      return value;
    }
    // What is not finite has no value; the rest is computed with none.
    quality = Quality.worse(quality, Quality.OUT_OF_RANGE);
    return 0;
  }

  private double truth(boolean value) {
    isTruth = true;
    return value ? 1 : 0;
  }

  private double point(Measured value) {
    quality = Quality.worse(quality, value.quality());
    timeNanos = Math.max(timeNanos, value.timeNanos());
    if (Quality.isBad(value.quality())) {
      return number(0);
    }
    if (value.value() instanceof Scalar.Bool(boolean isTrue)) {
      return truth(isTrue);
    }
    OptionalDouble number = Numbers.of(value.value());
    if (number.isEmpty()) {
      quality = Quality.worse(quality, Quality.TYPE_MISMATCH);
    }
    return number(number.orElse(0));
  }

  private boolean asTruth(Node node) {
    double value = value(node);
    if (!isTruth) {
      quality = Quality.worse(quality, Quality.TYPE_MISMATCH);
    }
    return value != 0;
  }

  private double pair(Operator operator, Node left, Node right) {
    return switch (operator) {
      // What decides already is not asked further: a bad right side does no harm then.
      case OR -> truth(asTruth(left) || asTruth(right));
      case AND -> truth(asTruth(left) && asTruth(right));
      case EQUAL -> truth(value(left) == value(right));
      case UNEQUAL -> truth(value(left) != value(right));
      case LESS -> truth(value(left) < value(right));
      case AT_MOST -> truth(value(left) <= value(right));
      case MORE -> truth(value(left) > value(right));
      case AT_LEAST -> truth(value(left) >= value(right));
      case PLUS -> number(value(left) + value(right));
      case MINUS -> number(value(left) - value(right));
      case TIMES -> number(value(left) * value(right));
      case DIVIDED -> number(value(left) / value(right));
      case REMAINDER -> number(value(left) % value(right));
    };
  }

  private double call(Function function, List<Node> arguments) {
    return switch (function) {
      case IF -> asTruth(arguments.get(0)) ? value(arguments.get(1)) : value(arguments.get(2));
      case OR_ELSE -> orElse(arguments.get(0), arguments.get(1));
      case GOOD -> isGood(arguments.getFirst());
      case CLAMP -> clamp(arguments);
      case MIN -> number(fold(arguments, Math::min));
      case MAX -> number(fold(arguments, Math::max));
      case SUM -> number(fold(arguments, Double::sum));
      case AVG -> number(fold(arguments, Double::sum) / arguments.size());
      // StrictMath: the same bits on every machine, so that a replay derives what was derived.
      case POW -> number(StrictMath.pow(value(arguments.get(0)), value(arguments.get(1))));
      case ABS -> number(Math.abs(value(arguments.getFirst())));
      case SQRT -> number(Math.sqrt(value(arguments.getFirst())));
      case EXP -> number(StrictMath.exp(value(arguments.getFirst())));
      case LN -> number(StrictMath.log(value(arguments.getFirst())));
      case LOG10 -> number(StrictMath.log10(value(arguments.getFirst())));
      case SIN -> number(StrictMath.sin(value(arguments.getFirst())));
      case COS -> number(StrictMath.cos(value(arguments.getFirst())));
      case TAN -> number(StrictMath.tan(value(arguments.getFirst())));
      case FLOOR -> number(Math.floor(value(arguments.getFirst())));
      case CEIL -> number(Math.ceil(value(arguments.getFirst())));
      case ROUND -> number(rounded(value(arguments.getFirst())));
    };
  }

  private static double rounded(double value) {
    double whole = Math.floor(Math.abs(value));
    double up = Math.abs(value) - whole >= 0.5 ? whole + 1 : whole;
    return Math.copySign(up, value);
  }

  private double orElse(Node first, Node second) {
    int qualityBefore = quality;
    long timeBefore = timeNanos;
    quality = Quality.GOOD;
    double value = value(first);
    if (!Quality.isBad(quality)) {
      quality = Quality.worse(qualityBefore, quality);
      return value;
    }
    quality = qualityBefore;
    timeNanos = timeBefore;
    return value(second);
  }

  private double isGood(Node node) {
    int before = quality;
    quality = Quality.GOOD;
    double _ = value(node);
    boolean isGood = Quality.isGood(quality);
    quality = before;
    return truth(isGood);
  }

  private double clamp(List<Node> arguments) {
    double value = value(arguments.get(0));
    double low = value(arguments.get(1));
    double high = value(arguments.get(2));
    return number(low <= high ? Math.min(Math.max(value, low), high) : Double.NaN);
  }

  private double fold(List<Node> arguments, DoubleBinaryOperator with) {
    double result = value(arguments.getFirst());
    for (Node argument : arguments.subList(1, arguments.size())) {
      result = with.applyAsDouble(result, value(argument));
    }
    return result;
  }
}
