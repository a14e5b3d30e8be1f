package dev.penstock.connections.form;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Device;
import dev.penstock.connections.Fault;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Periods;
import dev.penstock.connections.Point;
import dev.penstock.connections.Rate;
import dev.penstock.connections.Texts;
import dev.penstock.connections.protocol.ProtocolForm;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.plant.tree.Place;
import dev.penstock.points.Derivations;
import dev.penstock.points.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which fields a device has in a file, and what they become. */
final class DeviceShape {
  static final List<String> FIELDS =
      List.of("id", "name", "protocol", "asset", "enabled", "at", "rates", "points");

  private final ProtocolForms protocols;
  private final Shared<String> texts = new Shared<>();

  DeviceShape(ProtocolForms protocols) {
    this.protocols = protocols;
  }

  Optional<Device> device(FieldReader at) {
    long before = at.findingCount();
    String id = at.required("id", "an id, the source's name in records", Texts::faultOfId);
    String name = Settings.name(at, id);
    String word = at.required("protocol", protocols.deviceWords(), Texts::faultOfWord);
    Optional<ProtocolForm> form = protocols.ofDevice(word);
    if (!word.isEmpty() && form.isEmpty()) {
      at.note("protocol", Settings.unknown(word, protocols.deviceWords()));
    }
    String asset = at.required("asset", "the id of an asset of the plant", Texts::faultOfId);
    boolean isEnabled = at.isTrue("enabled", true);
    Map<String, String> settings = Settings.read(at, form);
    List<Rate> rates = rates(at);
    List<Point> points = points(at, new PointShape(form, settings, rates, texts));
    return at.findingCount() > before
        ? Optional.empty()
        : Optional.of(
            new Device(id, name, texts.one(word), asset, isEnabled, settings, rates, points));
  }

  private static List<Rate> rates(FieldReader at) {
    String allowed =
        "a name with a time, as slow: 10 s, " + Periods.text(Bounds.RATE_MIN) + "..1 d";
    List<Rate> rates = new ArrayList<>();
    at.pairs("rates", allowed)
        .forEach((name, text) -> {
          Optional<Fault> fault = Texts.faultOfWord(name);
          Optional<Duration> period = Periods.parse(text.text()).filter(Rate::isFit);
          String field = "rates." + Texts.shown(name);
          if (fault.isPresent()) {
            at.note(field, text.place(), fault.get());
          } else if (period.isEmpty()) {
            at.note(
                field,
                text.place(),
                new Fault(
                    "'" + Texts.shown(text.text()) + "' is no time for a rate",
                    "10 ms..1 d, as 500 ms, 10 s, 5 min",
                    "write a number and a unit"));
          } else {
            rates.add(new Rate(name, period.get()));
          }
        });
    if (rates.size() > Bounds.RATES_MAX) {
      at.note(
          "rates",
          new Fault(
              "are " + rates.size(),
              "at most " + Bounds.RATES_MAX,
              "let points share their rates"));
      return List.of();
    }
    return rates;
  }

  private List<Point> points(FieldReader at, PointShape shape) {
    Map<String, Place> places = new HashMap<>();
    Map<String, FieldReader> derived = new TreeMap<>();
    List<Point> points =
        at.things(
            "points",
            "name",
            PointShape.FIELDS,
            Bounds.DEVICE_POINTS_MAX,
            each -> {
              String name = each.text("name").orElse("");
              Place first = places.putIfAbsent(name, each.place());
              if (first != null && !name.isEmpty()) {
                each.note("name", taken(name, first));
                return Optional.empty();
              }
              if (each.has("expression")) {
                derived.put(name, each);
              }
              return shape.point(each);
            });
    expressions(points, places, derived);
    return points;
  }

  static Fault taken(String name, Place first) {
    return new Fault(
        "'"
            + Texts.shown(name)
            + "' is there already"
            + (first.line() > 0 ? ", in line " + first.line() : ""),
        "each name once",
        "take another, or take one of them out");
  }

  /** Each point that is named is there, and none is made of itself. */
  private static void expressions(
      List<Point> points, Map<String, Place> places, Map<String, FieldReader> derived) {
    Map<String, Expression> expressions = new HashMap<>();
    for (Point point : points) {
      if (point.origin() instanceof Origin.Derived(var expression)) {
        expressions.put(point.name(), expression);
        for (String name : expression.points()) {
          FieldReader at = derived.get(point.name());
          if (at != null && !places.containsKey(name)) {
            at.note(
                "expression",
                new Fault(
                    "there is no point '" + Texts.shown(name) + "'",
                    "points of the same device",
                    "correct the name, or add the point"));
          }
        }
      }
    }
    // Each circle is told once; what remains may have another.
    while (Derivations.of(expressions) instanceof Derivations.Ordering.Circular(var circle)) {
      FieldReader at = derived.get(circle.getFirst());
      if (at != null) {
        at.note(
            "expression",
            new Fault(
                "is made of itself: " + Texts.shown(String.join(" of ", circle)),
                "points that end at points that are read",
                "make one of them of something else"));
      }
      expressions.keySet().removeAll(circle);
    }
  }
}
