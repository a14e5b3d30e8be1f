package dev.penstock.ledger;

import java.util.List;
import java.util.OptionalInt;

/** The names in a ledger's folder. */
final class Names {
  static final String FORMAT = "format";
  static final String FORMAT_NEW = "format.new";
  static final String LOCK = "lock";
  static final String HEADERS = "headers";
  static final String PREPARED = "headers/prepared";
  static final String PREPARED_SIMPLE = "prepared";
  static final String LEVELS = "levels";
  static final String INDEX = "levels/index";
  static final String MARK = "levels/mark";
  static final String CHECKPOINTS = "checkpoints";
  static final String COSIGNATURES = "cosignatures";
  static final String RETENTION = "retention";
  static final String ROTATIONS = "rotations";

  /** All that may stand in the folder itself. */
  static final List<String> ROOT =
      List.of(FORMAT, LOCK, HEADERS, LEVELS, CHECKPOINTS, COSIGNATURES, RETENTION, ROTATIONS);

  private static final int SEGMENT_DIGITS = 8;
  private static final String SEGMENT_SUFFIX = ".seg";

  /** Segment numbers stay below this: eight digits. */
  static final int SEGMENTS_MAX = 100_000_000;

  private Names() {}

  static String segment(int number) {
    if (number < 0 || number >= SEGMENTS_MAX) {
      throw new IllegalArgumentException(
          "segment number " + number + ", must be 0.." + (SEGMENTS_MAX - 1));
    }
    String digits = Integer.toString(number);
    return HEADERS + "/" + "0".repeat(SEGMENT_DIGITS - digits.length()) + digits + SEGMENT_SUFFIX;
  }

  /** The number in a segment's simple name, or empty when it is no such name. */
  static OptionalInt segmentNumber(String simpleName) {
    if (simpleName.length() != SEGMENT_DIGITS + SEGMENT_SUFFIX.length()
        || !simpleName.endsWith(SEGMENT_SUFFIX)) {
      return OptionalInt.empty();
    }
    int number = 0;
    for (int i = 0; i < SEGMENT_DIGITS; i++) {
      char c = simpleName.charAt(i);
      if (c < '0' || c > '9') {
        return OptionalInt.empty();
      }
      number = number * 10 + (c - '0');
    }
    return OptionalInt.of(number);
  }

  static String level(int level) {
    return LEVELS + "/" + level;
  }
}
