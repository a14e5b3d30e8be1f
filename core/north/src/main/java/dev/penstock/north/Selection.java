package dev.penstock.north;

import java.util.List;

/**
 * Which points a destination gets: those that one of {@code wanted} names and none of {@code
 * unwanted} does. Where nothing is wanted by name, all is.
 */
public record Selection(List<Choice> wanted, List<Choice> unwanted) {
  /** Each point is held against them once, and then remembered. */
  public static final int CHOICES_MAX = 1_000;

  private static final int CHARS_MAX = 255;

  /** All points of all sources. */
  public static final Selection ALL = new Selection(List.of(), List.of());

  /** Names of sources, and of points at them, in which {@code *} stands for any characters. */
  public record Choice(String source, String point) {
    public Choice {
      mustBePattern("source", source);
      mustBePattern("point", point);
    }

    private static void mustBePattern(String field, String pattern) {
      if (pattern.isEmpty() || pattern.length() > CHARS_MAX) {
        throw new IllegalArgumentException(
            field + " has " + pattern.length() + " characters, must have 1.." + CHARS_MAX);
      }
    }

    boolean covers(String sourceName, String pointName) {
      return new Wildcard(source).matches(sourceName) && new Wildcard(point).matches(pointName);
    }
  }

  public Selection {
    wanted = List.copyOf(wanted);
    unwanted = List.copyOf(unwanted);
    if (wanted.size() + unwanted.size() > CHOICES_MAX) {
      throw new IllegalArgumentException(
          (wanted.size() + unwanted.size()) + " choices, at most " + CHOICES_MAX);
    }
  }

  boolean covers(String source, String point) {
    boolean isWanted =
        wanted.isEmpty() || wanted.stream().anyMatch(each -> each.covers(source, point));
    return isWanted && unwanted.stream().noneMatch(each -> each.covers(source, point));
  }
}
