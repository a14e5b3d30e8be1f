package dev.penstock.json;

/** Finds halves of surrogate pairs, which have no UTF-8 form (RFC 8259 §8.2). */
final class Surrogates {
  private Surrogates() {}

  /** Index of the first half without its other half, or -1. */
  static int loneAt(CharSequence text) {
    int at = 0;
    while (at < text.length()) {
      int point = Character.codePointAt(text, at);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        return at;
      }
      at += Character.charCount(point);
    }
    return -1;
  }
}
