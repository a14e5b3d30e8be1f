package dev.penstock.passwords;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a password: the same for every way in which keyboards and systems spell one text.
 *
 * <p>These are the rules of the OpaqueString profile (RFC 8265 §4.2.2): other spaces become the
 * ASCII space, the text is normalised to NFC, and neither case nor width nor direction is touched.
 * We depart in what characters are refused. The FreeformClass (RFC 8264 §4.3) goes by lists that
 * the JDK does not have; we go by the general category and take letters, marks, numbers,
 * punctuation, symbols and spaces. So formats (the zero width joiners among them, which RFC 8264
 * takes in some places) are refused, and conjoining jamo, fillers and variation selectors are
 * taken. Code points that are unassigned are refused as there: their normal form may yet change.
 */
final class PasswordText {
  /** Far above what people type; the length that is asked of them is decided elsewhere. */
  static final int CHARS_MAX = 1_024;

  private PasswordText() {}

  /**
   * The UTF-8 of what was typed, which the caller wipes; empty where it can be no password. A text
   * that is all ASCII leaves no other copy behind. Of any other the JDK's normaliser makes strings,
   * which nobody can wipe and which stay in memory until they are collected.
   */
  static Optional<byte[]> utf8(char[] typed) {
    if (typed.length == 0 || typed.length > CHARS_MAX) {
      return Optional.empty();
    }
    byte[] ascii = new byte[typed.length];
    for (int i = 0; i < typed.length; i++) {
      if (typed[i] >= 0x80) {
        Arrays.fill(ascii, (byte) 0);
        return normalised(new String(typed));
      }
      ascii[i] = (byte) typed[i];
    }
    for (byte each : ascii) {
      if (!isTaken(each)) {
        Arrays.fill(ascii, (byte) 0);
        return Optional.empty();
      }
    }
    return Optional.of(ascii);
  }

  private static Optional<byte[]> normalised(String text) {
    if (!text.codePoints().allMatch(PasswordText::isTaken)) {
      return Optional.empty();
    }
    var mapped = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> Character.getType(point) == Character.SPACE_SEPARATOR ? ' ' : point)
        .forEach(mapped::appendCodePoint);
    String normal = Normalizer.normalize(mapped, Normalizer.Form.NFC);
    return Optional.of(normal.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isTaken(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
