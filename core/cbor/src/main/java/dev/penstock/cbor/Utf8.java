package dev.penstock.cbor;

/**
 * Well-formed UTF-8 as RFC 3629 §4 defines it: no overlong form, no surrogate, nothing past
 * U+10FFFF.
 */
final class Utf8 {
  /** What {@link #faultAt} answers for good text. */
  static final int NO_FAULT = -1;

  private Utf8() {}

  /** Index of the first sequence that is not well-formed, or {@link #NO_FAULT}. */
  static int faultAt(byte[] source, int from, int to) {
    int at = from;
    while (at < to) {
      int lead = source[at];
      if (lead >= 0) {
        at++;
        continue;
      }
      int length = sequenceBytes(source, at, to);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return NO_FAULT;
  }

  /** Bytes in the sequence of two or more that starts here, or 0. */
  private static int sequenceBytes(byte[] source, int at, int to) {
    int lead = source[at] & 0xff;
    int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || to - at < length) {
      return 0;
    }
    // The second byte carries the limits against overlong forms, surrogates and U+110000 upwards.
    int second = source[at + 1] & 0xff;
    int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((source[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /**
   * Bytes that this text takes; throws on a lone surrogate, which has no UTF-8 form, and on more
   * than an array can hold.
   */
  static int bytesOf(String text) {
    int chars = text.length();
    long bytes = chars;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (c < 0x800) {
        bytes++;
      } else if (!Character.isSurrogate(c)) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < chars
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        // Two chars make four bytes.
        bytes += 2;
        i++;
      } else {
        throw new IllegalArgumentException("text has a lone surrogate at char " + i);
      }
    }
    return Math.toIntExact(bytes);
  }

  /** Writes a text that {@link #bytesOf} has measured. */
  static void write(String text, byte[] into, int from) {
    int at = from;
    int chars = text.length();
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        into[at++] = (byte) c;
      } else if (c < 0x800) {
        into[at++] = (byte) (0xc0 | c >> 6);
        into[at++] = continuation(c & 0x3f);
      } else if (!Character.isSurrogate(c)) {
        into[at++] = (byte) (0xe0 | c >> 12);
        into[at++] = continuation((c >> 6) & 0x3f);
        into[at++] = continuation(c & 0x3f);
      } else {
        int point = Character.toCodePoint(c, text.charAt(++i));
        into[at++] = (byte) (0xf0 | point >> 18);
        into[at++] = continuation((point >> 12) & 0x3f);
        into[at++] = continuation((point >> 6) & 0x3f);
        into[at++] = continuation(point & 0x3f);
      }
    }
  }

  private static byte continuation(int sixBits) {
    return (byte) (0x80 | sixBits);
  }
}
