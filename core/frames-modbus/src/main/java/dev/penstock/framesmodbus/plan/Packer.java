package dev.penstock.framesmodbus.plan;

import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.plan.LeftOut.Reason;
import dev.penstock.framesmodbus.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts points into fetches, in one pass over them by ascending address: a fetch takes the next
 * point as long as it fits and not too much lies between.
 */
final class Packer {
  /** A point has at most 125 registers. */
  private static final int WIDTH_BITS = 7;

  /** See {@link Plan#POINTS_MAX}. */
  private static final int INDEX_BITS = 20;

  private final List<Point> points;
  private final PlanRules rules;
  private final Holes holes;
  private final List<Fetch> fetches = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private int[] order = new int[0];

  Packer(List<Point> points, PlanRules rules) {
    this.points = points;
    this.rules = rules;
    this.holes = new Holes(rules.holes());
  }

  List<Point> points() {
    return points;
  }

  List<Fetch> fetches() {
    return fetches;
  }

  List<LeftOut> leftOut() {
    return leftOut;
  }

  void pack() {
    order = readable();
    int from = 0;
    int last = -1;
    for (int i = 0; i < order.length; i++) {
      Point next = points.get(order[i]);
      if (i > from && !fits(points.get(order[from]), last, next)) {
        close(from, i, last);
        from = i;
        last = -1;
      }
      last = Math.max(last, next.last());
    }
    if (from < order.length) {
      close(from, order.length, last);
    }
  }

  /** The points that can be read at all, by place and width. */
  private int[] readable() {
    long[] keys = new long[points.size()];
    int count = 0;
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      int unit = point.address().unit();
      Table table = point.address().table();
      int width = point.type().count();
      if (width > countMax(table)) {
        leftOut.add(new LeftOut(i, Reason.TOO_WIDE));
      } else if (holes.touch(unit, table, point.first(), point.last())) {
        leftOut.add(new LeftOut(i, Reason.IN_HOLE));
      } else {
        long place = Holes.key(unit, table, point.first());
        keys[count++] = (place << WIDTH_BITS | width) << INDEX_BITS | i;
      }
    }
    Arrays.sort(keys, 0, count);
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = (int) (keys[i] & (1 << INDEX_BITS) - 1);
    }
    return sorted;
  }

  private boolean fits(Point first, int last, Point next) {
    int unit = first.address().unit();
    Table table = first.address().table();
    if (unit != next.address().unit() || table != next.address().table()) {
      return false;
    }
    int quantity = Math.max(last, next.last()) - first.first() + 1;
    int between = next.first() - last - 1;
    return quantity <= countMax(table)
        && between <= betweenMax(table)
        && (between <= 0 || !holes.touch(unit, table, last + 1, next.first() - 1));
  }

  private void close(int from, int to, int last) {
    Point first = points.get(order[from]);
    fetches.add(
        new Fetch(
            first.address().unit(),
            first.address().table(),
            first.first(),
            last - first.first() + 1,
            new PointRun(order, from, to)));
  }

  private int countMax(Table table) {
    return table.isOfBits() ? rules.bitsMax() : rules.registersMax();
  }

  private int betweenMax(Table table) {
    return table.isOfBits() ? rules.bitsBetweenMax() : rules.registersBetweenMax();
  }
}
