package dev.penstock.sparkplug;

import java.text.Normalizer;
import java.util.Locale;

/**
 * When two names are one for some hosts (Sparkplug 3.0 §5.2): those that differ in their case
 * alone, and those that Unicode writes in two ways and people read as one. All who compare names
 * compare these, or one of them finds two where another finds one.
 */
public final class OneName {
  private OneName() {}

  /** The same for all names that are one. */
  public static String of(String name) {
    // Twice, for what becomes of a letter may have another case of its own, as the capital sharp s.
    return folded(folded(name));
  }

  private static String folded(String name) {
    String upper = compatible(name).toUpperCase(Locale.ROOT);
    var folded = new StringBuilder(upper.length());
    upper
        .codePoints()
        .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
        .forEach(folded::appendCodePoint);
    // The capital i with a dot is an i for some, and an i with one more dot for others.
    return compatible(folded.toString()).replace("i\u0307", "i");
  }

  private static String compatible(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC);
  }
}
