package dev.penstock.json;

/** Finds halves of surrogate pairs, which have no UTF-8 form (RFC 8259 §8.2). */
final class Surrogates {
  private Surrogates() {}

  /** Index of the first half without its other half, or -1. */
  static int loneAt(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean isPair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!isPair) {
        return i;
      }
      i++;
    }
    return -1;
  }
}
