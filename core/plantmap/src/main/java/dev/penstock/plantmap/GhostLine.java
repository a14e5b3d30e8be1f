package dev.penstock.plantmap;

import dev.penstock.plantmap.Placement.Box;
import dev.penstock.plantmap.Placement.Line;
import dev.penstock.plantmap.Placement.Point;
import java.util.List;

/**
 * The way of something that is not in the model: straight from box to box, over whatever lies
 * between, for nothing was laid out for it.
 */
final class GhostLine {
  /** So far ways there and back are apart, and from lines between the same boxes. */
  private static final double ASIDE = 14;

  private GhostLine() {}

  /** From the edge of one box to that of another. */
  static Line between(Box from, Box to) {
    Point start = from.middle();
    Point end = to.middle();
    if (from.holds(to) || to.holds(from)) {
      // One lies in the other: out of the inner one to the left, to the edge of the outer.
      boolean isInward = from.holds(to);
      Box inner = isInward ? to : from;
      Box outer = isInward ? from : to;
      double y = inner.y() + inner.height() / 2 + ASIDE;
      Point edge = new Point(outer.x(), y);
      Point in = new Point(inner.x(), y);
      return line(isInward ? edge : in, isInward ? in : edge);
    }
    double dx = end.x() - start.x();
    double dy = end.y() - start.y();
    double length = Math.max(1, Math.hypot(dx, dy));
    double shiftX = -dy / length * ASIDE;
    double shiftY = dx / length * ASIDE;
    Point shiftedStart = new Point(start.x() + shiftX, start.y() + shiftY);
    Point shiftedEnd = new Point(end.x() + shiftX, end.y() + shiftY);
    return line(edge(from, shiftedStart, dx, dy), edge(to, shiftedEnd, -dx, -dy));
  }

  private static Line line(Point from, Point to) {
    return new Line(List.of(from, to), new Point((from.x() + to.x()) / 2, (from.y() + to.y()) / 2));
  }

  /** Where a ray from inside leaves a box. */
  private static Point edge(Box box, Point from, double dx, double dy) {
    double least = Double.MAX_VALUE;
    if (dx > 0) {
      least = Math.min(least, (box.x() + box.width() - from.x()) / dx);
    } else if (dx < 0) {
      least = Math.min(least, (box.x() - from.x()) / dx);
    }
    if (dy > 0) {
      least = Math.min(least, (box.y() + box.height() - from.y()) / dy);
    } else if (dy < 0) {
      least = Math.min(least, (box.y() - from.y()) / dy);
    }
    double times = least == Double.MAX_VALUE ? 0 : Math.max(0, least);
    return new Point(from.x() + dx * times, from.y() + dy * times);
  }
}
