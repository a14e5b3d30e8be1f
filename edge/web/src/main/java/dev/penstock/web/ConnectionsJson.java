package dev.penstock.web;

import dev.penstock.connections.Band;
import dev.penstock.connections.Connections;
import dev.penstock.connections.ConnectionsForm;
import dev.penstock.connections.Decimals;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Periods;
import dev.penstock.connections.Point;
import dev.penstock.connections.Proxy;
import dev.penstock.connections.Selection;
import dev.penstock.connections.Server;
import dev.penstock.connections.Writing;
import dev.penstock.points.Deadband;
import dev.penstock.points.Scaling;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connections as JSON, as far as somebody sees them, in the words of their file. */
final class ConnectionsJson {
  private final JsonWriter json;
  private final SeenDevices seen;

  private ConnectionsJson(JsonWriter json, SeenDevices seen) {
    this.json = json;
    this.seen = seen;
  }

  /**
   * The fields {@code devices}, {@code destinations}, {@code proxies} and {@code servers}; points
   * are counted.
   */
  static void write(JsonWriter json, Connections connections, SeenDevices seen) {
    new ConnectionsJson(json, seen).write(connections);
  }

  private void write(Connections connections) {
    json.array("devices");
    connections.devices().stream()
        .filter(device -> seen.seesDevice(device.id()))
        .forEach(this::device);
    json.end();
    json.array("destinations");
    connections.destinations().stream().filter(seen::sees).forEach(this::destination);
    json.end();
    json.array("proxies");
    connections.proxies().stream().filter(seen::sees).forEach(this::proxy);
    json.end();
    json.array("servers");
    connections.servers().stream().filter(seen::sees).forEach(this::server);
    json.end();
  }

  private void device(Device device) {
    json.object();
    title(device.id(), device.name(), device.isEnabled());
    json.text("protocol", device.protocol());
    json.text("asset", device.asset());
    json.text("zone", seen.zoneOf(device).orElse(null));
    settings(device.at());
    json.object("rates");
    device.rates().forEach(rate -> json.text(rate.name(), Periods.text(rate.period())));
    json.end();
    json.number("pointCount", device.points().size());
    json.number("writableCount", device.points().stream().filter(Point::isWritable).count());
    json.end();
  }

  private void destination(Destination destination) {
    json.object();
    title(destination.id(), destination.name(), destination.isEnabled());
    json.text("protocol", destination.protocol());
    json.text("zone", destination.zone());
    settings(destination.at());
    json.array("send");
    destination.send().stream().filter(seen::sees).map(Selection::text).forEach(json::text);
    json.end();
    json.text("order", destination.order().word());
    json.number("historyPerSecond", destination.historyPerSecond());
    json.end();
  }

  private void proxy(Proxy proxy) {
    json.object();
    title(proxy.id(), proxy.name(), proxy.isEnabled());
    json.text("listen", proxy.listen());
    json.text("fromZone", proxy.fromZone());
    json.text("to", seen.seesDevice(proxy.to()) ? proxy.to() : null);
    json.end();
  }

  private void server(Server server) {
    json.object();
    title(server.id(), server.name(), server.isEnabled());
    json.text("protocol", server.protocol());
    json.text("listen", server.listen());
    json.text("fromZone", server.fromZone());
    json.number("unit", server.unit());
    json.text("ageMax", Periods.text(server.ageMax()));
    json.number(
        "servedCount",
        server.serve().stream().filter(each -> seen.seesDevice(each.device())).count());
    json.end();
  }

  private void title(String id, String name, boolean isEnabled) {
    json.text("id", id);
    json.text("name", name);
    json.bool("isEnabled", isEnabled);
  }

  private void settings(Map<String, String> at) {
    json.object("at");
    at.forEach(json::text);
    json.end();
  }

  /** One point of a device. */
  static void write(JsonWriter json, Point point) {
    json.object();
    json.text("name", point.name());
    switch (point.origin()) {
      case Origin.Read read -> {
        json.text("address", read.address());
        json.text("type", orNull(read.type()));
        json.text("rate", read.rate());
        json.text("expression", null);
      }
      case Origin.Derived(var expression) -> {
        json.text("address", null);
        json.text("type", null);
        json.text("rate", null);
        json.text("expression", expression.toString());
      }
    }
    scaling(json, point.scaling());
    band(json, point.band());
    json.text("unit", orNull(point.unit()));
    json.bool("isWritable", point.isWritable());
    limits(json, point.origin());
    json.text("description", orNull(point.description()));
    json.end();
  }

  private static void scaling(JsonWriter json, @Nullable Scaling scaling) {
    if (scaling == null) {
      json.text("scaling", null);
      return;
    }
    json.object("scaling");
    json.real("rawLow", scaling.rawLow());
    json.real("rawHigh", scaling.rawHigh());
    json.real("low", scaling.low());
    json.real("high", scaling.high());
    json.text("beyond", ConnectionsForm.word(scaling.beyond()));
    json.end();
  }

  private static void band(JsonWriter json, Band band) {
    boolean isBand = band.size() != 0 || band.isPercent();
    String size = Decimals.text(band.size()) + (band.isPercent() ? " %" : "");
    json.text("deadband", isBand ? size : null);
    boolean isNever = band.silenceMax().equals(Deadband.NEVER);
    json.text("silenceMax", isNever ? null : Periods.text(band.silenceMax()));
  }

  private static void limits(JsonWriter json, Origin origin) {
    @Nullable Writing writing = origin instanceof Origin.Read read ? read.writing() : null;
    if (writing == null) {
      json.text("limits", null);
      return;
    }
    json.object("limits");
    limit(json, "low", writing.low());
    limit(json, "high", writing.high());
    json.end();
  }

  private static void limit(JsonWriter json, String name, @Nullable Double limit) {
    if (limit == null) {
      json.text(name, null);
    } else {
      json.real(name, limit);
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
