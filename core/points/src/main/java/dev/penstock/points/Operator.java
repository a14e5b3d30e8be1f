package dev.penstock.points;

/** What stands between two parts of an expression. */
enum Operator {
  OR("or", 1),
  AND("and", 2),
  EQUAL("==", 4),
  UNEQUAL("!=", 4),
  LESS("<", 4),
  AT_MOST("<=", 4),
  MORE(">", 4),
  AT_LEAST(">=", 4),
  PLUS("+", 5),
  MINUS("-", 5),
  TIMES("*", 6),
  DIVIDED("/", 6),
  /** The remainder, with the sign of the left. */
  REMAINDER("%", 6);

  /** Of {@code not}, which stands before what is compared. */
  static final int NOT = 3;

  /** Comparisons do not follow each other: {@code a < b < c} says nothing. */
  static final int COMPARISON = 4;

  static final int HIGHEST = 6;

  private final String sign;
  private final int strength;

  Operator(String sign, int strength) {
    this.sign = sign;
    this.strength = strength;
  }

  String sign() {
    return sign;
  }

  /** The stronger binds its sides before the weaker. */
  int strength() {
    return strength;
  }

  boolean isLogical() {
    return this == OR || this == AND;
  }

  boolean isComparison() {
    return strength == COMPARISON;
  }
}
