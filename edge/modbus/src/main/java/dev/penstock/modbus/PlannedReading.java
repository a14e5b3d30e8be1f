package dev.penstock.modbus;

import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Sink;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.plan.Fetch;
import dev.penstock.framesmodbus.plan.LeftOut;
import dev.penstock.framesmodbus.plan.Plan;
import dev.penstock.framesmodbus.plan.PlanRules;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.Reading;
import dev.penstock.points.Quality;
import java.util.List;

/** A plan of a session, and what became of it: which points a device refuses, and since when. */
final class PlannedReading implements ReadPlan {
  /** Of refused points, how many are asked for again in one reading: each takes a request. */
  static final int AGAIN_MAX = 32;

  /**
   * After so many times the pause between tries a plan that was taken apart is made anew: a device
   * that failed for a moment is read with few requests again.
   */
  private static final int PAUSES_PER_PLAN = 60;

  private static final Scalar NOTHING = new Scalar.None();

  private final int pointCount;
  private final int[] faulty;
  private final int[] told;
  private final List<Point> points;
  private final PlanRules rules;
  private final long againNanos;

  /** By the index in {@code points}; of meaning for those the plan leaves out as refused. */
  private final int[] refusedQuality;

  private Plan plan;
  private boolean isTakenApart;
  private long wholeAgainAt;
  private long retryAt;

  /**
   * A plan.
   *
   * @param pointCount how many points the caller gave
   * @param faulty which of them cannot be read at all
   * @param told which of the caller's points each of {@code points} is
   */
  PlannedReading(
      int pointCount,
      List<Integer> faulty,
      List<Integer> told,
      List<Point> points,
      ModbusOptions options) {
    this.pointCount = pointCount;
    this.faulty = faulty.stream().mapToInt(Integer::intValue).toArray();
    this.told = told.stream().mapToInt(Integer::intValue).toArray();
    this.points = List.copyOf(points);
    this.rules = options.rules();
    this.againNanos = options.pace().refusedAgain().toNanos();
    this.refusedQuality = new int[points.size()];
    this.plan = Plan.of(this.points, rules);
  }

  @Override
  public int points() {
    return pointCount;
  }

  @Override
  public int requests() {
    return plan.fetches().size();
  }

  /** What is to be read now; the points that are not are told. */
  List<Fetch> begin(long nowNanos, Sink sink) {
    if (isTakenApart && nowNanos - wholeAgainAt >= 0) {
      plan = Plan.of(points, rules);
      isTakenApart = false;
    } else if (isTakenApart && nowNanos - retryAt >= 0) {
      plan = plan.retrying(AGAIN_MAX);
      retryAt = nowNanos + againNanos;
    }
    for (int each : faulty) {
      sink.value(each, NOTHING, Quality.CONFIGURATION_ERROR, Sink.NO_TIME);
    }
    for (LeftOut each : plan.leftOut()) {
      int quality =
          switch (each.reason()) {
            case IN_HOLE, TOO_WIDE -> Quality.CONFIGURATION_ERROR;
            case REFUSED -> refusedQuality[each.point()];
          };
      sink.value(told[each.point()], NOTHING, quality, Sink.NO_TIME);
    }
    return plan.fetches();
  }

  /** What to ask instead of a fetch that was refused; nothing, where it stands alone. */
  List<Fetch> refused(Fetch fetch, int quality, long nowNanos) {
    int index = plan.fetches().indexOf(fetch);
    int before = plan.fetches().size();
    plan = plan.afterFailure(fetch);
    if (!isTakenApart) {
      isTakenApart = true;
      wholeAgainAt = nowNanos + PAUSES_PER_PLAN * againNanos;
      retryAt = nowNanos + againNanos;
    }
    if (plan.fetches().size() > before) {
      return plan.fetches().subList(index, index + 2);
    }
    for (int i = 0; i < fetch.points().count(); i++) {
      refusedQuality[fetch.points().at(i)] = quality;
    }
    return List.of();
  }

  /** Tells the points of a fetch by its answer. */
  void tell(Fetch fetch, Response answer, Sink sink) {
    for (int i = 0; i < fetch.points().count(); i++) {
      int point = fetch.points().at(i);
      switch (fetch.valueOf(points.get(point), answer)) {
        case Reading.Good<Scalar>(var value) ->
            sink.value(told[point], value, Quality.GOOD, Sink.NO_TIME);
        case Reading.Refused<Scalar> _ ->
            sink.value(told[point], NOTHING, Quality.TYPE_MISMATCH, Sink.NO_TIME);
      }
    }
  }

  /** Tells the points of a fetch that has none. */
  void tell(Fetch fetch, int quality, Sink sink) {
    for (int i = 0; i < fetch.points().count(); i++) {
      sink.value(told[fetch.points().at(i)], NOTHING, quality, Sink.NO_TIME);
    }
  }
}
