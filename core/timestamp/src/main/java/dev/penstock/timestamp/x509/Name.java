package dev.penstock.timestamp.x509;

import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A distinguished name (RFC 5280 §4.1.2.4). Two names are the same when their bytes are; {@link
 * #isLike} also looks past the kind of string, case and spaces.
 */
public record Name(Encoded der) {
  private static final int VALUE_BYTES_MAX = 1 << 16;

  /** What is longer is cut where it is shown. */
  private static final int VALUE_CHARS_MAX = 256;

  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("2.5.4.3", "CN"),
          Map.entry("2.5.4.5", "serialNumber"),
          Map.entry("2.5.4.6", "C"),
          Map.entry("2.5.4.7", "L"),
          Map.entry("2.5.4.8", "ST"),
          Map.entry("2.5.4.10", "O"),
          Map.entry("2.5.4.11", "OU"),
          Map.entry("2.5.4.97", "organizationIdentifier"),
          Map.entry("0.9.2342.19200300.100.1.25", "DC"),
          Map.entry("1.2.840.113549.1.9.1", "emailAddress"));

  private record Part(String type, String value) {}

  /** The name that stands next. */
  static Name read(DerReader in) {
    return new Name(in.element(Tag.SEQUENCE));
  }

  /** True of the empty name, which names nobody. */
  public boolean isEmpty() {
    return parts().isEmpty();
  }

  /** For a person, most significant part last as certificates are usually shown. */
  public String text() {
    List<String> shown = new ArrayList<>();
    for (Part part : parts().reversed()) {
      shown.add(SHORT.getOrDefault(part.type, part.type) + "=" + part.value);
    }
    return shown.isEmpty() ? "(no name)" : String.join(", ", shown);
  }

  /** RFC 5280 §7.1, roughly: same parts in the same order, whatever string types they use. */
  public boolean isLike(Name other) {
    return der.equals(other.der) || (!isEmpty() && folded().equals(other.folded()));
  }

  private List<Part> folded() {
    return parts().stream()
        .map(part ->
            new Part(part.type, part.value.strip().replaceAll(" +", " ").toLowerCase(Locale.ROOT)))
        .toList();
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    DerReader name = DerReader.of(der).enter(Tag.SEQUENCE);
    while (name.hasNext()) {
      DerReader set = name.enter(Tag.SET);
      while (set.hasNext()) {
        DerReader pair = set.enter(Tag.SEQUENCE);
        String type = pair.oid();
        int tag = pair.peek();
        Charset charset = charset(tag);
        String value =
            charset == null
                ? "#" + HexFormat.of().formatHex(pair.element().bytes())
                : printable(new String(pair.content(tag, VALUE_BYTES_MAX), charset));
        pair.done();
        parts.add(new Part(type, value));
      }
    }
    return name.isRefused() ? List.of() : parts;
  }

  private static @Nullable Charset charset(int tag) {
    return switch (tag) {
      case Tag.UTF8_STRING -> StandardCharsets.UTF_8;
      case Tag.BMP_STRING -> StandardCharsets.UTF_16BE;
      case Tag.PRINTABLE_STRING,
          Tag.NUMERIC_STRING,
          Tag.IA5_STRING,
          Tag.VISIBLE_STRING,
          Tag.TELETEX_STRING ->
          StandardCharsets.ISO_8859_1;
      default -> null;
    };
  }

  /** What is shown to people moves no cursor and turns no line around. */
  private static String printable(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(VALUE_CHARS_MAX)
        .forEach(c -> {
          int type = Character.getType(c);
          boolean isHidden =
              type == Character.CONTROL
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR
                  || type == Character.UNASSIGNED;
          var _ = shown.appendCodePoint(isHidden ? '?' : c);
        });
    return shown.toString();
  }
}
