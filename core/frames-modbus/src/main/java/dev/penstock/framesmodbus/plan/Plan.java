package dev.penstock.framesmodbus.plan;

import dev.penstock.framesmodbus.plan.LeftOut.Reason;
import dev.penstock.framesmodbus.point.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which requests read a list of points. Each point is in one fetch, whole, or left out with a
 * reason; a plan does not change, and what follows from a failure is the next plan.
 *
 * <p>One bad point must not take the others of its fetch with it. A device refuses the whole
 * request, so a fetch that failed is halved between two of its values, and what each half reads
 * shrinks to its own points, until the bad one stands alone: among 125 registers that takes seven
 * failures, and the eighth leaves it out. Where the bad place was nobody's, both halves succeed,
 * and stay.
 */
public final class Plan {
  /** A reading list, not a database; and what the sort's key has room for. */
  public static final int POINTS_MAX = 1 << 20;

  private final List<Point> points;
  private final List<Fetch> fetches;
  private final List<LeftOut> leftOut;

  private Plan(List<Point> points, List<Fetch> fetches, List<LeftOut> leftOut) {
    this.points = points;
    this.fetches = Collections.unmodifiableList(fetches);
    this.leftOut = Collections.unmodifiableList(leftOut);
  }

  /** The plan for these points; they are known by their index in this list from here on. */
  public static Plan of(List<Point> points, PlanRules rules) {
    if (points.size() > POINTS_MAX) {
      throw new IllegalArgumentException(points.size() + " points, at most " + POINTS_MAX);
    }
    var packer = new Packer(List.copyOf(points), rules);
    packer.pack();
    return new Plan(packer.points(), packer.fetches(), packer.leftOut());
  }

  /** What it was made of. */
  public List<Point> points() {
    return points;
  }

  /** By unit, table and address. */
  public List<Fetch> fetches() {
    return fetches;
  }

  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /**
   * What to do after the device refused a fetch of this plan. A timeout, or a device that knows no
   * such function, is no such failure: smaller requests would fare no better.
   */
  public Plan afterFailure(Fetch failed) {
    int index = fetches.indexOf(failed);
    if (index < 0) {
      throw new IllegalArgumentException("no fetch of this plan: " + failed);
    }
    List<Fetch> next = new ArrayList<>(fetches.size() + 1);
    next.addAll(fetches.subList(0, index));
    List<LeftOut> out = new ArrayList<>(leftOut);
    int cut = cut(failed.points());
    if (cut == 0) {
      for (int i = 0; i < failed.points().count(); i++) {
        out.add(new LeftOut(failed.points().at(i), Reason.REFUSED));
      }
    } else {
      next.add(around(failed.points().slice(0, cut)));
      next.add(around(failed.points().slice(cut, failed.points().count())));
    }
    next.addAll(fetches.subList(index + 1, fetches.size()));
    return new Plan(points, next, out);
  }

  /**
   * Asks once more for what was refused, each value by itself. What a device refuses today it may
   * give after its program was changed.
   */
  public Plan retrying() {
    return retrying(Integer.MAX_VALUE);
  }

  /**
   * The same for so many points at most, those whose refusal is the oldest; who is refused again
   * stands behind the others then.
   */
  public Plan retrying(int pointsMax) {
    List<Fetch> next = new ArrayList<>(fetches);
    List<LeftOut> out = new ArrayList<>();
    List<Integer> refused = new ArrayList<>();
    for (LeftOut each : leftOut) {
      if (each.reason() == Reason.REFUSED && refused.size() < pointsMax) {
        refused.add(each.point());
      } else {
        out.add(each);
      }
    }
    int[] order = refused.stream().mapToInt(Integer::intValue).toArray();
    int from = 0;
    for (int i = 1; i <= order.length; i++) {
      if (i == order.length || !isSamePlace(order[i - 1], order[i])) {
        next.add(around(new PointRun(order, from, i)));
        from = i;
      }
    }
    return new Plan(points, next, out);
  }

  /** Where to halve: nearest to the middle, between two places; 0 where there is only one. */
  private int cut(PointRun run) {
    int middle = run.count() / 2;
    for (int away = 0; away <= middle; away++) {
      if (isBetween(run, middle - away)) {
        return middle - away;
      }
      if (isBetween(run, middle + away)) {
        return middle + away;
      }
    }
    return 0;
  }

  private boolean isBetween(PointRun run, int cut) {
    return cut > 0 && cut < run.count() && !isSamePlace(run.at(cut - 1), run.at(cut));
  }

  /** Several points can be one place: bits of one register. They are given or refused together. */
  private boolean isSamePlace(int one, int other) {
    Point first = points.get(one);
    Point second = points.get(other);
    return first.address().unit() == second.address().unit()
        && first.address().table() == second.address().table()
        && first.first() == second.first()
        && first.last() == second.last();
  }

  /** The fetch of these points and nothing else around them. */
  private Fetch around(PointRun run) {
    Point first = points.get(run.at(0));
    int last = 0;
    for (int i = 0; i < run.count(); i++) {
      last = Math.max(last, points.get(run.at(i)).last());
    }
    return new Fetch(
        first.address().unit(),
        first.address().table(),
        first.first(),
        last - first.first() + 1,
        run);
  }
}
