package dev.penstock.framesmodbus;

import org.jspecify.annotations.Nullable;

/** What the sub-functions of function code 8 may carry (MODBUS V1.1b3 §6.8.1). */
final class DiagnosticRules {
  static final int RETURN_QUERY_DATA = 0;
  static final int RESTART_COMMUNICATIONS = 1;
  static final int RETURN_DIAGNOSTIC_REGISTER = 2;
  static final int CHANGE_DELIMITER = 3;
  static final int FORCE_LISTEN_ONLY = 4;
  static final int CLEAR_COUNTERS = 10;
  static final int CLEAR_OVERRUN = 20;

  /** Return Bus Message Count to Return Bus Character Overrun Count. */
  private static final int COUNTS_FROM = 11;

  private static final int COUNTS_TO = 18;

  /** What is left of a PDU behind function and sub-function. */
  static final int DATA_COUNT_MAX = (Limits.PDU_BYTES_MAX - 3) / 2;

  private DiagnosticRules() {}

  /** Whether the answer repeats the data of the request. */
  static boolean isRepeated(int subFunction) {
    return switch (subFunction) {
      case RETURN_QUERY_DATA,
          RESTART_COMMUNICATIONS,
          CHANGE_DELIMITER,
          CLEAR_COUNTERS,
          CLEAR_OVERRUN ->
          true;
      default -> false;
    };
  }

  /** Whether the answer is one word. */
  static boolean isCounted(int subFunction) {
    return subFunction == RETURN_DIAGNOSTIC_REGISTER
        || (subFunction >= COUNTS_FROM && subFunction <= COUNTS_TO);
  }

  /** Whether it only tells something, and leaves the device as it is. */
  static boolean isHarmless(int subFunction) {
    return subFunction == RETURN_QUERY_DATA || isCounted(subFunction);
  }

  /** Whether its data are one word: of all that are not reserved but the one that repeats. */
  static boolean hasOneWord(int subFunction) {
    return subFunction != RETURN_QUERY_DATA
        && (isRepeated(subFunction) || isCounted(subFunction) || subFunction == FORCE_LISTEN_ONLY);
  }

  static @Nullable String faultOf(int subFunction, Words data) {
    if (data.count() > DATA_COUNT_MAX) {
      return "a diagnostic has " + data.count() + " words, at most " + DATA_COUNT_MAX;
    }
    if (!hasOneWord(subFunction)) {
      return null; // anything, or nobody knows
    }
    if (data.count() != 1) {
      return "diagnostic " + subFunction + " has " + data.count() + " words, must have 1";
    }
    int word = data.at(0);
    boolean isGood =
        switch (subFunction) {
          case RESTART_COMMUNICATIONS -> word == 0 || word == 0xff00;
          case CHANGE_DELIMITER -> (word & 0xff) == 0;
          default -> word == 0;
        };
    return isGood ? null : "diagnostic " + subFunction + " with the data " + data;
  }
}
