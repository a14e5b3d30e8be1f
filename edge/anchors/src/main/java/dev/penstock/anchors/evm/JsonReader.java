package dev.penstock.anchors.evm;

import dev.penstock.merkle.Decoded;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  private final String text;
  private int at;
  private int values;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Says where the text stopped to be JSON; never leaves this class. */
  private static final class NotJson extends Exception {
    private static final long serialVersionUID = 1;

    NotJson(String message) {
      super(message, null, false, false);
    }
  }

  static Decoded<Json> decode(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var reader = new JsonReader(text);
      Json value = reader.value(0);
      reader.blanks();
      return reader.at == text.length()
          ? new Decoded.Value<>(value)
          : new Decoded.Malformed<>("more follows the JSON text at character " + reader.at);
    } catch (CharacterCodingException _) {
      // The only way the decoder has to say that the bytes are no UTF-8.
      return new Decoded.Malformed<>("not UTF-8");
    } catch (NotJson e) {
      return new Decoded.Malformed<>(String.valueOf(e.getMessage()));
    }
  }

  private Json value(int depth) throws NotJson {
    if (depth > DEPTH_MAX || ++values > VALUES_MAX) {
      throw fault("deeper or longer than any answer of a node");
    }
    blanks();
    char first = peek();
    return switch (first) {
      case '{' -> fields(depth);
      case '[' -> items(depth);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Flag(true));
      case 'f' -> word("false", new Json.Flag(false));
      case 'n' -> word("null", new Json.Nothing());
      default -> number();
    };
  }

  private Json fields(int depth) throws NotJson {
    Map<String, Json> fields = new HashMap<>();
    at++;
    blanks();
    boolean isFirst = true;
    while (peek() != '}') {
      comma(isFirst);
      isFirst = false;
      String name = string();
      blanks();
      expect(':');
      if (fields.put(name, value(depth + 1)) != null) {
        throw fault("the name \"" + shown(name) + "\" stands twice");
      }
      blanks();
    }
    at++;
    return new Json.Fields(fields);
  }

  private Json items(int depth) throws NotJson {
    List<Json> items = new ArrayList<>();
    at++;
    blanks();
    while (peek() != ']') {
      comma(items.isEmpty());
      items.add(value(depth + 1));
      blanks();
    }
    at++;
    return new Json.Items(items);
  }

  private void comma(boolean isFirst) throws NotJson {
    if (!isFirst) {
      expect(',');
      blanks();
    }
  }

  private Json word(String word, Json value) throws NotJson {
    if (!text.startsWith(word, at)) {
      throw fault("no JSON value");
    }
    at += word.length();
    return value;
  }

  private Json number() throws NotJson {
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

  private void digits() throws NotJson {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      throw fault("no JSON value");
    }
  }

  private String string() throws NotJson {
    expect('"');
    var read = new StringBuilder();
    while (peek() != '"') {
      char next = text.charAt(at++);
      if (next < 0x20) {
        throw fault("a control character in a string");
      }
      read.append(next == '\\' ? escaped() : next);
    }
    at++;
    String string = read.toString();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(string)) {
      throw fault("half a surrogate pair");
    }
    return string;
  }

  private char escaped() throws NotJson {
    char kind = peek();
    at++;
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw fault("an escape that JSON does not have");
    };
  }

  private char unicode() throws NotJson {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char next = peek();
      int digit = next < 0x80 ? Character.digit(next, 16) : -1;
      if (digit < 0) {
        throw fault("an escape that JSON does not have");
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

  private void expect(char wanted) throws NotJson {
    if (!skip(wanted)) {
      throw fault("'" + wanted + "' is missing");
    }
  }

  private char peek() throws NotJson {
    if (at >= text.length()) {
      throw fault("the text ends too early");
    }
    return text.charAt(at);
  }

  private NotJson fault(String why) {
    return new NotJson("not JSON at character " + at + ": " + why);
  }

  private static String shown(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "...";
  }
}
