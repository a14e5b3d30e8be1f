package dev.penstock.journal;

import java.util.List;
import java.util.OptionalInt;

/** The names in a journal's folder. */
final class Names {
  static final String FORMAT = "format";
  static final String FORMAT_NEW = "format.new";
  static final String LOCK = "lock";
  static final String SEGMENTS = "segments";
  static final String PREPARED_PREFIX = "prepared.";

  /** All that may stand in the folder itself. */
  static final List<String> ROOT = List.of(FORMAT, LOCK, SEGMENTS);

  private static final int SEGMENT_DIGITS = 8;

  /** Segment numbers stay below this: eight digits. */
  static final int SEGMENTS_MAX = 100_000_000;

  private Names() {}

  /** The file of this number and class. */
  static String segment(int number, int classCode) {
    if (number < 0 || number >= SEGMENTS_MAX) {
      throw new IllegalArgumentException(
          "segment number " + number + ", must be 0.." + (SEGMENTS_MAX - 1));
    }
    String digits = Integer.toString(number);
    return SEGMENTS
        + "/"
        + "0".repeat(SEGMENT_DIGITS - digits.length())
        + digits
        + "."
        + ClassCode.name(classCode);
  }

  static String prepared(int classCode) {
    return SEGMENTS + "/" + PREPARED_PREFIX + ClassCode.name(classCode);
  }

  /** The number in a segment's simple name, or empty when it is no such name. */
  static OptionalInt segmentNumber(String simpleName) {
    if (simpleName.length() <= SEGMENT_DIGITS
        || simpleName.charAt(SEGMENT_DIGITS) != '.'
        || ClassCode.ofName(simpleName.substring(SEGMENT_DIGITS + 1)).isEmpty()) {
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

  /** The class in a segment's simple name, which must be one. */
  static int segmentClass(String simpleName) {
    return ClassCode.ofName(simpleName.substring(SEGMENT_DIGITS + 1)).orElseThrow();
  }
}
