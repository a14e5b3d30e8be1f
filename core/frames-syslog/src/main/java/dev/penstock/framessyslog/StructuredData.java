package dev.penstock.framessyslog;

/** Passes over the structured data of a message, RFC 5424 §6.3. */
final class StructuredData {
  private static final int NAME_CHARS_MAX = 32;

  private StructuredData() {}

  /** True when it is here and was passed over; false leaves the scanner where it does not fit. */
  static boolean pass(Scanner in) {
    if (in.take('-')) {
      return true;
    }
    if (in.peek() != '[') {
      return false;
    }
    while (in.take('[')) {
      if (!element(in)) {
        return false;
      }
    }
    return true;
  }

  private static boolean element(Scanner in) {
    if (!name(in)) {
      return false;
    }
    while (in.take(' ')) {
      if (!name(in) || !in.take('=') || !in.take('"') || !value(in)) {
        return false;
      }
    }
    return in.take(']');
  }

  /** SD-NAME: visible, without {@code = ] "}. */
  private static boolean name(Scanner in) {
    int start = in.at();
    while (isOfName(in.peek()) && in.at() - start <= NAME_CHARS_MAX) {
      in.moveTo(in.at() + 1);
    }
    int chars = in.at() - start;
    return chars >= 1 && chars <= NAME_CHARS_MAX;
  }

  private static boolean isOfName(int value) {
    return Scanner.isVisible(value) && value != '=' && value != ']' && value != '"';
  }

  /**
   * PARAM-VALUE and the quote behind it. A backslash takes the next character with it; in front of
   * any but the three that need it, it stands for itself (§6.3.3). A bare bracket is against the
   * grammar, and which one is meant is still clear.
   */
  private static boolean value(Scanner in) {
    while (!in.isAtEnd()) {
      if (in.take('"')) {
        return true;
      }
      boolean isEscape = in.take('\\');
      if (!isEscape || !in.isAtEnd()) {
        in.moveTo(in.at() + 1);
      }
    }
    return false;
  }
}
