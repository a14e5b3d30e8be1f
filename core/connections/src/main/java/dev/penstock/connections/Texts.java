package dev.penstock.connections;

import java.text.Normalizer;
import java.util.Optional;

/** Which texts may be an id, a word, a name, a line. */
public final class Texts {
  private static final int SHOWN_MAX = 60;

  private Texts() {}

  /** Why it is no id, as the plant's model has them. */
  public static Optional<Fault> faultOfId(String id) {
    return isOfLetters(id, Bounds.ID_CHARS_MAX)
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "'" + shown(id) + "' is no id",
                "1 to " + Bounds.ID_CHARS_MAX + " of a-z, 0-9 and '-', with '-' inside only",
                "spell it that way; ids stay, names are for people"));
  }

  /** Why it is no name of a protocol, a rate or a setting. */
  public static Optional<Fault> faultOfWord(String word) {
    return isOfLetters(word, Bounds.WORD_CHARS_MAX)
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "'" + shown(word) + "' is no word",
                "1 to " + Bounds.WORD_CHARS_MAX + " of a-z, 0-9 and '-', with '-' inside only",
                "spell it that way"));
  }

  private static boolean isOfLetters(String text, int charsMax) {
    if (text.isEmpty() || text.length() > charsMax) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isInside = i > 0 && i < text.length() - 1;
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && !(c == '-' && isInside)) {
        return false;
      }
    }
    return true;
  }

  /** Why it is no name of a point: what expressions and selections need for themselves is out. */
  public static Optional<Fault> faultOfPoint(String name) {
    Optional<Fault> fault = faultOfLine(name, 1, Bounds.POINT_CHARS_MAX);
    if (fault.isPresent()) {
      return fault;
    }
    for (int i = 0; i < name.length(); i++) {
      if ("{}*".indexOf(name.charAt(i)) >= 0) {
        return Optional.of(
            new Fault(
                "'" + shown(name) + "' has '" + name.charAt(i) + "' in it",
                "any character that people can see, but {, } and *",
                "these mean something in expressions and selections; take another"));
      }
    }
    return Optional.empty();
  }

  /** Why it is no line of so many characters. */
  public static Optional<Fault> faultOfLine(String line, int charsMin, int charsMax) {
    String allowed = "one line of " + charsMin + " to " + charsMax + " characters";
    if (line.length() < charsMin || line.length() > charsMax) {
      return Optional.of(
          new Fault(
              line.isEmpty() ? "is empty" : "has " + line.length() + " characters",
              allowed,
              line.isEmpty() ? "write it" : "make it shorter"));
    }
    boolean isPlain = true;
    for (int i = 0; i < line.length(); i++) {
      isPlain &= line.charAt(i) >= ' ' && line.charAt(i) < 0x7f;
    }
    if (!isPlain && line.codePoints().anyMatch(Texts::isUnprintable)) {
      return Optional.of(
          new Fault(
              "'" + shown(line) + "' holds a character that nobody can see",
              allowed,
              "take it out"));
    }
    if (!line.equals(line.strip())) {
      return Optional.of(
          new Fault("'" + shown(line) + "' has a blank at an end", allowed, "take it away"));
    }
    // Two spellings of one word would be two names that look the same.
    if (!isPlain && !Normalizer.isNormalized(line, Normalizer.Form.NFC)) {
      return Optional.of(
          new Fault(
              "'" + shown(line) + "' is not in Unicode's form NFC",
              allowed,
              "write it with composed characters"));
    }
    return Optional.empty();
  }

  /** Also what turns the direction of writing, by which one name can be made to look as another. */
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
  public static String shown(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN_MAX)
        .map(c -> isUnprintable(c) ? '\ufffd' : c)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > SHOWN_MAX ? shown + "..." : shown.toString();
  }

  static void require(String field, Optional<Fault> fault) {
    if (fault.isPresent()) {
      throw new IllegalArgumentException(field + ": " + fault.get().text());
    }
  }
}
