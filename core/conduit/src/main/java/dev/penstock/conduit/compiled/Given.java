package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Rule;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.compiled.Reach.Fit;

/**
 * Among which values those of one or many requests are.
 *
 * @param hasNumbers whether some of them bring numbers
 * @param min the least of these; nothing without numbers
 * @param max the greatest
 * @param isOtherToo whether some may bring nothing, or what was not read as a number
 */
public record Given(boolean hasNumbers, double min, double max, boolean isOtherToo) {
  /** Nothing is known of them. */
  public static final Given ANYTHING =
      new Given(true, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);

  /** None of them brings a value that was read. */
  public static final Given NO_NUMBER = new Given(false, 0, 0, true);

  /** How many of them a rule surely fits: what grants must be sure. */
  Fit sure(Rule rule) {
    if (rule.values().isEmpty()) {
      return Fit.ALL;
    }
    Fit numbers = numbers(rule);
    return isOtherToo ? numbers.and(Fit.SOME) : numbers;
  }

  /** How many of them a rule may fit: what restricts may guess. */
  Fit maybe(Rule rule) {
    if (rule.values().isEmpty() || !hasNumbers) {
      return Fit.ALL;
    }
    Fit numbers = numbers(rule);
    return isOtherToo && numbers == Fit.NONE ? Fit.SOME : numbers;
  }

  private Fit numbers(Rule rule) {
    Fit fit = Fit.NONE;
    for (ValueRange range : rule.values()) {
      if (!hasNumbers || range.max() < min || range.min() > max) {
        continue;
      }
      if (range.min() <= min && range.max() >= max) {
        return Fit.ALL;
      }
      fit = Fit.SOME;
    }
    return fit;
  }
}
