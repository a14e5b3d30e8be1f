package dev.penstock.points;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an expression may call. */
enum Function {
  ABS(1, 1),
  SQRT(1, 1),
  EXP(1, 1),
  LN(1, 1),
  LOG10(1, 1),
  SIN(1, 1),
  COS(1, 1),
  TAN(1, 1),
  FLOOR(1, 1),
  CEIL(1, 1),
  /** To the nearest whole number, halves away from zero. */
  ROUND(1, 1),
  POW(2, 2),
  /** The value, or the nearest of the two ends that follow it. */
  CLAMP(3, 3),
  MIN(1, Node.ARGUMENTS_MAX),
  MAX(1, Node.ARGUMENTS_MAX),
  SUM(1, Node.ARGUMENTS_MAX),
  AVG(1, Node.ARGUMENTS_MAX),
  /** The second where the first is true, else the third; the other one is not looked at. */
  IF(3, 3),
  /** Whether something has a good quality; never bad itself. */
  GOOD(1, 1),
  /** The first, and where that is bad the second. */
  OR_ELSE(2, 2);

  private static final Map<String, Function> BY_WORD = byWord();

  private final int least;
  private final int most;

  Function(int least, int most) {
    this.least = least;
    this.most = most;
  }

  private static Map<String, Function> byWord() {
    Map<String, Function> words = new HashMap<>();
    for (Function function : values()) {
      Function _ = words.put(function.word(), function);
    }
    return Map.copyOf(words);
  }

  static Optional<Function> named(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it makes a number of numbers; the others choose, or ask for a quality. */
  boolean isOfNumbers() {
    return this != IF && this != GOOD && this != OR_ELSE;
  }

  boolean takes(int arguments) {
    return arguments >= least && arguments <= most;
  }

  String arguments() {
    return least == most ? Integer.toString(least) : least + " to " + most;
  }
}
