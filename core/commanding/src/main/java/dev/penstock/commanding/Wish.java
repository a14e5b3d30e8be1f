package dev.penstock.commanding;

import dev.penstock.evidence.record.Scalar;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That a point shall have a value.
 *
 * @param key by which the sender knows it: the same key is the same command for a while, however
 *     often it is sent; empty for a new one each time
 * @param source the device's name
 * @param value in engineering units, as the point is read
 * @param until from this moment on it is not sent any more; empty for a moment of our choice
 */
public record Wish(
    Asker asker,
    Optional<String> key,
    String source,
    String point,
    Scalar value,
    Optional<Instant> until) {
  /** Characters of a key. */
  public static final int KEY_CHARS_MAX = 100;

  /** Characters of the name of a source or a point. */
  public static final int NAME_CHARS_MAX = 255;

  public Wish {
    Objects.requireNonNull(asker, "asker");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(until, "until");
    key.ifPresent(text -> mustBeLine("key", text, KEY_CHARS_MAX));
    mustBeLine("source", source, NAME_CHARS_MAX);
    mustBeLine("point", point, NAME_CHARS_MAX);
  }

  private static void mustBeLine(String what, String text, int charsMax) {
    if (!isLine(text, charsMax)) {
      throw new IllegalArgumentException(what + " of " + text.length() + " characters is no line");
    }
  }

  /** True for a text that may be a key or a name: one line, printable, not too long. */
  public static boolean isLine(String text, int charsMax) {
    return !text.isEmpty()
        && text.length() <= charsMax
        && text.codePoints().noneMatch(Wish::isUnprintable);
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
}
