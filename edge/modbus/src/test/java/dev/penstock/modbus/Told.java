package dev.penstock.modbus;

import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.driving.Sink;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Quality;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a session told, by point; a point that is told twice fails. */
final class Told implements Sink {
  /** A value with its quality. */
  record Value(Scalar value, int quality) {}

  final Map<Integer, Value> values = new TreeMap<>();
  int answers;

  static List<PointSpec> points(String type, String... addresses) {
    return Arrays.stream(addresses).map(each -> new PointSpec(each, type)).toList();
  }

  /** One reading. */
  static Told of(Session session, ReadPlan plan) throws LinkException, InterruptedException {
    var told = new Told();
    session.read(plan, told);
    return told;
  }

  /** One reading of a plan of its own. */
  static Told of(Session session, List<PointSpec> points)
      throws LinkException, InterruptedException {
    return of(session, session.plan(points));
  }

  @Override
  public void answered() {
    answers++;
  }

  @Override
  public void value(int point, Scalar value, int quality, long sourceTimeNanos) {
    Value before = values.put(point, new Value(value, quality));
    if (before != null) {
      throw new IllegalStateException("point " + point + " is told twice");
    }
    if (Quality.isBad(quality) != (value instanceof Scalar.None)) {
      throw new IllegalStateException(value + " with quality " + Integer.toHexString(quality));
    }
  }

  List<Integer> qualities() {
    return values.values().stream().map(Value::quality).toList();
  }

  List<Scalar> scalars() {
    return values.values().stream().map(Value::value).toList();
  }
}
