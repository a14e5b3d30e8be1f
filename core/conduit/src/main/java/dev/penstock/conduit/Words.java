package dev.penstock.conduit;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which texts may be an id, a word, a name. */
final class Words {
  private static final int SHOWN_MAX = 60;
  private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]*");

  private Words() {}

  static Optional<Fault> faultOfId(String id) {
    return id.length() <= Limits.ID_CHARS_MAX && ID.matcher(id).matches()
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "'" + shown(id) + "' is no id",
                "1 to " + Limits.ID_CHARS_MAX + " of a-z, 0-9 and '-', with '-' inside only",
                "spell it that way; ids stay, names are for people"));
  }

  static Optional<Fault> faultOfWord(String word, String of) {
    return isWord(word)
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "'" + shown(word) + "' is no " + of,
                "1 to " + Limits.WORD_CHARS_MAX + " of a-z, 0-9 and '-', beginning with a letter",
                "spell it as the page about the protocol does"));
  }

  static boolean isWord(String word) {
    return word.length() <= Limits.WORD_CHARS_MAX && WORD.matcher(word).matches();
  }

  /** A name in a rule, without its star. */
  static boolean isName(String name, int charsMax) {
    return name.length() <= charsMax
        && name.equals(name.strip())
        && name.codePoints().noneMatch(Words::isUnprintable);
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

  /** False for a half surrogate pair, which no text in UTF-8 has. */
  static boolean isText(String text, int charsMax) {
    if (text.length() > charsMax) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean isPair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!isPair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Text from outside as it may stand in a sentence: one line, and an end. */
  static String shown(String text) {
    return shown(text, SHOWN_MAX);
  }

  static String shown(String text, int charsMax) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(charsMax)
        .map(c -> isUnprintable(c) ? '\ufffd' : c)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > charsMax ? shown + "..." : shown.toString();
  }
}
