package dev.penstock.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text, RFC 8259, as RFC 7493 (I-JSON) narrows it: UTF-8 without a mark in front,
 * each name once in its object, no halves of surrogate pairs, nothing after the value. Never throws
 * for any content; what it allocates is bounded by the size of the text.
 */
public final class JsonReader {
  /** The exact spelling of a double has at most 767 digits. */
  private static final int NUMBER_CHARS_MAX = 1_000;

  /** Digits that a long holds whatever they are; more go through a double. */
  private static final int LONG_DIGITS = 18;

  /** Ends the text inside the reader; as a control character it stands in no text that is taken. */
  private static final char END = '\0';

  private final String text;
  private final JsonLimits limits;
  private int at;
  private int values;

  /** The first fault; from then on nothing is left to be read. */
  private @Nullable String fault;

  private int faultAt;

  private JsonReader(String text, JsonLimits limits) {
    this.text = text;
    this.limits = limits;
  }

  /** Exactly one value, with nothing but blanks around it. */
  public static JsonReading read(byte[] bytes, JsonLimits limits) {
    if (bytes.length > limits.bytesMax()) {
      return new JsonReading.Refused(
          limits.bytesMax(), "longer than " + limits.bytesMax() + " bytes");
    }
    CharsetDecoder utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (utf8.decode(in, out, true).isError()) {
      return new JsonReading.Refused(in.position(), "not UTF-8");
    }
    return new JsonReader(out.flip().toString(), limits).read();
  }

  private JsonReading read() {
    Json value = value(0);
    blanks();
    if (at < text.length()) {
      refuse("more follows the value");
    }
    String why = fault;
    return why == null
        ? new JsonReading.Value(value)
        : new JsonReading.Refused(byteOffset(faultAt), why);
  }

  private Json value(int depth) {
    blanks();
    values++;
    if (values > limits.valuesMax()) {
      refuse("more than " + limits.valuesMax() + " values");
    }
    return switch (peek()) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Flag(true));
      case 'f' -> word("false", new Json.Flag(false));
      case 'n' -> word("null", new Json.Nothing());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> {
        refuse(at >= text.length() ? "ends before a value" : "no value starts so");
        yield new Json.Nothing();
      }
    };
  }

  private Json object(int depth) {
    enter(depth);
    Map<String, Json> fields = new LinkedHashMap<>();
    if (isTaken('}')) {
      return new Json.Object(fields);
    }
    do {
      blanks();
      int nameAt = at;
      String name = string();
      expect(':');
      Json value = value(depth);
      if (fault == null && fields.putIfAbsent(name, value) != null) {
        refuseAt(nameAt, "a name stands twice in one object");
      }
    } while (isTaken(','));
    expect('}');
    return new Json.Object(fields);
  }

  private Json array(int depth) {
    enter(depth);
    List<Json> items = new ArrayList<>();
    if (isTaken(']')) {
      return new Json.Array(items);
    }
    do {
      items.add(value(depth));
    } while (isTaken(','));
    expect(']');
    return new Json.Array(items);
  }

  private void enter(int depth) {
    if (depth > limits.depthMax()) {
      refuse("deeper than " + limits.depthMax() + " levels");
    }
    at++;
  }

  private Json word(String word, Json value) {
    if (text.startsWith(word, at)) {
      at += word.length();
    } else {
      refuse("no value starts so");
    }
    return value;
  }

  /** RFC 8259 §6. Blanks, commas and brackets end a number; the caller sees whatever else does. */
  private Json number() {
    int from = at;
    boolean isNegative = peek() == '-';
    if (isNegative) {
      at++;
    }
    int digitsFrom = at;
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    int wholeTo = at;
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    if (fault != null) {
      return new Json.Nothing();
    }
    if (at - from > NUMBER_CHARS_MAX) {
      refuseAt(from, "a number longer than " + NUMBER_CHARS_MAX + " chars");
      return new Json.Nothing();
    }
    if (at == wholeTo && wholeTo - digitsFrom <= LONG_DIGITS) {
      long whole = Long.parseLong(text, digitsFrom, wholeTo, 10);
      if (whole <= Json.WHOLE_MAX) {
        return new Json.Whole(isNegative ? -whole : whole);
      }
    }
    double value = Double.parseDouble(text.substring(from, at));
    if (!Double.isFinite(value)) {
      refuseAt(from, "a number that no double holds");
      return new Json.Nothing();
    }
    return Json.of(value);
  }

  /** At least one digit. */
  private void digits() {
    int from = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == from) {
      refuse("a digit is missing");
    }
  }

  /** RFC 8259 §7. */
  private String string() {
    if (peek() != '"') {
      refuse("a name in quotes is missing");
      return "";
    }
    int from = at;
    at++;
    int plainTo = at;
    while (plainTo < text.length() && isPlain(text.charAt(plainTo))) {
      plainTo++;
    }
    if (plainTo < text.length() && text.charAt(plainTo) == '"') {
      // The common case: nothing is escaped, and UTF-8 has no halves of pairs.
      String plain = text.substring(at, plainTo);
      at = plainTo + 1;
      return plain;
    }
    var out = new StringBuilder(text.substring(at, plainTo));
    at = plainTo;
    while (peek() != '"' && fault == null) {
      char c = peek();
      if (c == '\\') {
        out.append(escaped());
      } else if (isPlain(c)) {
        out.append(c);
        at++;
      } else {
        refuse(at >= text.length() ? "a text has no end" : "a control character in a text");
      }
    }
    at++;
    if (fault == null && Surrogates.loneAt(out) >= 0) {
      refuseAt(from, "half of a surrogate pair");
    }
    return fault == null ? out.toString() : "";
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c != '"' && c != '\\';
  }

  private char escaped() {
    at++;
    char kind = peek();
    at++;
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> fourDigits();
      default -> {
        refuseAt(at - 2, "no such escape");
        yield END;
      }
    };
  }

  private char fourDigits() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        refuse("four hexadecimal digits are due");
        return END;
      }
      value = value << 4 | digit;
      at++;
    }
    return (char) value;
  }

  private boolean isTaken(char expected) {
    blanks();
    if (fault != null || peek() != expected) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char expected) {
    if (!isTaken(expected)) {
      refuse("'" + expected + "' is missing");
    }
  }

  /** RFC 8259 §2. */
  private void blanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  private char peek() {
    return fault == null && at < text.length() ? text.charAt(at) : END;
  }

  private void refuse(String why) {
    refuseAt(at, why);
  }

  private void refuseAt(int where, String why) {
    if (fault == null) {
      fault = why;
      faultAt = Math.min(where, text.length());
    }
  }

  private int byteOffset(int chars) {
    return text.substring(0, chars).getBytes(StandardCharsets.UTF_8).length;
  }
}
