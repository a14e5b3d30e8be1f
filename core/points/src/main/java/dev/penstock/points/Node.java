package dev.penstock.points;

import java.util.List;
import java.util.stream.Collectors;

/** A part of an expression. */
sealed interface Node {
  int ARGUMENTS_MAX = 32;

  /** What a part can be; a point is whatever it is when it is read. */
  enum Type {
    NUMBER,
    TRUTH,
    EITHER;

    boolean fits(Type wanted) {
      return this == wanted || this == EITHER || wanted == EITHER;
    }
  }

  Type type();

  /** As it is written, with no more parentheses than it needs; read as the same again. */
  String text();

  /** How strongly what stands there holds together: {@link Operator#strength} of a pair. */
  default int strength() {
    return Operator.HIGHEST + 1;
  }

  /** In parentheses, unless it holds together as strongly as this. */
  default String within(int strength) {
    return strength() >= strength ? text() : "(" + text() + ")";
  }

  /** A number that stands there: finite, 0 or more. */
  record Constant(double value) implements Node {
    public Constant {
      if (!Double.isFinite(value) || value < 0) {
        throw new IllegalArgumentException("constant " + value);
      }
    }

    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public String text() {
      boolean isWhole = value == Math.rint(value) && value < 1e15;
      return isWhole ? Long.toString((long) value) : Double.toString(value);
    }
  }

  record Truth(boolean value) implements Node {
    @Override
    public Type type() {
      return Type.TRUTH;
    }

    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }

  /**
   * Another point.
   *
   * @param at which of the expression's points, from 0
   */
  record Point(String name, int at) implements Node {
    @Override
    public Type type() {
      return Type.EITHER;
    }

    @Override
    public String text() {
      return "{" + name + "}";
    }
  }

  record Not(Node of) implements Node {
    @Override
    public Type type() {
      return Type.TRUTH;
    }

    @Override
    public String text() {
      return "not " + of.within(Operator.NOT);
    }

    @Override
    public int strength() {
      return Operator.NOT;
    }
  }

  record Negative(Node of) implements Node {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public String text() {
      return "-" + of.within(Operator.HIGHEST + 1);
    }
  }

  record Pair(Operator operator, Node left, Node right) implements Node {
    @Override
    public Type type() {
      return operator.isLogical() || operator.isComparison() ? Type.TRUTH : Type.NUMBER;
    }

    @Override
    public String text() {
      int own = operator.strength();
      int leftmost = operator.isComparison() ? own + 1 : own;
      return left.within(leftmost) + " " + operator.sign() + " " + right.within(own + 1);
    }

    @Override
    public int strength() {
      return operator.strength();
    }
  }

  record Call(Function function, List<Node> arguments) implements Node {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public Type type() {
      if (function.isOfNumbers()) {
        return Type.NUMBER;
      }
      // What is chosen between stands last.
      int count = arguments.size();
      return function == Function.GOOD
          ? Type.TRUTH
          : common(arguments.get(count - 2), arguments.get(count - 1));
    }

    private static Type common(Node one, Node other) {
      return one.type() == Type.EITHER ? other.type() : one.type();
    }

    @Override
    public String text() {
      return arguments.stream()
          .map(Node::text)
          .collect(Collectors.joining(", ", function.word() + "(", ")"));
    }
  }
}
