package dev.penstock.anchors.evm;

import dev.penstock.merkle.Decoded;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text (RFC 8259) into memory, and refuses what the grammar leaves open: names that
 * stand twice, halves of surrogate pairs, anything after the value. Depth and number of values are
 * bounded; the caller bounds the bytes.
 */
final class JsonReader {
  /** Blocks with transactions and their access lists have seven levels. */
  private static final int DEPTH_MAX = 32;

  /** The fullest block of a large chain has some hundred thousand. */
  static final int VALUES_MAX = 500_000;

  /** Never stands in a text that is taken, for it is a control character. */
  private static final char END = '\0';

  private final String text;
  private int at;
  private int values;

  /** The first fault; from then on nothing is left to be read. */
  private @Nullable String fault;

  private JsonReader(String text) {
    this.text = text;
  }

  static Decoded<Json> decode(byte[] bytes) {
    try {
      return new JsonReader(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())
          .decode();
    } catch (CharacterCodingException _) {
      // The only way the decoder has to say that the bytes are no UTF-8.
      return new Decoded.Malformed<>("not UTF-8");
    }
  }

  private Decoded<Json> decode() {
    Json value = value(0);
    blanks();
    if (at < text.length()) {
      refuse("more follows the value");
    }
    String why = fault;
    return why == null ? new Decoded.Value<>(value) : new Decoded.Malformed<>(why);
  }

  private Json value(int depth) {
    values++;
    if (depth > DEPTH_MAX || values > VALUES_MAX) {
      refuse("deeper or longer than any answer of a node");
    }
    blanks();
    return switch (peek()) {
      case '{' -> fields(depth);
      case '[' -> items(depth);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Flag(true));
      case 'f' -> word("false", new Json.Flag(false));
      case 'n' -> word("null", new Json.Nothing());
      default -> number();
    };
  }

  private Json fields(int depth) {
    Map<String, Json> fields = new HashMap<>();
    expect('{');
    blanks();
    while (isBefore('}')) {
      comma(fields.isEmpty());
      String name = string();
      blanks();
      expect(':');
      if (fields.put(name, value(depth + 1)) != null) {
        refuse("a name stands twice");
      }
      blanks();
    }
    expect('}');
    return new Json.Fields(fields);
  }

  private Json items(int depth) {
    List<Json> items = new ArrayList<>();
    expect('[');
    blanks();
    while (isBefore(']')) {
      comma(items.isEmpty());
      items.add(value(depth + 1));
      blanks();
    }
    expect(']');
    return new Json.Items(items);
  }

  private void comma(boolean isFirst) {
    if (!isFirst) {
      expect(',');
      blanks();
    }
  }

  private Json word(String word, Json value) {
    if (text.startsWith(word, at)) {
      at += word.length();
    } else {
      refuse("no JSON value");
    }
    return value;
  }

  private Json number() {
    int from = at;
    boolean _ = skip('-');
    if (!skip('0')) {
      digits();
    }
    if (skip('.')) {
      digits();
    }
    if (skip('e') || skip('E')) {
      boolean _ = skip('+') || skip('-');
      digits();
    }
    return new Json.Numeral(text.substring(from, at));
  }

  private void digits() {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      refuse("no JSON value");
    }
  }

  private String string() {
    expect('"');
    var read = new StringBuilder();
    while (isBefore('"')) {
      char next = text.charAt(at++);
      if (next < 0x20) {
        refuse("a control character in a string");
      }
      read.append(next == '\\' ? escaped() : next);
    }
    expect('"');
    String string = read.toString();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(string)) {
      refuse("half a surrogate pair");
    }
    return string;
  }

  private char escaped() {
    char kind = peek();
    if (kind == END) {
      return END;
    }
    at++;
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        refuse("an escape that JSON does not have");
        yield END;
      }
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char next = peek();
      int digit = next < 0x80 ? Character.digit(next, 16) : -1;
      if (digit < 0) {
        refuse("an escape that JSON does not have");
        return END;
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skip(char wanted) {
    boolean isHere = at < text.length() && text.charAt(at) == wanted;
    if (isHere) {
      at++;
    }
    return isHere;
  }

  private void expect(char wanted) {
    if (!skip(wanted)) {
      refuse("'" + wanted + "' is missing");
    }
  }

  /** True while something else stands next; false too when nothing is left. */
  private boolean isBefore(char end) {
    return at < text.length() && text.charAt(at) != end;
  }

  /** The next character; {@link #END} when nothing is left, which is a fault. */
  private char peek() {
    if (at >= text.length()) {
      refuse("the text ends too early");
      return END;
    }
    return text.charAt(at);
  }

  private void refuse(String why) {
    if (fault == null) {
      fault = "not JSON at character " + at + ": " + why;
    }
    at = text.length();
  }
}
