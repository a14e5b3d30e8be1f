package dev.penstock.connections;

import dev.penstock.points.Scaling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that can be changed by itself in a device with a point that says everything. */
public final class SingleChanges {
  private static final Scaling SCALING = new Scaling(0, 27_648, 0, 4.5, Scaling.Beyond.CLAMPED);

  /** Which all others differ from in one thing. */
  public static final Device DEVICE =
      device(Map.of(), point(Map.of()), Drawn.point("other", "holding:7"));

  private SingleChanges() {}

  /** By the path at which a diff must tell it. */
  public static Map<String, Device> all() {
    Map<String, Device> all = new LinkedHashMap<>();
    for (String field : List.of("name", "protocol", "asset", "enabled", "at.unit", "rates.slow")) {
      all.put(
          field, device(Map.of(field, "x"), point(Map.of()), Drawn.point("other", "holding:7")));
    }
    for (String field :
        List.of(
            "address",
            "type",
            "rate",
            "scaling.raw-low",
            "scaling.raw-high",
            "scaling.low",
            "scaling.high",
            "scaling.beyond",
            "deadband",
            "silence-max",
            "unit",
            "limits.low",
            "limits.high",
            "description")) {
      all.put(
          "points[level]." + field,
          device(Map.of(), point(Map.of(field, "x")), Drawn.point("other", "holding:7")));
    }
    all.put("points[other]", device(Map.of(), point(Map.of())));
    all.put(
        "points[more]",
        device(
            Map.of(),
            point(Map.of()),
            Drawn.point("other", "holding:7"),
            Drawn.point("more", "holding:8")));
    return all;
  }

  private static Device device(Map<String, String> changed, Point... points) {
    Map<String, String> at = new HashMap<>(Map.of("tcp", "10.20.0.7:502", "unit", "1"));
    if (changed.containsKey("at.unit")) {
      at.put("unit", "2");
    }
    List<Rate> rates = new ArrayList<>();
    rates.add(new Rate("fast", Duration.ofSeconds(1)));
    rates.add(new Rate("slow", Duration.ofSeconds(changed.containsKey("rates.slow") ? 20 : 10)));
    return new Device(
        "plc-1",
        changed.getOrDefault("name", "Filter"),
        changed.getOrDefault("protocol", "modbus"),
        changed.getOrDefault("asset", "filter-plc"),
        !changed.containsKey("enabled"),
        at,
        rates,
        List.of(points));
  }

  private static Point point(Map<String, String> changed) {
    var scaling =
        new Scaling(
            changed.containsKey("scaling.raw-low") ? 1 : SCALING.rawLow(),
            changed.containsKey("scaling.raw-high") ? 27_649 : SCALING.rawHigh(),
            changed.containsKey("scaling.low") ? 0.5 : SCALING.low(),
            changed.containsKey("scaling.high") ? 4.75 : SCALING.high(),
            changed.containsKey("scaling.beyond") ? Scaling.Beyond.BAD : SCALING.beyond());
    var writing =
        new Writing(
            changed.containsKey("limits.low") ? null : 0.25,
            changed.containsKey("limits.high") ? 4.25 : 4.0);
    return new Point(
        "level",
        new Origin.Read(
            changed.containsKey("address") ? "holding:101" : "holding:100",
            changed.containsKey("type") ? "int16" : "uint16",
            changed.containsKey("rate") ? "slow" : "fast",
            scaling,
            writing),
        new Band(
            changed.containsKey("deadband") ? 2 : 1,
            true,
            Duration.ofMinutes(changed.containsKey("silence-max") ? 6 : 5)),
        changed.containsKey("unit") ? "cm" : "m",
        changed.getOrDefault("description", "Level of the basin"));
  }
}
