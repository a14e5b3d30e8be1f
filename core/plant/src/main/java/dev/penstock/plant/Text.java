package dev.penstock.plant;

import java.text.Normalizer;
import java.util.Optional;

/** Which texts may be an id, a name, a source; a fault is what a text must be instead. */
final class Text {
  private static final int SHOWN_MAX = 60;

  private Text() {}

  static Optional<String> faultOfId(String id) {
    boolean isFit =
        !id.isEmpty()
            && id.length() <= Bounds.ID_CHARS_MAX
            && id.chars().allMatch(c -> isLetterOrDigit(c) || c == '-')
            && isLetterOrDigit(id.charAt(0))
            && isLetterOrDigit(id.charAt(id.length() - 1));
    return isFit
        ? Optional.empty()
        : Optional.of(
            "'%s' is no id: 1 to %d of a-z, 0-9 and '-', with '-' inside only"
                .formatted(shown(id), Bounds.ID_CHARS_MAX));
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  static Optional<String> faultOfName(String name) {
    if (name.isEmpty() || name.length() > Bounds.NAME_CHARS_MAX) {
      return Optional.of("a name has 1 to " + Bounds.NAME_CHARS_MAX + " characters");
    }
    if (hasUnprintable(name)) {
      return Optional.of("'" + shown(name) + "' holds a character that nobody can see");
    }
    if (!name.equals(name.strip()) || name.contains("  ")) {
      return Optional.of("'" + shown(name) + "' has a blank at an end, or two in a row");
    }
    // Two spellings of one word would be two names that look the same.
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      return Optional.of("'" + shown(name) + "' is not in Unicode's form NFC");
    }
    return Optional.empty();
  }

  /** For one line about something: like a name, and longer. */
  static Optional<String> faultOfLine(String line, int charsMax) {
    if (line.isEmpty() || line.length() > charsMax) {
      return Optional.of("has " + line.length() + " characters, it must be 1 to " + charsMax);
    }
    if (hasUnprintable(line)) {
      return Optional.of(
          "'" + shown(line) + "' must be one line of what people can see; fold it with '>-'");
    }
    if (!line.equals(line.strip())) {
      return Optional.of("'" + shown(line) + "' has a blank at an end");
    }
    if (!Normalizer.isNormalized(line, Normalizer.Form.NFC)) {
      return Optional.of("'" + shown(line) + "' is not in Unicode's form NFC");
    }
    return Optional.empty();
  }

  static Optional<String> faultOfSource(String source) {
    if (source.isEmpty() || hasUnprintable(source) || bytesOf(source) > Bounds.SOURCE_BYTES_MAX) {
      return Optional.of(
          "'%s' is no name of a source: 1 to %d bytes of UTF-8, no control characters"
              .formatted(shown(source), Bounds.SOURCE_BYTES_MAX));
    }
    return Optional.empty();
  }

  /** For text without half surrogate pairs. */
  private static int bytesOf(String text) {
    return text.codePoints().map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4).sum();
  }

  /** Also what turns the direction of writing, by which one name can be made to look as another. */
  private static boolean hasUnprintable(String text) {
    return text.codePoints().anyMatch(Text::isUnprintable);
  }

  private static boolean isUnprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Text from outside as it may stand in a sentence: one line, and an end. */
  static String shown(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN_MAX)
        .map(c -> isUnprintable(c) ? '\ufffd' : c)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > SHOWN_MAX ? shown + "..." : shown.toString();
  }
}
