package dev.penstock.cli.json;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pieces of JSON as text. */
public final class JsonText {
  private JsonText() {}

  /** A string, RFC 8259 §7; names come from outside and may hold anything. */
  public static String of(@Nullable String value) {
    if (value == null) {
      return "null";
    }
    var out = new StringBuilder("\"");
    value
        .chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
          } else if (c < 0x20 || c > 0x7e) {
            out.append("\\u%04x".formatted(c));
          } else {
            out.append((char) c);
          }
        });
    return out.append('"').toString();
  }

  public static <T> String array(List<T> values, Function<T, String> each) {
    return values.stream().map(each).collect(Collectors.joining(",", "[", "]"));
  }
}
