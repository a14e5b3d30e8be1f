package dev.penstock.connections.form;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Connections;
import dev.penstock.connections.ConnectionsForm;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Fault;
import dev.penstock.connections.Proxy;
import dev.penstock.connections.Selection;
import dev.penstock.connections.Server;
import dev.penstock.connections.Texts;
import dev.penstock.connections.protocol.ModbusForm;
import dev.penstock.connections.protocol.ProtocolForm;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.connections.protocol.SettingForm;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads connections from a file's tree. A field that is not known is a fault, since a misspelt one
 * must not pass for one left out; all faults are found in one reading, and a file with one connects
 * nothing.
 *
 * <p>Req: 62443-4-2 CR 3.5
 */
public final class ConnectionsReader {
  private static final List<String> TOP =
      List.of("format", "devices", "destinations", "proxies", "servers");
  private static final List<String> DESTINATION =
      List.of(
          "id",
          "name",
          "protocol",
          "zone",
          "enabled",
          "at",
          "send",
          "order",
          "history-per-second",
          TemplateShape.TEMPLATES,
          TemplateShape.INSTANCES);
  private static final List<String> PROXY =
      List.of("id", "name", "enabled", "listen", "from-zone", "to");

  private final ProtocolForms protocols;
  private final Findings findings = new Findings();
  private final Map<String, Place> places = new HashMap<>();

  private ConnectionsReader(ProtocolForms protocols) {
    this.protocols = protocols;
  }

  /** Reads. */
  public static Reading read(Tree root, ProtocolForms protocols) {
    String wanted = "'format: " + ConnectionsForm.FORMAT + "'";
    if (!(root instanceof Tree.Fields top)) {
      return new Reading.NoConnections(root.place(), "must begin with " + wanted);
    }
    Optional<Tree> format =
        top.fields().stream()
            .filter(field -> field.name().text().equals("format"))
            .map(Tree.Field::value)
            .findFirst();
    if (format.isEmpty()
        || !(format.get() instanceof Tree.Scalar scalar
            && scalar.text().equals(ConnectionsForm.FORMAT))) {
      Place place = format.map(Tree::place).orElse(root.place());
      return new Reading.NoConnections(place, "there must be " + wanted);
    }
    return new ConnectionsReader(protocols).connections(top);
  }

  private Reading connections(Tree.Fields top) {
    var fields = new FieldReader(Spot.TOP, top, TOP, findings);
    List<Device> devices =
        named(
            fields,
            "devices",
            DeviceShape.FIELDS,
            Bounds.DEVICES_MAX,
            new DeviceShape(protocols)::device);
    // A device with a fault of its own is there all the same.
    var composed =
        new TemplateShape(protocols, devices, id -> places.containsKey("devices[" + id + "]"));
    List<Destination> destinations =
        named(
            fields,
            "destinations",
            DESTINATION,
            Bounds.DESTINATIONS_MAX,
            at -> destination(at, composed));
    List<Proxy> proxies = named(fields, "proxies", PROXY, Bounds.PROXIES_MAX, this::proxy);
    List<Server> servers =
        named(
            fields,
            "servers",
            ServerShape.FIELDS,
            Bounds.SERVERS_MAX,
            new ServerShape(devices, this::isWritten)::server);
    together(fields, devices, proxies, servers);
    if (findings.count() > 0) {
      return new Reading.Unsound(findings.list(), findings.leftOut());
    }
    return new Reading.Sound(new Connections(devices, destinations, proxies, servers), places);
  }

  /** Things of which each has an id of its own. */
  private <T> List<T> named(
      FieldReader top,
      String field,
      List<String> known,
      int max,
      Function<FieldReader, Optional<T>> of) {
    return top.things(
        field,
        "id",
        known,
        max,
        at -> {
          String id = at.text("id").orElse("");
          Place first = places.putIfAbsent(field + "[" + id + "]", at.place());
          if (first != null && !id.isEmpty()) {
            at.note("id", DeviceShape.taken(id, first));
          }
          return of.apply(at);
        });
  }

  private Optional<Destination> destination(FieldReader at, TemplateShape composed) {
    long before = at.findingCount();
    String id = at.required("id", "an id", Texts::faultOfId);
    String name = Settings.name(at, id);
    String word = at.required("protocol", protocols.destinationWords(), Texts::faultOfWord);
    Optional<ProtocolForm> form = protocols.ofDestination(word);
    if (!word.isEmpty() && form.isEmpty()) {
      at.note("protocol", Settings.unknown(word, protocols.destinationWords()));
    }
    String zone = at.required("zone", "the id of a zone of the plant", Texts::faultOfId);
    boolean isEnabled = at.isTrue("enabled", true);
    Map<String, String> settings = Settings.read(at, form);
    List<Selection> send = selections(at);
    Destination.Order order =
        at.parsed("order", "live-first, in-order, before-durable", Destination.Order::of)
            .orElse(Destination.Order.LIVE_FIRST);
    int history =
        at.parsed(
                "history-per-second",
                "a whole number, 1.." + Bounds.HISTORY_MAX,
                text ->
                    SettingForm.number("history", 1, Bounds.HISTORY_MAX)
                        .read()
                        .apply(text)
                        .map(Integer::valueOf))
            .orElse(Bounds.HISTORY_DEFAULT);
    TemplateShape.Composed both = composed.read(at, form, send);
    return at.findingCount() > before
        ? Optional.empty()
        : Optional.of(
            new Destination(
                id,
                name,
                word,
                zone,
                isEnabled,
                settings,
                send,
                order,
                history,
                both.templates(),
                both.instances()));
  }

  private static List<Selection> selections(FieldReader at) {
    String allowed = "source/point with * for any characters, as plc-1/level* or plc-*";
    List<Selection> send = new ArrayList<>();
    List<Tree> items = at.items("send");
    if (items.size() > Bounds.SELECTIONS_MAX) {
      at.note(
          "send",
          new Fault(
              "are " + items.size(), "at most " + Bounds.SELECTIONS_MAX, "use * for many at once"));
      return send;
    }
    for (int i = 0; i < items.size(); i++) {
      Optional<Selection> selection =
          items.get(i) instanceof Tree.Scalar(_, var text)
              ? Selection.parse(text)
              : Optional.empty();
      selection.ifPresent(send::add);
      if (selection.isEmpty()) {
        at.note(
            "send[" + i + "]",
            items.get(i).place(),
            new Fault("selects nothing", allowed, "write one in quotation marks"));
      }
    }
    return send;
  }

  private Optional<Proxy> proxy(FieldReader at) {
    long before = at.findingCount();
    String id = at.required("id", "an id", Texts::faultOfId);
    String name = Settings.name(at, id);
    boolean isEnabled = at.isTrue("enabled", true);
    String listen = listen(at, SettingForm::isEndpoint);
    String from = at.required("from-zone", "the id of a zone of the plant", Texts::faultOfId);
    String to = at.required("to", "the id of a device of this file", Texts::faultOfId);
    return at.findingCount() > before
        ? Optional.empty()
        : Optional.of(new Proxy(id, name, isEnabled, listen, from, to));
  }

  /** Where clients connect to. */
  static String listen(FieldReader at, Predicate<String> isFit) {
    return at.required(
        "listen",
        "an address of this machine with a port, as 10.1.0.1:502",
        text ->
            isFit.test(text)
                ? Optional.empty()
                : Optional.of(
                    new Fault(
                        "'" + Texts.shown(text) + "' is none",
                        "address:port, as 10.1.0.1:502 or [fd00::1]:502",
                        "write both")));
  }

  /** What is wrong with things that are each right. */
  private void together(
      FieldReader top, List<Device> devices, List<Proxy> proxies, List<Server> servers) {
    long points = devices.stream().mapToLong(device -> device.points().size()).sum();
    if (points > Bounds.POINTS_MAX) {
      top.note(
          "devices",
          new Fault(
              "have " + points + " points together",
              "at most " + Bounds.POINTS_MAX,
              "share them between two gateways"));
    }
    Map<String, Device> byId =
        devices.stream().collect(Collectors.toMap(Device::id, each -> each, (a, _) -> a));
    Map<String, String> ports = new HashMap<>();
    for (Proxy proxy : proxies) {
      String path = "proxies[" + proxy.id() + "]";
      Place place = places.getOrDefault(path, Place.NONE);
      port(path, proxy.listen(), proxy.id(), ports);
      Device to = byId.get(proxy.to());
      if (to == null && !isWritten(proxy.to())) {
        findings.add(
            path + ".to",
            place,
            new Fault(
                "there is no device '" + proxy.to() + "'",
                "the id of a device of this file",
                "add the device, or name the one that is meant"));
      } else if (to != null && !to.at().containsKey(ModbusForm.TCP)) {
        findings.add(
            path + ".to",
            place,
            new Fault(
                "'" + to.id() + "' is not reached by MODBUS/TCP",
                "a device of protocol modbus with at.tcp",
                "name another; there are no proxies for others yet"));
      }
    }
    for (Server server : servers) {
      port("servers[" + server.id() + "]", server.listen(), server.id(), ports);
    }
  }

  /** A device with a fault of its own is there all the same. */
  private boolean isWritten(String device) {
    return places.containsKey("devices[" + device + "]");
  }

  private void port(String path, String listen, String id, Map<String, String> ports) {
    String other = ports.putIfAbsent(listen, id);
    if (other != null) {
      findings.add(
          path + ".listen",
          places.getOrDefault(path, Place.NONE),
          new Fault("'" + other + "' listens there too", "a port of its own", "take another port"));
    }
  }
}
