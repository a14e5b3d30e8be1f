package dev.penstock.flow.intake;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The points of one source, in an order by which their values are told. Made once and used for many
 * {@link Samples}: who numbers records remembers the numbers of these very names.
 *
 * <p>Two of these are the same only when they are one object: a table of a hundred thousand names
 * is never compared.
 */
public final class PointNames {
  /** As many as a plan of a driver may have. */
  public static final int COUNT_MAX = 1 << 20;

  private final String listener;
  private final String source;
  private final List<String> points;

  /**
   * These names.
   *
   * @param listener the link that brings their values, as the configuration names it
   * @param points each once
   */
  public PointNames(String listener, String source, List<String> points) {
    Words.mustBeWord("listener", listener);
    Words.mustBeWord("source", source);
    if (points.size() > COUNT_MAX) {
      throw new IllegalArgumentException(points.size() + " points, at most " + COUNT_MAX);
    }
    Set<String> seen = new HashSet<>();
    for (String point : points) {
      Words.mustBeWord("point", point);
      if (!seen.add(point)) {
        throw new IllegalArgumentException("point " + point + " stands there twice");
      }
    }
    this.listener = listener;
    this.source = source;
    this.points = List.copyOf(points);
  }

  public String listener() {
    return listener;
  }

  public String source() {
    return source;
  }

  public List<String> points() {
    return points;
  }

  @Override
  public String toString() {
    return listener + " " + source + ", " + points.size() + " points";
  }
}
