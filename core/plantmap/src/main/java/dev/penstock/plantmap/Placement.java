package dev.penstock.plantmap;

import java.util.List;
import java.util.Map;

/**
 * Where everything of a sheet is, from its upper left corner on, in the units of its sizes.
 *
 * @param boxes by the ids of rooms
 * @param lines by the ids of links
 */
public record Placement(
    double width, double height, Map<String, Box> boxes, Map<String, Line> lines) {
  public Placement {
    boxes = Map.copyOf(boxes);
    lines = Map.copyOf(lines);
  }

  /** A place of a corner. */
  public record Point(double x, double y) {}

  /** Where a room is. */
  public record Box(double x, double y, double width, double height) {
    Point middle() {
      return new Point(x + width / 2, y + height / 2);
    }

    /** True for a box that lies in this one. */
    boolean holds(Box other) {
      return x <= other.x
          && y <= other.y
          && x + width >= other.x + other.width
          && y + height >= other.y + other.height;
    }
  }

  /**
   * Which way a link takes.
   *
   * @param points from its first room to its second, at least two
   * @param label upper left corner of what stands on it
   */
  public record Line(List<Point> points, Point label) {
    public Line {
      points = List.copyOf(points);
      if (points.size() < 2) {
        throw new IllegalArgumentException("a line of " + points.size() + " points");
      }
    }
  }
}
