package dev.penstock.connections.form;

import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.Fault;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Periods;
import dev.penstock.connections.Point;
import dev.penstock.connections.Rate;
import dev.penstock.connections.Server;
import dev.penstock.connections.Texts;
import dev.penstock.framesmodbus.point.DataType;
import dev.penstock.framesmodbus.point.Reading;
import dev.penstock.plant.tree.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether servers serve points that there are, as something that these can be. */
public final class ServedFit {
  static final String POINT_ALLOWED = "a point of a device of this file, as plc-1/level";

  private final Map<String, Device> devices;
  private final Predicate<String> isWritten;

  /** By device: those that a server names have their points by name. */
  private final Map<String, Map<String, Point>> points = new HashMap<>();

  /**
   * Of devices.
   *
   * @param isWritten whether there is a device of this id, be it with a fault of its own
   */
  ServedFit(List<Device> devices, Predicate<String> isWritten) {
    this.devices =
        devices.stream().collect(Collectors.toMap(Device::id, each -> each, (a, _) -> a));
    this.isWritten = isWritten;
  }

  /**
   * What does not fit in connections that are in no file: where a device has other points than it
   * had when the file was read. None when all does.
   */
  public static Findings findings(Connections connections) {
    var fit = new ServedFit(connections.devices(), _ -> false);
    var findings = new Findings();
    for (Server server : connections.servers()) {
      for (Server.Served each : server.serve()) {
        if (DataType.read(each.type()) instanceof Reading.Good<DataType>(var type)) {
          String path = "servers[%s].serve[%s].point".formatted(server.id(), each.address());
          fit.fault(each.device(), each.point(), type, server.ageMax())
              .ifPresent(fault -> findings.add(path, Place.NONE, fault));
        }
      }
    }
    return findings;
  }

  /** Why a point cannot be served as this; empty where it can. */
  Optional<Fault> fault(String device, String name, DataType type, Duration ageMax) {
    Device of = devices.get(device);
    if (of == null) {
      // A device with a fault of its own is there all the same, and its points are not known.
      return isWritten.test(device)
          ? Optional.empty()
          : Optional.of(
              new Fault(
                  "there is no device '" + device + "'",
                  POINT_ALLOWED,
                  "add the device, or name the one that is meant"));
    }
    Map<String, Point> all =
        points.computeIfAbsent(
            device, _ -> of.points().stream().collect(Collectors.toMap(Point::name, each -> each)));
    Point point = all.get(name);
    if (point == null) {
      return Optional.of(
          new Fault(
              "the device '" + device + "' has no point '" + Texts.shown(name) + "'",
              POINT_ALLOWED,
              "add the point, or name the one that is meant"));
    }
    return Kind.of(point)
        .filter(kind -> !kind.fits(type))
        .map(kind ->
            new Fault(
                "'%s' is %s, which no %s can hold".formatted(name, kind.words, type.text()),
                kind.allowed,
                "take another type"))
        .or(() -> faultOfRate(of, point, all, ageMax));
  }

  /** What is read more seldom than that would be too old before it is read again. */
  private static Optional<Fault> faultOfRate(
      Device device, Point point, Map<String, Point> all, Duration ageMax) {
    for (Point part : parts(point, all)) {
      if (part.origin() instanceof Origin.Read read) {
        Optional<Duration> period =
            device.rates().stream()
                .filter(rate -> rate.name().equals(read.rate()))
                .map(Rate::period)
                .filter(each -> each.compareTo(ageMax) > 0)
                .findFirst();
        if (period.isPresent()) {
          String made = part.equals(point) ? "" : "is made of '%s', which ".formatted(part.name());
          return Optional.of(
              new Fault(
                  "'%s' %sis read every %s, and age-max is %s"
                      .formatted(
                          point.name(), made, Periods.text(period.get()), Periods.text(ageMax)),
                  "points that are read at least that often",
                  "let age-max be longer, or take a faster rate"));
        }
      }
    }
    return Optional.empty();
  }

  /** A point, and all that it is made of where it is derived. */
  private static List<Point> parts(Point point, Map<String, Point> all) {
    List<Point> parts = new ArrayList<>(List.of(point));
    Set<String> known = new HashSet<>(Set.of(point.name()));
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).origin() instanceof Origin.Derived derived) {
        for (String name : derived.expression().points()) {
          Point part = all.get(name);
          if (part != null && known.add(name)) {
            boolean _ = parts.add(part);
          }
        }
      }
    }
    return parts;
  }

  /** What a point of a device has for values, where that is known before one came. */
  private enum Kind {
    TRUTH("a truth value", "bool in a coil or discrete input, or a number, which is 0 or 1"),
    NUMBER("a number", "int16, uint16, int32, uint32, int64, uint64, float32, float64, bcd16.."),
    TEXT("a text", "string N");

    private final String words;
    private final String allowed;

    Kind(String words, String allowed) {
      this.words = words;
      this.allowed = allowed;
    }

    static Optional<Kind> of(Point point) {
      if (!(point.origin() instanceof Origin.Read read)) {
        return Optional.empty();
      }
      if (read.scaling() != null) {
        return Optional.of(NUMBER);
      }
      return switch (DataType.read(read.type())) {
        case Reading.Refused<DataType> _ -> Optional.empty();
        case Reading.Good<DataType>(var type) ->
            Optional.of(
                switch (type) {
                  case DataType.Bool() -> TRUTH;
                  case DataType.Numeric _ -> NUMBER;
                  case DataType.Text _ -> TEXT;
                });
      };
    }

    boolean fits(DataType type) {
      return switch (type) {
        case DataType.Bool() -> this == TRUTH;
        case DataType.Numeric _ -> this != TEXT;
        case DataType.Text _ -> this == TEXT;
      };
    }
  }
}
