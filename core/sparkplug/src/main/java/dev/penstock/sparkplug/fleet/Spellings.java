package dev.penstock.sparkplug.fleet;

import dev.penstock.sparkplug.OneName;
import dev.penstock.sparkplug.edgenode.EdgeNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Gives each name of ours one of Sparkplug's: names that are one for some hosts (Sparkplug 3.0
 * §5.2, {@link OneName}) are told apart, so the second of them gets a number behind it.
 */
final class Spellings {
  /** Ids of Sparkplug and names of metrics hold more. */
  private static final int CHARS_MAX = 240;

  private final Set<String> taken = new HashSet<>();

  private Spellings() {}

  static Spellings ofDevices() {
    return new Spellings();
  }

  /** Two names are the node's own. */
  static Spellings ofMetrics() {
    Spellings spellings = new Spellings();
    String _ = spellings.of(EdgeNode.BD_SEQ);
    String _ = spellings.of(EdgeNode.REBIRTH);
    return spellings;
  }

  /** One that nobody else has. */
  String of(String name) {
    String whole = name.isEmpty() ? "~" : name;
    int end = Math.min(whole.length(), CHARS_MAX);
    // No character is cut in two.
    boolean isWithin = end < whole.length() && Character.isHighSurrogate(whole.charAt(end - 1));
    String start = whole.substring(0, isWithin ? end - 1 : end);
    String spelling = start;
    for (int i = 2; !taken.add(OneName.of(spelling)); i++) {
      spelling = start + "~" + i;
    }
    return spelling;
  }

  /** A name as one level of a topic: what parts topics, and cannot stand in one, is {@code %XX}. */
  static String level(String name) {
    var level = new StringBuilder();
    name.codePoints()
        .forEach(c -> {
          if (c == '+'
              || c == '/'
              || c == '#'
              || c == '%'
              || Character.isISOControl(c)
              || Character.getType(c) == Character.SURROGATE) {
            for (byte each : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
              var _ = level.append(String.format(Locale.ROOT, "%%%02X", each & 0xff));
            }
          } else {
            var _ = level.appendCodePoint(c);
          }
        });
    return level.toString();
  }
}
