package dev.penstock.web.internal.call;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page goes on, as a text that means nothing to whoever holds it. It is bound to the
 * question: with another question, or with a changed character, it is refused, so that nobody gets
 * the second half of another answer. It is no secret and guards none.
 */
public final class Cursor {
  private static final byte VERSION = 1;
  private static final int CHECK_BYTES = 12;
  private static final int CHARS_MAX = 1_024;

  private Cursor() {}

  /** A cursor to {@code place} in the answer to {@code question}. */
  public static String write(String question, String place) {
    byte[] text = place.getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(1 + CHECK_BYTES + text.length)
            .put(VERSION)
            .put(check(question, text))
            .put(text)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The place, or empty for what is no cursor of this question. */
  public static Optional<String> read(String question, String cursor) {
    if (cursor.length() > CHARS_MAX) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (bytes.length <= 1 + CHECK_BYTES || bytes[0] != VERSION) {
      return Optional.empty();
    }
    byte[] text = Arrays.copyOfRange(bytes, 1 + CHECK_BYTES, bytes.length);
    if (!Arrays.equals(check(question, text), Arrays.copyOfRange(bytes, 1, 1 + CHECK_BYTES))) {
      return Optional.empty();
    }
    try {
      String place = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      // One spelling: what base64 would forgive is refused.
      return write(question, place).equals(cursor) ? Optional.of(place) : Optional.empty();
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static byte[] check(String question, byte[] place) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] asked = question.getBytes(StandardCharsets.UTF_8);
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(asked.length).array());
      sha256.update(asked);
      sha256.update(place);
      return Arrays.copyOf(sha256.digest(), CHECK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
