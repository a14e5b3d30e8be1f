package dev.penstock.node.gateway;

import dev.penstock.commanding.WritablePoint;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Device;
import dev.penstock.connections.form.PlantFit;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.points.Measured;
import dev.penstock.pump.DriverPump;
import dev.penstock.pump.PointNow;
import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.Reported;
import dev.penstock.sparkplugnode.Plant;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The devices that are read, and what they have; each keeps its link while nothing changes. */
final class DeviceLinks implements Closeable, Plant {
  private static final long NANOS_PER_MS = 1_000_000;

  private final Gateway.Ground ground;
  private final Enforcement enforcement;

  /** Written by the gateway's thread alone; read by any. */
  private volatile Map<String, Linked> links = Map.of();

  /** Another object only where they are others; as they are asked for. */
  private volatile List<DeviceForm> forms = List.of();

  private volatile boolean areFormsOld;

  private record Linked(Device device, String zone, DriverPump pump) {
    boolean isOf(Device other, String otherZone) {
      return device.equals(other) && zone.equals(otherZone);
    }
  }

  DeviceLinks(Gateway.Ground ground, Enforcement enforcement) {
    this.ground = ground;
    this.enforcement = enforcement;
  }

  void apply(List<Device> devices, Optional<SiteModel> site, List<String> found) {
    Map<String, Linked> before = links;
    Map<String, Linked> after = new TreeMap<>();
    Map<String, String> zones = new HashMap<>();
    for (Device device : devices) {
      Optional<String> zone = site.flatMap(by -> PlantFit.zoneOf(device, by.plant()));
      if (zone.isEmpty()) {
        continue;
      }
      String _ = zones.put(device.id(), zone.get());
      Linked known = before.get(device.id());
      if (known != null && known.isOf(device, zone.get())) {
        Linked _ = after.put(device.id(), known);
      }
    }
    for (Linked each : before.values()) {
      if (!after.containsValue(each)) {
        each.pump().close();
      }
    }
    for (Device device : devices) {
      String zone = zones.get(device.id());
      if (zone != null && !after.containsKey(device.id())) {
        started(device, zone, found)
            .ifPresent(linked -> {
              Linked _ = after.put(device.id(), linked);
            });
      }
    }
    links = Map.copyOf(after);
    areFormsOld = true;
  }

  /** Made where somebody asks: a form has an object for each point. */
  @Override
  public List<DeviceForm> forms() {
    if (areFormsOld) {
      makeForms();
    }
    return forms;
  }

  private synchronized void makeForms() {
    // Before it is looked what links there are: what changes meanwhile is looked at again.
    areFormsOld = false;
    List<DeviceForm> now =
        DeviceForms.of(
            links.values().stream()
                .map(Linked::device)
                .sorted(Comparator.comparing(Device::id))
                .toList());
    if (!now.equals(forms)) {
      forms = now;
    }
  }

  @Override
  public List<Reported> newest() {
    List<Reported> all = new ArrayList<>();
    for (Linked each : links.values()) {
      for (PointNow now : each.pump().newest()) {
        Measured measured = now.measured();
        all.add(
            new Reported(
                each.device().id(),
                now.point(),
                Math.max(0, measured.timeNanos()) / NANOS_PER_MS,
                Integer.toUnsignedLong(measured.quality()),
                new SampleValue.One(measured.value()),
                Optional.empty()));
      }
    }
    return all;
  }

  private Optional<Linked> started(Device device, String zone, List<String> found) {
    DriverPump pump;
    try {
      pump =
          new DriverPump(
              DriverMaking.link(device, ground.ticks()),
              enforcement.admission(device),
              ground.samples(),
              ground.findings(),
              ground.watch(),
              ground.random(),
              ground.clock(),
              ground.ticks());
    } catch (IllegalArgumentException | IllegalStateException e) {
      // What people wrote was checked; what a driver makes of it may still be nothing.
      found.add("device " + device.id() + " cannot be connected: " + e.getMessage());
      return Optional.empty();
    }
    pump.start();
    return Optional.of(new Linked(device, zone, pump));
  }

  /**
   * A point that commands can reach, where its device is connected. It is asked about by the zone
   * that the site in force has for it, and nothing is sent by what was decided for another one.
   */
  Optional<WritablePoint> writable(String source, String point) {
    return Optional.ofNullable(links.get(source))
        .flatMap(linked ->
            enforcement
                .inForce()
                .zoneOf(linked.device())
                .flatMap(
                    zone -> WritableMaking.point(linked.device(), zone, way(linked, zone), point)));
  }

  private WritablePoint.Way way(Linked linked, String zone) {
    return (setting, within) ->
        enforcement.inForce().zoneOf(linked.device()).equals(Optional.of(zone))
            ? linked.pump().write(setting, within).await()
            : new WriteOutcome.NotSent("the plant has the device in another zone by now");
  }

  /** The pump of a device, where it is connected. */
  Optional<DriverPump> pump(String device) {
    return Optional.ofNullable(links.get(device)).map(Linked::pump);
  }

  List<DeviceShown> shown() {
    return new TreeMap<>(links)
        .values().stream()
            .map(each -> new DeviceShown(each.device(), each.zone(), each.pump().figures()))
            .toList();
  }

  @Override
  public void close() {
    List<Linked> all = new ArrayList<>(links.values());
    links = Map.of();
    // Each may wait for its device; together they take no longer than the slowest.
    List<Thread> ending =
        all.stream().map(each -> Thread.ofVirtual().start(each.pump()::close)).toList();
    Ends.await(ending);
  }
}
