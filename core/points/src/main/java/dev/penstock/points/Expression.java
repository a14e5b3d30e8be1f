package dev.penstock.points;

import java.util.List;
import java.util.Objects;

/**
 * How one point is made of others: numbers, comparisons and a choice, and no more. It has no loop,
 * no memory and no clock, so it always ends, at once, and the same values give the same result on
 * every machine.
 *
 * <p>Computed in IEEE 754 doubles. A point that is true or false counts as 1 or 0 among numbers.
 * The result is as bad as the worst value that was looked at: a part that was not needed, like the
 * side of an {@code if} that was not taken, does no harm. What has no value (a division by zero, a
 * root of what is negative) is {@link Quality#OUT_OF_RANGE}.
 */
public final class Expression {
  /** As a person writes in one line and another one reads. */
  public static final int CHARS_MAX = 1_000;

  static final int NODES_MAX = 256;
  static final int DEPTH_MAX = 32;
  static final int POINTS_MAX = 64;

  private final Node whole;
  private final List<String> points;

  private Expression(Node whole, List<String> points) {
    this.whole = whole;
    this.points = points;
  }

  /** Reads what a person wrote. */
  public static Parsed parse(String text) {
    var parser = new ExpressionParser(text);
    try {
      Node whole = parser.parse();
      return new Parsed.Read(new Expression(whole, parser.points()));
    } catch (ExpressionParser.Fault e) {
      return new Parsed.Faulty(e.at(), Objects.requireNonNull(e.getMessage()));
    }
  }

  /** The points it is made of, each once, in the order in which they are first named. */
  public List<String> points() {
    return points;
  }

  /**
   * The value it has now.
   *
   * @param values of {@link #points()}, in that order
   * @param nowNanos the time of a value that is made of no point; else it has the newest of theirs
   */
  public Measured evaluate(List<Measured> values, long nowNanos) {
    if (values.size() != points.size()) {
      throw new IllegalArgumentException(values.size() + " values for the points " + points);
    }
    return new Evaluation(values).whole(whole, nowNanos);
  }

  Node whole() {
    return whole;
  }

  /** One spelling, whatever the spaces and parentheses were; it reads as this again. */
  @Override
  public String toString() {
    return whole.text();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expression expression && whole.equals(expression.whole);
  }

  @Override
  public int hashCode() {
    return whole.hashCode();
  }
}
