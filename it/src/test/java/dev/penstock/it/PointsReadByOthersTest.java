package dev.penstock.it;

import static dev.penstock.it.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.framesmodbus.server.DeviceIdentity;
import dev.penstock.framesmodbus.server.ModbusServer;
import dev.penstock.it.peers.Peers;
import dev.penstock.modbus.server.Answerer;
import dev.penstock.modbus.server.ModbusTcpServer;
import dev.penstock.modbus.server.ServerOptions;
import dev.penstock.node.Node;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A master that others wrote reads the points that a whole node serves, and writes none. */
@Timeout(300)
class PointsReadByOthersTest {
  private static final String SITE =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: control}
        - {id: field}
        - {id: dmz}
      conduits:
        - {id: supervision, between: [control, field]}
        - {id: outside, between: [dmz, control]}
      assets:
        - {id: filter-plc, zone: field}
      policy:
        format: penstock-policy-1
        time-zone: Europe/Stockholm
        channels:
          - id: readings
            conduit: supervision
            protocol: modbus
            from: control
            to: field
            reads: allow
          - id: served
            conduit: outside
            protocol: modbus
            from: dmz
            to: control
            reads: allow
      """;

  private final RegisterMemory plc = new RegisterMemory();

  private ModbusTcpServer device;

  @TempDir Path folder;

  @BeforeEach
  void startDevice() throws IOException {
    var identity = DeviceIdentity.of("Acme", "P-7", "1.2");
    device =
        ModbusTcpServer.start(
            ServerOptions.at("127.0.0.1", 0), Answerer.of(new ModbusServer(plc, identity)));
  }

  @AfterEach
  void stopDevice() {
    device.close();
  }

  private static String connections(int device, int port) {
    return """
    format: penstock-connections-1
    devices:
      - id: plc-1
        protocol: modbus
        asset: filter-plc
        at: {tcp: "127.0.0.1:%d", unit: 1}
        rates: {fast: 100 ms}
        points:
          - name: level
            address: "holding:10"
            type: uint16
            scaling: {raw-low: 0, raw-high: 1000, low: 0, high: 10, beyond: clamped}
          - {name: total, address: "holding:22", type: int32 CDAB}
          - {name: high, expression: "{level} > 4"}
    servers:
      - id: to-scada
        protocol: modbus
        listen: "127.0.0.1:%d"
        from-zone: dmz
        unit: 17
        serve:
          - {point: plc-1/level, address: "holding:0", type: float32}
          - {point: plc-1/total, address: "input:4", type: int32}
          - {point: plc-1/high, address: "discrete:2", type: bool}
          - {point: plc-1/high, address: "coil:3", type: bool}
    """
        .formatted(device, port);
  }

  private Node start(int port) throws Exception {
    Path site = Files.writeString(folder.resolve("plant.yaml"), SITE);
    Path links =
        Files.writeString(folder.resolve("connections.yaml"), connections(device.port(), port));
    NodeSettings settings =
        NodeSettings.named("plant7.example/log")
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(
                new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of())
                    .with(Agreement.NOBODY));
    return Node.start(folder.resolve("data"), settings, Node.Machine.here());
  }

  /** What it printed, whether it got what it asked for or not. */
  private static String mbpoll(int port, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Peers.ofThisMachine().program("mbpoll").toString());
    command.addAll(List.of("-m", "tcp", "-o", "10", "-a", "17", "-p", String.valueOf(port)));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
      return said;
    } finally {
      var _ = process.destroyForcibly();
    }
  }

  @Test
  void mbpollReadsTheServedPointsAndWritesNone() throws Exception {
    plc.set(10, 450);
    plc.set(22, 0xE240);
    plc.set(23, 0x0001);
    // Bound and not listened at, so that nobody else is given it before the node listens there.
    try (var held = new Socket()) {
      held.setReuseAddress(true);
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = held.getLocalPort();
      try (Node _ = start(port)) {
        // mbpoll counts from 1.
        await(() -> read(port, "4:float", "1").contains("[1]: \t4.5"));
        await(() -> read(port, "3:int", "5").contains("[5]: \t123456"));
        await(() -> read(port, "1", "3").contains("[3]: \t1"));
        assertThat(read(port, "0", "4")).contains("[4]: \t1");
        assertThat(read(port, "4", "9")).contains("Illegal data address");
        assertThat(mbpoll(port, "-t", "4", "-r", "1", "127.0.0.1", "7", "8"))
            .contains("Illegal function");
        assertThat(plc.written()).isEmpty();
        plc.set(10, 300);
        await(() -> read(port, "1", "3").contains("[3]: \t0"));
        device.close();
        await(() -> read(port, "4:float", "1").contains("Slave device or server failure"));
      }
    }
  }

  /** One value of a type from a reference on; one of two registers has the higher first. */
  private static String read(int port, String type, String reference)
      throws IOException, InterruptedException {
    List<String> asked = new ArrayList<>(List.of("-t", type, "-r", reference, "-c", "1", "-1"));
    if (type.contains(":")) {
      asked.add("-B");
    }
    asked.add("127.0.0.1");
    return mbpoll(port, asked.toArray(String[]::new));
  }
}
