package dev.penstock.plant;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Names of sources by a pattern: {@code *} stands for any characters, also none, {@code ?} for
 * exactly one, everything else for itself. Of two patterns that fit the longer one counts.
 */
final class SourcePattern {
  /** The longer first: the first that fits counts. */
  static final Comparator<SourcePattern> LONGEST_FIRST =
      Comparator.comparingInt(SourcePattern::length).reversed().thenComparing(SourcePattern::text);

  private static final int ANY = '*';
  private static final int ONE = '?';

  private final String text;
  // Not chars: a character outside of the basic plane is one.
  private final int[] points;

  private SourcePattern(String text) {
    this.text = text;
    this.points = text.codePoints().toArray();
  }

  static SourcePattern of(String text) {
    return new SourcePattern(text);
  }

  /** False when it can only mean the name that it spells. */
  static boolean isPattern(String text) {
    return text.indexOf(ANY) >= 0 || text.indexOf(ONE) >= 0;
  }

  String text() {
    return text;
  }

  /** Characters, the wildcards among them. */
  int length() {
    return points.length;
  }

  /** What a name must begin with. */
  String prefix() {
    int end = 0;
    while (end < points.length && points[end] != ANY && points[end] != ONE) {
      end++;
    }
    return new String(points, 0, end);
  }

  boolean matches(String source) {
    int[] name = source.codePoints().toArray();
    int at = 0;
    int in = 0;
    int star = -1;
    int starTakes = 0;
    while (in < name.length) {
      if (at < points.length && points[at] == ANY) {
        star = at++;
        starTakes = in;
      } else if (at < points.length && (points[at] == ONE || points[at] == name[in])) {
        at++;
        in++;
      } else if (star >= 0) {
        // The last star takes one more; those before it need not: what they took did fit.
        at = star + 1;
        in = ++starTakes;
      } else {
        return false;
      }
    }
    while (at < points.length && points[at] == ANY) {
      at++;
    }
    return at == points.length;
  }

  /** How many steps {@link #overlaps} takes. */
  long overlapSteps(SourcePattern other) {
    return (length() + 1L) * (other.length() + 1L);
  }

  /**
   * True when some name fits both. Row i, column j says whether some text can be what the first i
   * of ours and the first j of the other's stand for.
   */
  boolean overlaps(SourcePattern other) {
    boolean[] above = new boolean[other.length() + 1];
    boolean[] row = new boolean[other.length() + 1];
    for (int i = 0; i <= length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        row[j] = (i == 0 && j == 0) || isReached(other, i, j, above, row);
      }
      boolean[] next = above;
      above = row;
      row = next;
      Arrays.fill(row, false);
    }
    return above[other.length()];
  }

  private boolean isReached(SourcePattern other, int i, int j, boolean[] above, boolean[] row) {
    int ours = i > 0 ? points[i - 1] : 0;
    int theirs = j > 0 ? other.points[j - 1] : 0;
    // A star stands for nothing, or takes what the other side stands for.
    if ((ours == ANY && above[j]) || (theirs == ANY && j > 0 && row[j - 1])) {
      return true;
    }
    if (i == 0 || j == 0) {
      return false;
    }
    if (ours == ANY) {
      return row[j - 1];
    }
    if (theirs == ANY) {
      return above[j];
    }
    return above[j - 1] && (ours == theirs || ours == ONE || theirs == ONE);
  }

  @Override
  public String toString() {
    return text;
  }
}
