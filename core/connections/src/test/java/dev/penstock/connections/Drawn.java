package dev.penstock.connections;

import dev.penstock.points.Deadband;
import dev.penstock.points.Expression;
import dev.penstock.points.Parsed;
import dev.penstock.points.Scaling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Connections for tests: small ones that say everything there is to say, drawn by a seed. */
public final class Drawn {
  private static final List<String> UNITS = List.of("", "m", "m3/h", "%", "°C");
  private static final List<String> TEXTS = List.of("", "Level", "=1+1", "a, b", "say \"so\"");

  private final SplittableRandom random;

  private Drawn(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Some. */
  public static Connections connections(long seed) {
    return new Drawn(seed).connections();
  }

  /** A device with some points. */
  public static Device device(long seed) {
    return new Drawn(seed).device("plc-0");
  }

  /** A point that is read every second. */
  public static Point point(String name, String address) {
    return new Point(
        name, new Origin.Read(address, "uint16", "fast", null, null), Band.CHANGES, "", "");
  }

  /** A device at 10.20.0.7 with a rate of a second. */
  public static Device device(String id, Point... points) {
    return new Device(
        id,
        id,
        "modbus",
        "asset-" + id,
        true,
        Map.of("tcp", "10.20.0.7:502"),
        List.of(new Rate("fast", Duration.ofSeconds(1))),
        List.of(points));
  }

  /** What an expression means. */
  public static Expression expression(String text) {
    return switch (Expression.parse(text)) {
      case Parsed.Read(var expression) -> expression;
      case Parsed.Faulty(_, var what) -> throw new AssertionError(what);
    };
  }

  private Connections connections() {
    List<Device> devices = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      devices.add(device("plc-" + i));
    }
    List<Destination> destinations = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      destinations.add(
          random.nextInt(3) == 0 ? composed("to-" + i, devices) : destination("to-" + i));
    }
    List<Proxy> proxies = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      proxies.add(
          new Proxy(
              "p-" + i,
              "Proxy " + i,
              random.nextBoolean(),
              "10.1.0.1:" + (500 + i),
              "control",
              "plc-1"));
    }
    return new Connections(devices, destinations, proxies, servers(devices));
  }

  private List<Server> servers(List<Device> devices) {
    List<Server> servers = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      List<Server.Served> serve = new ArrayList<>();
      for (Device device : devices) {
        for (Point point : device.points()) {
          String address = pick(List.of("holding:", "input:")) + 2 * serve.size();
          serve.add(
              new Server.Served(
                  device.id(), point.name(), address, pick(List.of("float32", "int32 CDAB"))));
        }
      }
      if (!serve.isEmpty()) {
        servers.add(
            new Server(
                "s-" + i,
                random.nextBoolean() ? "s-" + i : "Server " + i,
                "modbus",
                random.nextBoolean(),
                "[fd00::1]:" + (500 + i),
                "control",
                random.nextInt(256),
                Bounds.AGE_MAX,
                serve));
      }
    }
    return servers;
  }

  private Device device(String id) {
    Map<String, String> at = new TreeMap<>(Map.of("tcp", "10.20.0.7:502"));
    if (random.nextBoolean()) {
      at.put("unit", Integer.toString(random.nextInt(256)));
      at.put("answer-limit", "500 ms");
    }
    List<Rate> rates = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      rates.add(new Rate("r" + i, Duration.ofMillis(10L * (1 + random.nextInt(8_640_000)))));
    }
    List<Point> points = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      String rate = rates.get(random.nextInt(rates.size())).name();
      points.add(
          i > 2 && random.nextInt(4) == 0
              ? derived("p" + i, i)
              : read(i % 2 == 0 ? "p" + i : "Größe/" + i, rate));
    }
    if (points.stream().noneMatch(point -> point.name().equals("p2"))) {
      points.removeIf(point -> point.origin() instanceof Origin.Derived);
    }
    return new Device(
        id,
        random.nextBoolean() ? id : "Filter " + id,
        "modbus",
        "asset-" + id,
        random.nextInt(4) > 0,
        at,
        rates,
        points);
  }

  private Point derived(String name, int i) {
    return new Point(
        name,
        new Origin.Derived(expression("{p2} * 2 + " + i)),
        new Band(random.nextInt(3), false, silence()),
        pick(UNITS),
        pick(TEXTS));
  }

  private Point read(String name, String rate) {
    @Nullable Scaling scaling =
        random.nextBoolean()
            ? new Scaling(
                random.nextInt(100),
                100 + random.nextInt(1, 30_000) / 4.0,
                random.nextInt(-50, 50) / 10.0,
                100 + random.nextDouble(),
                pick(List.of(Scaling.Beyond.values())))
            : null;
    @Nullable Double low = random.nextBoolean() ? random.nextInt(-5, 5) / 2.0 : null;
    @Nullable Double high = random.nextBoolean() ? 7 + random.nextDouble() : null;
    @Nullable Writing writing = random.nextBoolean() ? new Writing(low, high) : null;
    boolean isPercent = scaling != null && random.nextBoolean();
    return new Point(
        name,
        new Origin.Read(
            "holding:" + random.nextInt(1000),
            pick(List.of("uint16", "float32 CDAB", "int32")),
            rate,
            scaling,
            writing),
        new Band(random.nextInt(40) / 8.0, isPercent, silence()),
        pick(UNITS),
        pick(TEXTS));
  }

  private Duration silence() {
    return random.nextBoolean() ? Deadband.NEVER : Duration.ofSeconds(random.nextInt(10_000));
  }

  private Destination destination(String id) {
    return new Destination(
        id,
        "Destination " + id,
        "mqtt",
        "dmz",
        random.nextBoolean(),
        Map.of("broker", "mqtt.example:8883", "qos", "1"),
        List.of(Selection.parse("plc-*").orElseThrow(), Selection.parse("*/p" + id).orElseThrow()),
        pick(List.of(Destination.Order.values())),
        1 + random.nextInt(1_000_000));
  }

  /** With points of the devices as instances of a template that has a member for each. */
  private Destination composed(String id, List<Device> devices) {
    Map<String, MemberType> members = new TreeMap<>(Map.of("Spare", MemberType.STRING));
    List<TemplateInstance> instances = new ArrayList<>();
    for (Device device : devices) {
      Map<String, String> points = new TreeMap<>();
      for (Point point : device.points()) {
        MemberType type = type(point);
        String member = "M" + points.size() + " " + type.word();
        points.put(member, point.name());
        members.put(member, type);
      }
      if (!points.isEmpty()) {
        Map<String, String> said = random.nextBoolean() ? Map.of("Poles", "6") : Map.of();
        instances.add(new TemplateInstance(device.id(), "Pump A", "Kind", points, said));
      }
    }
    Map<String, MetricTemplate.Parameter> parameters =
        Map.of(
            "Poles", new MetricTemplate.Parameter(MemberType.INT64, "4"),
            "Maker", new MetricTemplate.Parameter(MemberType.STRING, pick(TEXTS)));
    return new Destination(
        id,
        id,
        "sparkplug",
        "dmz",
        random.nextBoolean(),
        Map.of("broker", "mqtt.example:8883", "group", "works"),
        List.of(Selection.parse("plc-*").orElseThrow()),
        pick(List.of(Destination.Order.values())),
        1 + random.nextInt(1_000_000),
        List.of(
            new MetricTemplate("Kind", random.nextBoolean() ? "v2" : "", members, parameters),
            new MetricTemplate("Another", "", Map.of("x", MemberType.INT8), Map.of())),
        instances);
  }

  private static MemberType type(Point point) {
    return switch (point.origin()) {
      case Origin.Derived _ -> MemberType.FLOAT;
      case Origin.Read read when read.scaling() != null -> MemberType.DOUBLE;
      case Origin.Read read ->
          switch (read.type()) {
            case "uint16" -> MemberType.UINT16;
            case "int32" -> MemberType.INT64;
            default -> MemberType.FLOAT;
          };
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
