package dev.penstock.connections;

import dev.penstock.cbor.CborWriter;
import dev.penstock.points.Deadband;
import dev.penstock.points.Scaling;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections as bytes that are the same for everybody: what is hashed and approved.
 * docs/formats/connections.md says what stands where; the CBOR is deterministic (RFC 8949 §4.2.1).
 */
public final class ConnectionsForm {
  /** The first item, which is version and domain in one; also the first field of a file. */
  public static final String FORMAT = "penstock-connections-1";

  /** More than the largest connections need that the bounds allow and people could use. */
  public static final int BYTES_MAX = 1 << 29;

  private ConnectionsForm() {}

  /** The bytes of connections. */
  public static byte[] encode(Connections connections) {
    var out = new CborWriter(4_096);
    // Connections without servers have the bytes that they had before there were any.
    boolean hasServers = !connections.servers().isEmpty();
    out.array(hasServers ? 5 : 4);
    out.text(FORMAT);
    out.array(connections.devices().size());
    connections.devices().forEach(device -> write(out, device));
    out.array(connections.destinations().size());
    connections.destinations().forEach(destination -> write(out, destination));
    out.array(connections.proxies().size());
    connections.proxies().forEach(proxy -> write(out, proxy));
    if (hasServers) {
      out.array(connections.servers().size());
      connections.servers().forEach(server -> write(out, server));
    }
    return out.toByteArray();
  }

  private static void write(CborWriter out, Device device) {
    out.array(8);
    out.text(device.id());
    out.text(device.name());
    out.text(device.protocol());
    out.text(device.asset());
    out.bool(device.isEnabled());
    write(out, device.at());
    out.array(device.rates().size());
    for (Rate rate : device.rates()) {
      out.array(2);
      out.text(rate.name());
      out.unsigned(rate.period().toMillis());
    }
    out.array(device.points().size());
    device.points().forEach(point -> write(out, point));
  }

  /** Pairs in the order of their names, as UTF-16 compares. */
  private static void write(CborWriter out, Map<String, String> settings) {
    out.array(settings.size());
    settings.forEach((name, text) -> {
      out.array(2);
      out.text(name);
      out.text(text);
    });
  }

  private static void write(CborWriter out, Point point) {
    out.array(7);
    out.text(point.name());
    switch (point.origin()) {
      case Origin.Read read -> write(out, read);
      case Origin.Derived(var expression) -> out.text(expression.toString());
    }
    out.float64(point.band().size());
    out.bool(point.band().isPercent());
    if (point.band().silenceMax().equals(Deadband.NEVER)) {
      out.nullValue();
    } else {
      out.unsigned(point.band().silenceMax().toMillis());
    }
    out.text(point.unit());
    out.text(point.description());
  }

  private static void write(CborWriter out, Origin.Read read) {
    out.array(5);
    out.text(read.address());
    out.text(read.type());
    out.text(read.rate());
    Scaling scaling = read.scaling();
    if (scaling == null) {
      out.nullValue();
    } else {
      out.array(5);
      out.float64(scaling.rawLow());
      out.float64(scaling.rawHigh());
      out.float64(scaling.low());
      out.float64(scaling.high());
      out.text(word(scaling.beyond()));
    }
    Writing writing = read.writing();
    if (writing == null) {
      out.nullValue();
    } else {
      out.array(2);
      limit(out, writing.low());
      limit(out, writing.high());
    }
  }

  private static void limit(CborWriter out, @Nullable Double limit) {
    if (limit == null) {
      out.nullValue();
    } else {
      out.float64(limit);
    }
  }

  private static void write(CborWriter out, Destination destination) {
    // Without templates it is what it was before there were any, and so is its digest.
    boolean isComposed = !destination.templates().isEmpty() || !destination.instances().isEmpty();
    out.array(isComposed ? 11 : 9);
    out.text(destination.id());
    out.text(destination.name());
    out.text(destination.protocol());
    out.text(destination.zone());
    out.bool(destination.isEnabled());
    write(out, destination.at());
    out.array(destination.send().size());
    destination.send().forEach(selection -> out.text(selection.text()));
    out.text(destination.order().word());
    out.unsigned(destination.historyPerSecond());
    if (isComposed) {
      out.array(destination.templates().size());
      destination.templates().forEach(each -> write(out, each));
      out.array(destination.instances().size());
      destination.instances().forEach(each -> write(out, each));
    }
  }

  private static void write(CborWriter out, MetricTemplate template) {
    out.array(4);
    out.text(template.name());
    out.text(template.version());
    out.array(template.members().size());
    template
        .members()
        .forEach((name, type) -> {
          out.array(2);
          out.text(name);
          out.text(type.word());
        });
    out.array(template.parameters().size());
    template
        .parameters()
        .forEach((name, parameter) -> {
          out.array(3);
          out.text(name);
          out.text(parameter.type().word());
          out.text(parameter.value());
        });
  }

  private static void write(CborWriter out, TemplateInstance instance) {
    out.array(5);
    out.text(instance.device());
    out.text(instance.name());
    out.text(instance.template());
    write(out, instance.members());
    write(out, instance.parameters());
  }

  private static void write(CborWriter out, Proxy proxy) {
    out.array(6);
    out.text(proxy.id());
    out.text(proxy.name());
    out.bool(proxy.isEnabled());
    out.text(proxy.listen());
    out.text(proxy.fromZone());
    out.text(proxy.to());
  }

  private static void write(CborWriter out, Server server) {
    out.array(9);
    out.text(server.id());
    out.text(server.name());
    out.text(server.protocol());
    out.bool(server.isEnabled());
    out.text(server.listen());
    out.text(server.fromZone());
    out.unsigned(server.unit());
    out.unsigned(server.ageMax().toMillis());
    out.array(server.serve().size());
    for (Server.Served served : server.serve()) {
      out.array(3);
      out.text(served.pointText());
      out.text(served.address());
      out.text(served.type());
    }
  }

  /** The word for what becomes of a raw value beyond its range. */
  public static String word(Scaling.Beyond beyond) {
    return beyond.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
