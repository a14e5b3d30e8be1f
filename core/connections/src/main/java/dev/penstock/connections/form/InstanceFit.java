package dev.penstock.connections.form;

import dev.penstock.connections.Connections;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Fault;
import dev.penstock.connections.MemberType;
import dev.penstock.connections.MetricTemplate;
import dev.penstock.connections.Point;
import dev.penstock.connections.Selection;
import dev.penstock.connections.TemplateInstance;
import dev.penstock.connections.Texts;
import dev.penstock.connections.protocol.MetricTypes;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.plant.tree.Place;
import dev.penstock.sparkplug.OneName;
import dev.penstock.sparkplug.edgenode.EdgeNode;
import dev.penstock.sparkplug.payload.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether instances of templates are of these devices: each member is a point that is there, is
 * sent, and fits its type, no point is in two of them, and no name stands for two things.
 */
public final class InstanceFit {
  private final Map<String, Device> devices;
  private final Predicate<String> isUnsound;
  private final ProtocolForms protocols;
  private final List<Misfit> misfits = new ArrayList<>();

  /** Of one destination, as all below. */
  private final Map<String, Map<String, Point>> points = new HashMap<>();

  private final Map<Held, String> holders = new HashMap<>();
  private final Map<Held, String> names = new HashMap<>();

  /**
   * Something that does not fit.
   *
   * @param field of the instance, as {@code members.Amps}
   */
  record Misfit(TemplateInstance instance, String field, Fault fault) {}

  /** A point of a device, or a name on it. */
  private record Held(String device, String name) {}

  private InstanceFit(
      Map<String, Device> devices, Predicate<String> isUnsound, ProtocolForms protocols) {
    this.devices = devices;
    this.isUnsound = isUnsound;
    this.protocols = protocols;
  }

  /**
   * What does not fit of one destination, in the order of its instances.
   *
   * @param isUnsound whether a device is there and has faults of its own
   */
  static List<Misfit> misfits(
      Map<String, Device> devices,
      Predicate<String> isUnsound,
      ProtocolForms protocols,
      Map<String, MetricTemplate> templates,
      List<TemplateInstance> instances,
      List<Selection> send) {
    var fit = new InstanceFit(devices, isUnsound, protocols);
    for (TemplateInstance each : instances) {
      fit.instance(each, Optional.ofNullable(templates.get(each.template())), send);
    }
    fit.flatNames(instances, send);
    return fit.misfits;
  }

  /** What does not fit of connections that are sound by themselves; none when all does. */
  public static List<Finding> findings(Connections connections, ProtocolForms protocols) {
    Map<String, Device> devices =
        connections.devices().stream().collect(Collectors.toMap(Device::id, each -> each));
    var findings = new Findings();
    for (Destination each : connections.destinations()) {
      Map<String, MetricTemplate> templates =
          each.templates().stream().collect(Collectors.toMap(MetricTemplate::name, one -> one));
      for (Misfit misfit :
          misfits(devices, _ -> false, protocols, templates, each.instances(), each.send())) {
        String path = "destinations[%s].instances[%s]".formatted(each.id(), misfit.instance.name());
        Fault fault = misfit.fault;
        // Whoever changes points may not have the destination before them.
        var told =
            new Fault(
                "the instance '%s' of '%s': %s"
                    .formatted(Texts.shown(misfit.instance.name()), each.id(), fault.what()),
                fault.allowed(),
                fault.advice());
        findings.add(path + "." + misfit.field, Place.NONE, told);
      }
    }
    return findings.list();
  }

  private void instance(
      TemplateInstance instance, Optional<MetricTemplate> template, List<Selection> send) {
    Device device = devices.get(instance.device());
    if (device == null) {
      if (!isUnsound.test(instance.device())) {
        note(
            instance,
            "device",
            new Fault(
                "there is no device '" + instance.device() + "'",
                "the id of a device of this file",
                "add the device, or name the one that is meant"));
      }
      return;
    }
    String one = OneName.of(instance.name());
    String twin = names.putIfAbsent(new Held(device.id(), one), instance.name());
    if (twin != null) {
      note(instance, "name", sameName(instance, "the instance '" + Texts.shown(twin) + "'"));
    } else if (List.of(EdgeNode.BD_SEQ, EdgeNode.REBIRTH).stream()
        .anyMatch(own -> OneName.of(own).equals(one))) {
      note(instance, "name", sameName(instance, "a metric that each node has"));
    }
    instance
        .members()
        .forEach((member, name) -> {
          Optional<Fault> fault =
              faultOfMember(
                  device,
                  name,
                  template.map(MetricTemplate::members).map(each -> each.get(member)),
                  send);
          String holder = holders.putIfAbsent(new Held(device.id(), name), instance.name());
          if (fault.isEmpty() && holder != null) {
            fault =
                Optional.of(
                    new Fault(
                        "the point '%s' is in the instance '%s' already"
                            .formatted(Texts.shown(name), Texts.shown(holder)),
                        "each point in one instance at most",
                        "take it out of one of them"));
          }
          fault.ifPresent(each -> note(instance, "members." + Texts.shown(member), each));
        });
  }

  private Optional<Fault> faultOfMember(
      Device device, String name, Optional<MemberType> type, List<Selection> send) {
    Point point = pointsOf(device).get(name);
    if (point == null) {
      return Optional.of(
          new Fault(
              "there is no point '%s' on '%s'".formatted(Texts.shown(name), device.id()),
              "a point of that device",
              "correct the name, or add the point"));
    }
    Optional<DataType> is =
        protocols.ofDevice(device.protocol()).flatMap(form -> MetricTypes.of(point, form));
    if (type.isPresent() && !type.get().isHolding(is)) {
      return Optional.of(
          new Fault(
              "the member is %s, and the point '%s' is %s"
                  .formatted(type.get().word(), Texts.shown(name), wordOf(is)),
              "a type that holds each value of the point",
              "give the member of the template another type, or name another point"));
    }
    return isSent(device, name, send)
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "the point '" + Texts.shown(name) + "' is not sent here",
                "points that 'send' selects",
                "add '" + device.id() + "/" + Texts.shown(name) + "' to it"));
  }

  private static String wordOf(Optional<DataType> type) {
    return type.flatMap(each ->
            Stream.of(MemberType.values())
                .filter(known -> known.type() == each)
                .map(MemberType::word)
                .findFirst())
        .orElse("made of others: Double or Boolean");
  }

  private static boolean isSent(Device device, String point, List<Selection> send) {
    return send.stream().anyMatch(each -> each.matches(device.id(), point));
  }

  private Map<String, Point> pointsOf(Device device) {
    return points.computeIfAbsent(
        device.id(),
        _ -> device.points().stream().collect(Collectors.toMap(Point::name, each -> each)));
  }

  /** What stays a metric of its own stands beside the instances, under its own name. */
  private void flatNames(List<TemplateInstance> instances, List<Selection> send) {
    Map<Held, String> flat = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (TemplateInstance each : instances) {
      Device device = devices.get(each.device());
      if (device != null && seen.add(device.id())) {
        for (Point point : device.points()) {
          if (!holders.containsKey(new Held(device.id(), point.name()))
              && isSent(device, point.name(), send)) {
            flat.put(new Held(device.id(), OneName.of(point.name())), point.name());
          }
        }
      }
      String point = flat.get(new Held(each.device(), OneName.of(each.name())));
      if (point != null) {
        note(each, "name", sameName(each, "the point '" + Texts.shown(point) + "' of the device"));
      }
    }
  }

  private static Fault sameName(TemplateInstance instance, String other) {
    return new Fault(
        "'%s' and %s are one name for hosts".formatted(Texts.shown(instance.name()), other),
        "a name that nothing else on the device has, whatever the case",
        "take another");
  }

  private void note(TemplateInstance instance, String field, Fault fault) {
    misfits.add(new Misfit(instance, field, fault));
  }
}
