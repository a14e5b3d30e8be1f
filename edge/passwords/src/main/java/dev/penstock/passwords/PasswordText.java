package dev.penstock.passwords;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/**
 * The bytes of a password: the same for every way in which keyboards and systems spell one text.
 *
 * <p>These are the rules of the OpaqueString profile (RFC 8265 §4.2.2): other spaces become the
 * ASCII space, the text is normalised to NFC, and neither case nor width nor direction is touched.
 * A text that is in NFKC already, as core/access's rules of passwords make it, stays as it is. We
 * depart in what characters are refused: not by the lists of RFC 8264 §9, which the JDK does not
 * have, but by general category, as those rules do, so that what they take is taken here. That is
 * more than the profile takes: formats (zero width joiners hold emoji together), private use, old
 * Hangul jamo and variation selectors. Refused are controls, separators of lines and paragraphs,
 * half surrogate pairs, and code points that are unassigned: their normal form may yet change.
 */
final class PasswordText {
  /** Far above what people type; the length that is asked of them is decided elsewhere. */
  static final int CHARS_MAX = 1_024;

  private PasswordText() {}

  /** The bytes of what was typed, which the caller wipes; empty where it can be no password. */
  static Optional<byte[]> utf8(String typed) {
    if (typed.isEmpty()
        || typed.length() > CHARS_MAX
        || !typed.codePoints().allMatch(PasswordText::isTaken)) {
      return Optional.empty();
    }
    var mapped = new StringBuilder(typed.length());
    typed
        .codePoints()
        .map(point -> Character.getType(point) == Character.SPACE_SEPARATOR ? ' ' : point)
        .forEach(mapped::appendCodePoint);
    String normal = Normalizer.normalize(mapped, Normalizer.Form.NFC);
    return Optional.of(normal.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isTaken(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
