package dev.penstock.node.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** How an event becomes a line. */
public enum LogForm {
  /** Time, level and event, then key=value: what people and log collectors read alike. */
  TEXT {
    @Override
    String line(Instant time, LogLevel level, String event, Map<String, String> fields) {
      var line = new StringBuilder();
      line.append(time.truncatedTo(ChronoUnit.MILLIS)).append(' ').append(shown(level));
      line.append(' ').append(event);
      fields.forEach((key, value) -> {
        line.append(' ').append(key).append('=');
        if (value.matches("[A-Za-z0-9_./:+-]+")) {
          line.append(value);
        } else {
          quote(line, value);
        }
      });
      return line.toString();
    }
  },
  /** One JSON object, all values text. */
  JSON {
    @Override
    String line(Instant time, LogLevel level, String event, Map<String, String> fields) {
      var line = new StringBuilder();
      line.append("{\"time\":\"").append(time.truncatedTo(ChronoUnit.MILLIS));
      line.append("\",\"level\":\"").append(shown(level));
      line.append("\",\"event\":\"").append(event).append('"');
      fields.forEach((key, value) -> {
        line.append(",\"").append(key).append("\":");
        quote(line, value);
      });
      return line.append('}').toString();
    }
  };

  abstract String line(Instant time, LogLevel level, String event, Map<String, String> fields);

  private static String shown(LogLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /** RFC 8259 §7; whatever a terminal could take for a command is written as its number. */
  private static void quote(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (isPlain(c)) {
        line.append(c);
      } else {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    line.append('"');
  }

  private static boolean isPlain(char c) {
    return !Character.isISOControl(c)
        && !Character.isSurrogate(c)
        && Character.getType(c) != Character.FORMAT
        && Character.getType(c) != Character.LINE_SEPARATOR
        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
  }
}
