package dev.penstock.flow.intake;

import java.nio.charset.StandardCharsets;

/** Names as records can hold them: {@code word} in docs/formats/records.cddl. */
final class Words {
  static final int BYTES_MAX = 255;

  private Words() {}

  static boolean isWord(String value) {
    // A character has one byte at least, so a long text is not encoded to find out.
    if (value.isEmpty() || value.length() > BYTES_MAX) {
      return false;
    }
    return value.length() * 3 <= BYTES_MAX
        || value.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
  }

  static void mustBeWord(String name, String value) {
    if (!isWord(value)) {
      throw new IllegalArgumentException(
          name + " is \"" + shown(value) + "\", must have 1..255 bytes of UTF-8");
    }
  }

  /** Enough of a text to recognise it, on one line. */
  static String shown(String value) {
    String start = value.length() <= 80 ? value : value.substring(0, 77) + "...";
    return start.replaceAll("\\p{Cntrl}", "?");
  }
}
