package dev.penstock.node.gateway;

import dev.penstock.connections.Device;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Periods;
import dev.penstock.connections.Point;
import dev.penstock.connections.Rate;
import dev.penstock.connections.protocol.ModbusForm;
import dev.penstock.driving.Driver;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.schedule.RateGroup;
import dev.penstock.framesmodbus.plan.Hole;
import dev.penstock.framesmodbus.plan.PlanRules;
import dev.penstock.modbus.ModbusDriver;
import dev.penstock.modbus.ModbusOptions;
import dev.penstock.points.Deadband;
import dev.penstock.points.Derivations;
import dev.penstock.points.Expression;
import dev.penstock.points.PointRule;
import dev.penstock.pump.DriverLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Makes drivers and their links of what people wrote about devices. */
final class DriverMaking {
  private static final String PROTOCOL = ModbusForm.PROTOCOL;
  private static final int UNIT = 1;

  private DriverMaking() {}

  /** The link of a device; its settings were checked when they were read. */
  static DriverLink link(Device device, LongSupplier ticks) {
    List<DriverLink.DrivenPoint> points = new ArrayList<>();
    Map<String, Expression> expressions = new HashMap<>();
    Map<String, Deadband> bands = new HashMap<>();
    // Of thousands of points most are told alike.
    Map<PointRule, PointRule> rules = new HashMap<>();
    for (Point point : device.points()) {
      Deadband band = point.band().deadband(point.scaling());
      switch (point.origin()) {
        case Origin.Read read -> {
          var rule = new PointRule(Optional.ofNullable(read.scaling()), band);
          points.add(
              new DriverLink.DrivenPoint(
                  point.name(),
                  new PointSpec(read.address(), read.type()),
                  read.rate(),
                  rules.computeIfAbsent(rule, each -> each)));
        }
        case Origin.Derived(var expression) -> {
          expressions.put(point.name(), expression);
          bands.put(point.name(), band);
        }
      }
    }
    Derivations derived =
        switch (Derivations.of(expressions)) {
          case Derivations.Ordering.Ordered(var ordered) -> ordered;
          case Derivations.Ordering.Circular(var circle) ->
              throw new IllegalStateException("points are made of themselves: " + circle);
        };
    return new DriverLink(
        device.id(),
        device.id(),
        driver(device, ticks),
        device.rates().stream().map(DriverMaking::group).toList(),
        points,
        Optional.empty(),
        derived,
        bands);
  }

  private static RateGroup group(Rate rate) {
    return new RateGroup(rate.name(), rate.period());
  }

  /** The way to a device; nothing is opened. */
  static Driver driver(Device device, LongSupplier ticks) {
    if (!device.protocol().equals(PROTOCOL)) {
      throw new IllegalStateException("no driver of " + device.protocol());
    }
    return new ModbusDriver(modbus(new Settings(device.at())), ticks);
  }

  /** How a device is reached, and which unit is meant where an address names none. */
  static ModbusOptions modbus(Settings at) {
    int unit = at.number(ModbusForm.UNIT, UNIT);
    var rules =
        new PlanRules(
            at.number("bits-max", PlanRules.STANDARD.bitsMax()),
            at.number("registers-max", PlanRules.STANDARD.registersMax()),
            at.number("bits-along-max", PlanRules.STANDARD.bitsBetweenMax()),
            at.number("registers-along-max", PlanRules.STANDARD.registersBetweenMax()),
            at.text(ModbusForm.HOLES).flatMap(text -> Hole.read(text, unit)).orElse(List.of()));
    ModbusOptions.Way way = way(at);
    ModbusOptions.Pace usual = ModbusOptions.Pace.STANDARD;
    var pace =
        new ModbusOptions.Pace(
            at.period("connect-limit", usual.connectMax()),
            at.period("answer-limit", usual.answerMax()),
            at.number("under-way", usual.underWayMax()),
            at.period(ModbusForm.SILENT_MAX, usual.silentMax()),
            at.period(ModbusForm.REFUSED_AGAIN, usual.refusedAgain()));
    boolean isByMultiple = at.text(ModbusForm.BY_MULTIPLE).filter("yes"::equals).isPresent();
    return new ModbusOptions(way, unit, pace, rules, isByMultiple);
  }

  private static ModbusOptions.Way way(Settings at) {
    Optional<Settings.Endpoint> tcp = at.endpoint(ModbusForm.TCP);
    if (tcp.isPresent()) {
      return new ModbusOptions.Way.Tcp(tcp.get().host(), tcp.get().port());
    }
    Optional<Settings.Endpoint> converter = at.endpoint(ModbusForm.RTU_OVER_TCP);
    if (converter.isPresent()) {
      return new ModbusOptions.Way.RtuOverTcp(converter.get().host(), converter.get().port());
    }
    String[] line = at.text(ModbusForm.SERIAL).orElseThrow().split(" ", -1);
    ModbusOptions.Parity parity =
        switch (line[2]) {
          case "even" -> ModbusOptions.Parity.EVEN;
          case "odd" -> ModbusOptions.Parity.ODD;
          default -> ModbusOptions.Parity.NONE;
        };
    return new ModbusOptions.Way.Serial(
        line[0], Integer.parseInt(line[1]), parity, Integer.parseInt(line[3]));
  }

  /** What people wrote about where something is, one setting after the other. */
  record Settings(Map<String, String> at) {
    record Endpoint(String host, int port) {}

    Optional<String> text(String name) {
      return Optional.ofNullable(at.get(name));
    }

    int number(String name, int otherwise) {
      return text(name).map(Integer::parseInt).orElse(otherwise);
    }

    Duration period(String name, Duration otherwise) {
      return text(name).flatMap(Periods::parse).orElse(otherwise);
    }

    Optional<Endpoint> endpoint(String name) {
      return text(name)
          .map(written -> {
            int colon = written.lastIndexOf(':');
            String host = written.substring(0, colon);
            boolean isBracketed = host.startsWith("[");
            return new Endpoint(
                isBracketed ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(written.substring(colon + 1)));
          });
    }
  }
}
