package dev.penstock.flow.shred;

import java.time.Duration;
import java.util.List;

/**
 * Whose values are sealed before they are written, and for how long one key serves.
 *
 * @param sources names, in which {@code *} stands for any characters
 * @param period what is shredded is shredded by whole periods; they begin at multiples of this
 *     since 1970, so that those of a day begin at midnight UTC
 */
public record ShredPolicy(List<String> sources, Duration period) {
  public static final Duration PERIOD_MIN = Duration.ofHours(1);
  public static final Duration PERIOD_MAX = Duration.ofDays(31);
  public static final Duration PERIOD_DEFAULT = Duration.ofDays(1);

  /** Nothing is sealed. */
  public static final ShredPolicy NONE = new ShredPolicy(List.of(), PERIOD_DEFAULT);

  /** A name that another way brings too is {@code ~PROTOCOL/NAME} in records. */
  private static final char OTHER_WAY = '~';

  public ShredPolicy {
    sources = List.copyOf(sources);
    if (period.compareTo(PERIOD_MIN) < 0 || period.compareTo(PERIOD_MAX) > 0) {
      throw new IllegalArgumentException("period is " + period + ", must be 1 h..31 d");
    }
  }

  /** Whether nothing is ever sealed. */
  public boolean isEmpty() {
    return sources.isEmpty();
  }

  /**
   * Whether values of a source are sealed. A name stands for itself whichever way it comes: what is
   * said of {@code door} and of {@code ~mqtt/door} is said of both.
   */
  public boolean covers(String source) {
    String name = plain(source);
    for (String pattern : sources) {
      if (matches(plain(pattern), name)) {
        return true;
      }
    }
    return false;
  }

  private static String plain(String name) {
    int slash = name.isEmpty() || name.charAt(0) != OTHER_WAY ? -1 : name.indexOf('/');
    return slash < 0 ? name : name.substring(slash + 1);
  }

  /** Goes on from the last star when what follows it does not fit: linear in both for few stars. */
  private static boolean matches(String pattern, String name) {
    int at = 0;
    int star = -1;
    int from = 0;
    int i = 0;
    while (i < name.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        from = i;
      } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(i)) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++from;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  /** When the period begins in which this time is, ns since 1970. */
  public long startOf(long nanos) {
    return nanos - nanos % period.toNanos();
  }

  /** When it ends. */
  public long endOf(long nanos) {
    return Math.addExact(startOf(nanos), period.toNanos());
  }
}
