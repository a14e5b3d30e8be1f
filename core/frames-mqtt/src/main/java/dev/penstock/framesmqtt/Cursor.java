package dev.penstock.framesmqtt;

import dev.penstock.evidence.record.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one packet body. After the first fault all further reads give zero, and the
 * fault stays; so a reader asks once, at the end. Never reads past the body.
 */
final class Cursor {
  /** What decoding puts where bytes are no text; bytes may also say it themselves. */
  private static final char REPLACEMENT = '\ufffd';

  private final byte[] body;
  private final int end;
  private int at;
  private @Nullable String fault;

  Cursor(byte[] body, int from, int end) {
    this.body = body;
    this.at = Objects.checkFromToIndex(from, end, body.length);
    this.end = end;
  }

  int u8() {
    return has(1) ? body[at++] & 0xff : 0;
  }

  int u16() {
    if (!has(2)) {
      return 0;
    }
    int value = ((body[at] & 0xff) << 8) | (body[at + 1] & 0xff);
    at += 2;
    return value;
  }

  long u32() {
    return ((long) u16() << 16) | u16();
  }

  /** MQTT 5 §1.5.5. */
  int variable() {
    int value = 0;
    for (int shift = 0; shift <= 21; shift += 7) {
      int next = u8();
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        if (next == 0 && shift > 0) {
          refuse("a variable byte integer is longer than needed");
        }
        return value;
      }
    }
    refuse("a variable byte integer has more than 4 bytes");
    return 0;
  }

  /** MQTT 5 §1.5.4: UTF-8 without U+0000. */
  String text() {
    int length = u16();
    if (!has(length)) {
      return "";
    }
    String text = decoded(body, at, length);
    at += length;
    if (text == null) {
      refuse("a text is not UTF-8, or holds U+0000");
      return "";
    }
    return text;
  }

  /** Text, or null where the bytes are none. */
  static @Nullable String decoded(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      text = decodedStrictly(bytes, from, length);
    }
    return text == null || text.indexOf('\0') >= 0 ? null : text;
  }

  /** Whether the replacement stood there, or stands for what is no text. */
  private static @Nullable String decodedStrictly(byte[] bytes, int from, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      return null; // the answer, for bytes from outside
    }
  }

  /** Passes over bytes behind their length, MQTT 5 §1.5.6. */
  void skipBinary() {
    int length = u16();
    if (has(length)) {
      at += length;
    }
  }

  /** Bytes behind their length, MQTT 5 §1.5.6. */
  ByteString binary() {
    int length = u16();
    if (!has(length)) {
      return ByteString.EMPTY;
    }
    ByteString bytes = ByteString.at(body, at, length);
    at += length;
    return bytes;
  }

  int at() {
    return at;
  }

  boolean isAtEnd() {
    return at == end;
  }

  int left() {
    return end - at;
  }

  void refuse(String reason) {
    if (fault == null) {
      fault = reason;
    }
    at = end;
  }

  @Nullable String fault() {
    return fault;
  }

  private boolean has(int count) {
    if (fault != null) {
      return false;
    }
    if (end - at < count) {
      refuse("the packet ends inside a field");
      return false;
    }
    return true;
  }
}
