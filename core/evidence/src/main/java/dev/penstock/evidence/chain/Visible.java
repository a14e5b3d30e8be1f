package dev.penstock.evidence.chain;

/** Text from outside as it may be shown: nothing in it can move a cursor or turn a line around. */
public final class Visible {
  private Visible() {}

  /**
   * The text with everything that is no visible character (controls, bidirectional marks, other
   * format characters, line separators, unassigned and private ones) written as {@code \}{@code
   * u{hex}}.
   */
  public static String of(String text) {
    if (text.codePoints().allMatch(Visible::isVisible)) {
      return text;
    }
    var out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (isVisible(c)) {
            var _ = out.appendCodePoint(c);
          } else {
            var _ = out.append("\\u{").append(Integer.toHexString(c)).append('}');
          }
        });
    return out.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
