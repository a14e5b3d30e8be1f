package dev.penstock.notices;

import java.nio.charset.StandardCharsets;

/**
 * Text that is one line: names of sources come from outside, and what a notice says ends up in the
 * headers of a mail and on a screen.
 */
final class PlainText {
  private PlainText() {}

  /** The text in one line, of at most this many bytes of UTF-8, in whole characters. */
  static String of(String text, int bytesMax) {
    var out = new StringBuilder();
    int bytes = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      int shown = isPlain(point) ? point : ' ';
      bytes += Character.toString(shown).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > bytesMax) {
        break;
      }
      out.appendCodePoint(shown);
    }
    return out.toString().strip();
  }

  /** Whether {@link #of} would leave it as it is. */
  static boolean is(String text, int bytesMax) {
    return of(text, bytesMax).equals(text);
  }

  /** Format characters turn the direction of writing or are not seen at all. */
  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
