package dev.penstock.bundle;

import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to hand to an auditor.
 *
 * @param source by its number
 * @param from ns since 1970
 * @param to not included
 * @param points names of those that shall be shown; absent for all
 * @param redacted names of points that shall be withheld
 */
public record BundleOrder(
    long source, long from, long to, Optional<List<String>> points, List<String> redacted) {
  /** More are asked for by leaving the others out. */
  public static final int POINTS_MAX = About.POINTS_MAX;

  public BundleOrder {
    points = points.map(List::copyOf);
    redacted = List.copyOf(redacted);
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("a bundle from " + from + " to " + to);
    }
    int most = Math.max(redacted.size(), points.map(List::size).orElse(1));
    if (most > POINTS_MAX || points.filter(List::isEmpty).isPresent()) {
      throw new IllegalArgumentException(most + " points, must be 1.." + POINTS_MAX);
    }
  }
}
