package dev.penstock.sparkplug.payload;

import org.jspecify.annotations.Nullable;

/** Texts that have a form in UTF-8. */
final class Texts {
  private Texts() {}

  /** Half of a surrogate pair has no bytes; a writer would put a question mark there. */
  static void mustBeUtf8(String name, @Nullable String text) {
    if (text == null) {
      return;
    }
    boolean hasHalf =
        text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    if (hasHalf) {
      throw new IllegalArgumentException(name + " has half of a surrogate pair");
    }
  }
}
