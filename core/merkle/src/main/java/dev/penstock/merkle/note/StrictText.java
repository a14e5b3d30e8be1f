package dev.penstock.merkle.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the pieces these text formats are made of. Each value has one spelling only, so that no
 * character of a signed or hashed text can change unnoticed.
 */
public final class StrictText {
  /** 2^62, the largest tree size, has 19 digits. */
  private static final int DIGITS_MAX = 19;

  private StrictText() {}

  /** The text of these bytes when they are valid UTF-8. */
  public static Optional<String> utf8(byte[] bytes) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      return Optional.of(decoder.decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      // The only way the decoder has to say that the bytes are no UTF-8.
      return Optional.empty();
    }
  }

  /** True when the text has a UTF-8 form that reads back as the same text. */
  static boolean isEncodable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** The bytes behind standard base64 with padding, RFC 4648 §4, in its one canonical spelling. */
  public static Optional<byte[]> base64(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      // The JDK's decoder takes missing padding and stray bits in the last character.
      return Base64.getEncoder().encodeToString(bytes).equals(text)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      // The only way the decoder has to say that a character is not base64.
      return Optional.empty();
    }
  }

  public static String toBase64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** A decimal number of 0..limit without leading zeros. */
  public static OptionalLong decimal(String text, long limit) {
    boolean isNumber = !text.isEmpty() && text.length() <= DIGITS_MAX;
    for (int i = 0; isNumber && i < text.length(); i++) {
      isNumber = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!isNumber || (text.length() > 1 && text.charAt(0) == '0')) {
      return OptionalLong.empty();
    }
    // 19 digits can exceed a long only upwards, and then read as negative in the unsigned parse.
    long value = Long.parseUnsignedLong(text);
    return value >= 0 && value <= limit ? OptionalLong.of(value) : OptionalLong.empty();
  }

  /** C2SP signed-note: what separates names may not stand in one. */
  static boolean isKeyName(String text) {
    return !text.isEmpty()
        && isEncodable(text)
        && text.codePoints().noneMatch(c -> c == '+' || c < 0x20 || isSpace(c));
  }

  /** The code points with the Unicode property White_Space. */
  private static boolean isSpace(int codePoint) {
    return Character.isSpaceChar(codePoint)
        || codePoint == 0x85
        || (codePoint >= 0x09 && codePoint <= 0x0D);
  }
}
