package dev.penstock.connections.form;

import dev.penstock.connections.Band;
import dev.penstock.connections.Connections;
import dev.penstock.connections.ConnectionsForm;
import dev.penstock.connections.Decimals;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.MetricTemplate;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Periods;
import dev.penstock.connections.Point;
import dev.penstock.connections.Proxy;
import dev.penstock.connections.Server;
import dev.penstock.connections.TemplateInstance;
import dev.penstock.connections.Writing;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.points.Deadband;
import dev.penstock.points.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections as the tree of a file, in the one order that everybody writes them in: reading it
 * gives the same connections, and two files of the same ones are equal.
 */
public final class ConnectionsWriter {
  private final List<Tree.Field> fields = new ArrayList<>();

  private ConnectionsWriter() {}

  /** The tree of connections; its places are none. */
  public static Tree.Fields write(Connections connections) {
    var out = new ConnectionsWriter();
    out.field("format", ConnectionsForm.FORMAT);
    out.things("devices", connections.devices(), ConnectionsWriter::write);
    out.things("destinations", connections.destinations(), ConnectionsWriter::write);
    out.things("proxies", connections.proxies(), ConnectionsWriter::write);
    out.things("servers", connections.servers(), ConnectionsWriter::write);
    return out.made();
  }

  /** A device with all its points. */
  public static Tree.Fields write(Device device) {
    var out = head(device);
    out.things("points", device.points(), ConnectionsWriter::write);
    return out.made();
  }

  /** A device without its points. */
  public static Tree.Fields writeHead(Device device) {
    return head(device).made();
  }

  private static ConnectionsWriter head(Device device) {
    var out = titled(device.id(), device.name());
    out.field("protocol", device.protocol());
    out.field("asset", device.asset());
    out.field("enabled", Boolean.toString(device.isEnabled()));
    out.settings(device.at());
    var rates = new ConnectionsWriter();
    device.rates().forEach(rate -> rates.field(rate.name(), Periods.text(rate.period())));
    out.inside("rates", rates);
    return out;
  }

  /** One point. */
  public static Tree.Fields write(Point point) {
    var out = new ConnectionsWriter();
    out.field("name", point.name());
    switch (point.origin()) {
      case Origin.Derived(var expression) -> out.field("expression", expression.toString());
      case Origin.Read read -> {
        out.field("address", read.address());
        out.unlessEmpty("type", read.type());
        out.field("rate", read.rate());
        out.scaling(read.scaling());
      }
    }
    out.band(point.band());
    out.unlessEmpty("unit", point.unit());
    if (point.origin() instanceof Origin.Read read) {
      out.writing(read.writing());
    }
    out.unlessEmpty("description", point.description());
    return out.made();
  }

  private void scaling(@Nullable Scaling scaling) {
    if (scaling != null) {
      var below = new ConnectionsWriter();
      below.field("raw-low", Decimals.text(scaling.rawLow()));
      below.field("raw-high", Decimals.text(scaling.rawHigh()));
      below.field("low", Decimals.text(scaling.low()));
      below.field("high", Decimals.text(scaling.high()));
      if (scaling.beyond() != Scaling.Beyond.ON_THE_LINE) {
        below.field("beyond", ConnectionsForm.word(scaling.beyond()));
      }
      inside("scaling", below);
    }
  }

  private void band(Band band) {
    if (band.size() != 0 || band.isPercent()) {
      field("deadband", Decimals.text(band.size()) + (band.isPercent() ? " %" : ""));
    }
    if (!band.silenceMax().equals(Deadband.NEVER)) {
      field("silence-max", Periods.text(band.silenceMax()));
    }
  }

  private void writing(@Nullable Writing writing) {
    if (writing != null) {
      field("writable", "true");
      var below = new ConnectionsWriter();
      if (writing.low() != null) {
        below.field("low", Decimals.text(writing.low()));
      }
      if (writing.high() != null) {
        below.field("high", Decimals.text(writing.high()));
      }
      inside("limits", below);
    }
  }

  /** One destination. */
  public static Tree.Fields write(Destination destination) {
    var out = titled(destination.id(), destination.name());
    out.field("protocol", destination.protocol());
    out.field("zone", destination.zone());
    out.field("enabled", Boolean.toString(destination.isEnabled()));
    out.settings(destination.at());
    out.things("send", destination.send(), selection -> text(selection.text()));
    out.field("order", destination.order().word());
    out.field("history-per-second", Integer.toString(destination.historyPerSecond()));
    out.things("templates", destination.templates(), ConnectionsWriter::write);
    out.things("instances", destination.instances(), ConnectionsWriter::write);
    return out.made();
  }

  private static Tree.Fields write(MetricTemplate template) {
    var out = new ConnectionsWriter();
    out.field("name", template.name());
    out.unlessEmpty("version", template.version());
    var members = new ConnectionsWriter();
    template.members().forEach((name, type) -> members.field(name, type.word()));
    out.inside("members", members);
    var parameters = new ConnectionsWriter();
    template
        .parameters()
        .forEach((name, each) ->
            parameters.field(name, TemplateShape.text(each.type().word(), each.value())));
    out.inside("parameters", parameters);
    return out.made();
  }

  private static Tree.Fields write(TemplateInstance instance) {
    var out = new ConnectionsWriter();
    out.field("device", instance.device());
    out.field("name", instance.name());
    out.field("template", instance.template());
    var members = new ConnectionsWriter();
    instance.members().forEach(members::field);
    out.inside("members", members);
    var parameters = new ConnectionsWriter();
    instance.parameters().forEach(parameters::field);
    out.inside("parameters", parameters);
    return out.made();
  }

  /** One proxy. */
  public static Tree.Fields write(Proxy proxy) {
    var out = titled(proxy.id(), proxy.name());
    out.field("enabled", Boolean.toString(proxy.isEnabled()));
    out.field("listen", proxy.listen());
    out.field("from-zone", proxy.fromZone());
    out.field("to", proxy.to());
    return out.made();
  }

  /** One server. */
  public static Tree.Fields write(Server server) {
    var out = titled(server.id(), server.name());
    out.field("protocol", server.protocol());
    out.field("enabled", Boolean.toString(server.isEnabled()));
    out.field("listen", server.listen());
    out.field("from-zone", server.fromZone());
    out.field("unit", Integer.toString(server.unit()));
    out.field("age-max", Periods.text(server.ageMax()));
    out.things("serve", server.serve(), ConnectionsWriter::write);
    return out.made();
  }

  private static Tree.Fields write(Server.Served served) {
    var out = new ConnectionsWriter();
    out.field("address", served.address());
    out.field("point", served.pointText());
    out.field("type", served.type());
    return out.made();
  }

  private static ConnectionsWriter titled(String id, String name) {
    var out = new ConnectionsWriter();
    out.field("id", id);
    if (!name.equals(id)) {
      out.field("name", name);
    }
    return out;
  }

  private void settings(Map<String, String> settings) {
    var below = new ConnectionsWriter();
    settings.forEach(below::field);
    inside("at", below);
  }

  private void inside(String name, ConnectionsWriter below) {
    if (!below.fields.isEmpty()) {
      fields.add(new Tree.Field(text(name), below.made()));
    }
  }

  private <T> void things(String name, List<T> things, Function<T, Tree> shape) {
    if (!things.isEmpty()) {
      List<Tree> trees = things.stream().map(shape).toList();
      fields.add(new Tree.Field(text(name), new Tree.Items(Place.NONE, trees)));
    }
  }

  private void unlessEmpty(String name, String value) {
    if (!value.isEmpty()) {
      field(name, value);
    }
  }

  private void field(String name, String value) {
    fields.add(new Tree.Field(text(name), text(value)));
  }

  private Tree.Fields made() {
    return new Tree.Fields(Place.NONE, fields);
  }

  private static Tree.Scalar text(String text) {
    return new Tree.Scalar(Place.NONE, text);
  }
}
