package dev.penstock.conduit.record;

import dev.penstock.conduit.Part;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import java.util.List;
import java.util.Map;

/** From where to where the objects and values of many requests reach. */
final class Spread {
  private static final int NAME_BYTES_MAX = 64;

  private long unitMin = Long.MAX_VALUE;
  private long unitMax = Long.MIN_VALUE;
  private long numberMin = Long.MAX_VALUE;
  private long numberMax = Long.MIN_VALUE;
  private double valueMin = Double.POSITIVE_INFINITY;
  private double valueMax = Double.NEGATIVE_INFINITY;
  private String nameFirst = "";
  private String nameLast = "";
  private boolean hasNames;
  private long unread;
  private long bare;

  void add(Request request) {
    for (int i = 0; i < request.parts().size(); i++) {
      Part part = request.parts().get(i);
      add(part.target());
      add(part.values());
    }
  }

  private void add(Target target) {
    switch (target) {
      case Target.Device _ -> {}
      case Target.Numbers numbers -> {
        unitMin = Math.min(unitMin, numbers.unit());
        unitMax = Math.max(unitMax, numbers.unit());
        numberMin = Math.min(numberMin, numbers.first());
        numberMax = Math.max(numberMax, numbers.last());
      }
      case Target.Name(var name) -> {
        if (!hasNames || name.compareTo(nameFirst) < 0) {
          nameFirst = name;
        }
        if (!hasNames || name.compareTo(nameLast) > 0) {
          nameLast = name;
        }
        hasNames = true;
      }
    }
  }

  private void add(Values values) {
    boolean isRead = values.unread().isEmpty();
    for (int i = 0; i < values.count(); i++) {
      double value = values.at(i);
      // Also for a not-a-number, which is neither.
      valueMin = value < valueMin ? value : valueMin;
      valueMax = value > valueMax ? value : valueMax;
      isRead &= !Double.isNaN(value);
    }
    if (!isRead) {
      unread++;
    } else if (!values.areNumbers()) {
      bare++;
    }
  }

  void describe(Map<String, SampleValue> details) {
    if (unitMin <= unitMax) {
      details.put("units", both(new Scalar.Whole(unitMin), new Scalar.Whole(unitMax)));
      details.put("numbers", both(new Scalar.Whole(numberMin), new Scalar.Whole(numberMax)));
    }
    if (hasNames) {
      details.put("names", both(text(nameFirst), text(nameLast)));
    }
    if (valueMin <= valueMax) {
      details.put("values", both(new Scalar.Real(valueMin), new Scalar.Real(valueMax)));
    }
    // Who asks later what another policy would have said must know that there is more than numbers.
    if (unread > 0 || (bare > 0 && valueMin <= valueMax)) {
      details.put("unread", new SampleValue.One(new Scalar.Whole(unread + bare)));
    }
  }

  private static Scalar text(String name) {
    return new Scalar.Text(DecisionRecord.cut(name, NAME_BYTES_MAX));
  }

  private static SampleValue both(Scalar first, Scalar last) {
    return new SampleValue.Many(List.of(first, last));
  }
}
