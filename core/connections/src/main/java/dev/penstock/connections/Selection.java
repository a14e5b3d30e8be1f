package dev.penstock.connections;

import java.util.Optional;

/**
 * Which points go to a destination: {@code source/point} with {@code *} for any characters, also
 * none. Without a point all of a source are meant.
 */
public record Selection(String source, String point) implements Comparable<Selection> {
  private static final char STAR = '*';

  public Selection {
    if (source.isEmpty() || point.isEmpty() || source.indexOf('/') >= 0) {
      throw new IllegalArgumentException("no selection: " + source + "/" + point);
    }
  }

  /** Reads {@code plc-1/level*} or {@code plc-*}; empty for what selects nothing. */
  public static Optional<Selection> parse(String text) {
    int slash = text.indexOf('/');
    String source = slash < 0 ? text : text.substring(0, slash);
    String point = slash < 0 ? "*" : text.substring(slash + 1);
    boolean isSource =
        !source.isEmpty()
            && source.length() <= Bounds.ID_CHARS_MAX
            && source
                .chars()
                .allMatch(
                    c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == STAR);
    boolean isPoint =
        Texts.faultOfLine(point, 1, Bounds.POINT_CHARS_MAX).isEmpty()
            && point.indexOf('{') < 0
            && point.indexOf('}') < 0;
    return isSource && isPoint ? Optional.of(new Selection(source, point)) : Optional.empty();
  }

  /** As it is written, in one spelling. */
  public String text() {
    return point.equals("*") ? source : source + "/" + point;
  }

  /** Whether a point of a source goes there. */
  public boolean matches(String sourceName, String pointName) {
    return matchesSource(sourceName) && fits(point, pointName);
  }

  /** Whether some point of a source may go there. */
  public boolean matchesSource(String sourceName) {
    return fits(source, sourceName);
  }

  /** Goes back to the last star only, so it takes no more than one length times the other. */
  private static boolean fits(String pattern, String name) {
    int at = 0;
    int in = 0;
    int star = -1;
    int starTakes = 0;
    while (in < name.length()) {
      if (at < pattern.length() && pattern.charAt(at) == STAR) {
        star = at++;
        starTakes = in;
      } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(in)) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++starTakes;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == STAR) {
      at++;
    }
    return at == pattern.length();
  }

  @Override
  public int compareTo(Selection other) {
    return text().compareTo(other.text());
  }
}
