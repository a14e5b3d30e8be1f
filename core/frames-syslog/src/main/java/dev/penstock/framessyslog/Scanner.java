package dev.penstock.framessyslog;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A place in the bytes of a message. Never moves past their end. One thread. */
final class Scanner {
  private final byte[] bytes;
  private int at;

  Scanner(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  int at() {
    return at;
  }

  void moveTo(int place) {
    at = place;
  }

  boolean isAtEnd() {
    return at == bytes.length;
  }

  /** The byte here, or -1 at the end. */
  int peek() {
    return at < bytes.length ? bytes[at] & 0xff : -1;
  }

  /** The byte so far ahead, or -1 behind the end. */
  int peek(int ahead) {
    return ahead < bytes.length - at ? bytes[at + ahead] & 0xff : -1;
  }

  /** Moves over this byte when it is here. */
  boolean take(int wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  /** A number of so many digits, or -1 where they are not all here; then nothing moves. */
  int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      int next = peek(i);
      if (!isDigit(next)) {
        return -1;
      }
      value = 10 * value + (next - '0');
    }
    at += count;
    return value;
  }

  static boolean isDigit(int value) {
    return value >= '0' && value <= '9';
  }

  /** PRINTUSASCII of RFC 5424 §6: visible, and no space. */
  static boolean isVisible(int value) {
    return value > ' ' && value < 0x7f;
  }

  /** The visible characters from here on, or null where there are none or more than these. */
  @Nullable String word(int charsMax) {
    int end = at;
    while (end < bytes.length && isVisible(bytes[end]) && end - at <= charsMax) {
      end++;
    }
    if (end == at || end - at > charsMax) {
      return null;
    }
    String word = text(at, end);
    at = end;
    return word;
  }

  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }
}
