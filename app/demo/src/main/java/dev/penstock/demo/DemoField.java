package dev.penstock.demo;

import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.Proxy;
import dev.penstock.connections.form.ConnectionsReader;
import dev.penstock.connections.form.Reading;
import dev.penstock.connections.protocol.ModbusForm;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.demo.field.FieldPlcs;
import dev.penstock.demo.field.FieldPlcs.Plc;
import dev.penstock.yaml.YamlReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The controllers of the demo with the two files by which a node reaches them: the plant with its
 * policy, and the connections. Where a folder has them, they stay as they are, with their ports.
 */
final class DemoField implements Closeable {
  /** In the node's folder: zones, conduits, assets and the policy. */
  static final String PLANT = "plant.yaml";

  /** In the node's folder: controllers, where values go, and the proxy. */
  static final String CONNECTIONS = "connections.yaml";

  private static final int BYTES_MAX = 1 << 20;

  private final FieldPlcs plcs;
  private final int proxyPort;

  private DemoField(FieldPlcs plcs, int proxyPort) {
    this.plcs = plcs;
    this.proxyPort = proxyPort;
  }

  /** Whether a folder says what is in the field; one of before does not. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(CONNECTIONS)) && Files.exists(folder.resolve(PLANT));
  }

  /**
   * Starts the controllers, and writes the files where there are none.
   *
   * @param brokerPort of loopback, for what goes north
   */
  static DemoField open(Path folder, int brokerPort, RandomGenerator random) throws IOException {
    if (isIn(folder)) {
      Connections known = read(folder.resolve(CONNECTIONS));
      int proxyPort = known.proxies().stream().findFirst().map(DemoField::port).orElse(0);
      return new DemoField(FieldPlcs.start(ports(known), random), proxyPort);
    }
    FieldPlcs plcs = FieldPlcs.start(Map.of(), random);
    boolean isWritten = false;
    try {
      int proxyPort = freePort();
      String connections =
          resource(CONNECTIONS)
              .replace("PORT_BROKER", String.valueOf(brokerPort))
              .replace("PORT_PROXY", String.valueOf(proxyPort));
      for (Plc plc : Plc.values()) {
        String place = "PORT_" + plc.name().toUpperCase(Locale.ROOT);
        connections = connections.replace(place, String.valueOf(plcs.port(plc)));
      }
      Path _ = Files.createDirectories(folder);
      Path _ = Files.writeString(folder.resolve(PLANT), resource(PLANT));
      Path _ = Files.writeString(folder.resolve(CONNECTIONS), connections);
      isWritten = true;
      return new DemoField(plcs, proxyPort);
    } finally {
      if (!isWritten) {
        plcs.close();
      }
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = DemoField.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Connections read(Path file) throws IOException {
    return switch (YamlReader.read(file, BYTES_MAX)) {
      case YamlReader.Parsed.Unreadable(var _, var why) -> throw new IOException(file + ": " + why);
      case YamlReader.Parsed.Root(var tree) ->
          switch (ConnectionsReader.read(tree, ProtocolForms.standard())) {
            case Reading.Sound(var connections, var _) -> connections;
            case Reading.Unsound(var findings, var _) ->
                throw new IOException(file + ": " + findings.getFirst().text());
            case Reading.NoConnections(var _, var why) -> throw new IOException(file + ": " + why);
          };
    };
  }

  private static Map<Plc, Integer> ports(Connections known) {
    Map<Plc, Integer> ports = new EnumMap<>(Plc.class);
    for (Plc plc : Plc.values()) {
      Integer _ =
          ports.put(
              plc,
              known
                  .device(plc.id())
                  .map(Device::at)
                  .map(at -> port(at.getOrDefault(ModbusForm.TCP, ":0")))
                  .orElse(0));
    }
    return ports;
  }

  private static int port(Proxy proxy) {
    return port(proxy.listen());
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** The lines of a node's settings that name the files. */
  static String settings(Path folder) {
    return """
    plant:
      file: %s
    gateway:
      zone: control
      connections: %s
    """
        .formatted(quoted(folder.resolve(PLANT)), quoted(folder.resolve(CONNECTIONS)));
  }

  private static String quoted(Path file) {
    return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
  }

  FieldPlcs plcs() {
    return plcs;
  }

  /** Where clients in the control zone reach the controller of the dosing; 0 where they do not. */
  int proxyPort() {
    return proxyPort;
  }

  @Override
  public void close() throws IOException {
    plcs.close();
  }
}
