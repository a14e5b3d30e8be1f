package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.commanding.Asker;
import dev.penstock.commanding.Taken;
import dev.penstock.commanding.Wish;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.gateway.DeviceShown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another policy is asked from the moment it is in force, also while links are taken apart that end
 * late: those of devices that cannot be reached, one after the other.
 *
 * <p>Req: 62443-4-2 NDR 5.2, CR 2.1
 */
@Timeout(300)
class PolicyAtOnceTest {
  private static final String PLANT =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: control}
        - {id: field}
        - {id: yard}
      conduits:
        - {id: supervision, between: [control, field]}
        - {id: outside, between: [control, yard]}
      assets:
        - {id: filter-plc, zone: field}
      policy:
        format: penstock-policy-1
        time-zone: Europe/Stockholm
        channels:
      """;
  private static final String OPEN =
      """
            - id: commands
              conduit: supervision
              protocol: modbus
              from: control
              to: field
              reads: allow
              rules:
                - id: all
                  effect: allow
                  who: anyone
                  operations: write
                  objects: unit 1 holding 110
      """;
  private static final String SHUT =
      """
            - {id: commands, conduit: supervision, protocol: modbus, from: control, to: field}
      """;

  /** Each takes its time to end: so many that all that is asked meanwhile is asked in time. */
  private static final int HOLES = 16;

  @TempDir private Path temp;
  private final List<Socket> filling = new ArrayList<>();
  private WatchedPlc plc;
  private ServerSocket hole;

  private ProxyPort port;

  @BeforeEach
  void start() throws IOException {
    plc = new WatchedPlc();
    port = new ProxyPort();
    hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    fill();
  }

  /** Who connects there from now on gets no answer at all. */
  private void fill() throws IOException {
    var at = new InetSocketAddress(hole.getInetAddress(), hole.getLocalPort());
    for (int i = 0; i < 64; i++) {
      var socket = new Socket();
      filling.add(socket);
      try {
        socket.connect(at, 300);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    throw new AssertionError("connections are taken without end");
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket each : filling) {
      each.close();
    }
    hole.close();
    plc.close();
  }

  private String device() {
    return """
    format: penstock-connections-1
    devices:
      - id: plc-1
        protocol: modbus
        asset: filter-plc
        at: {tcp: "127.0.0.1:%d", unit: 1}
        rates: {fast: 50 ms}
        points:
          - {name: level, address: "holding:10", type: uint16}
          - {name: set-point, address: "holding:110", type: uint16, writable: true}
    """
        .formatted(plc.port());
  }

  private String holes() {
    var text = new StringBuilder();
    for (int i = 1; i <= HOLES; i++) {
      text.append(
          """
            - id: hole-%d
              protocol: modbus
              asset: filter-plc
              at: {tcp: "127.0.0.1:%d", unit: 1, connect-limit: 1 min}
              rates: {fast: 1 s}
              points:
                - {name: level, address: "holding:10", type: uint16}
          """
              .formatted(i, hole.getLocalPort()));
    }
    return text.toString();
  }

  private String proxy() {
    return """
    proxies:
      - {id: to-filter, listen: "127.0.0.1:%d", from-zone: control, to: plc-1}
    """
        .formatted(port.number());
  }

  private Node start(String plant, String connections) throws IOException, StartException {
    Path site = Files.writeString(temp.resolve("plant.yaml"), plant);
    Path links = Files.writeString(temp.resolve("connections.yaml"), connections);
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(
                new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of())
                    .with(Agreement.NOBODY));
    return Node.start(temp.resolve("data"), settings, Node.Machine.here());
  }

  private void propose(String kind, String text) throws Exception {
    Path file = Files.writeString(temp.resolve("another.yaml"), text);
    assertThat(ControlClient.ask(temp.resolve("data"), List.of(kind, "propose", file.toString())))
        .isInstanceOfSatisfying(
            ControlAnswer.Done.class,
            done -> assertThat(done.lines().getFirst()).contains("is in force"));
  }

  private static List<DeviceShown> devices(Node node) {
    return node.gateway().links().devices();
  }

  private static void awaitReading(Node node) throws Exception {
    TestPlant.await(() ->
        devices(node).stream()
            .anyMatch(each ->
                each.device().id().equals("plc-1")
                    && each.figures().link().state() instanceof LinkState.Running));
    TestPlant.await(() -> !node.gateway().links().proxies().isEmpty());
  }

  private static Taken take(Node node) {
    var asker = new Asker(Optional.of("control"), "service:hmi", "127.0.0.1", Optional.empty());
    return node.gateway()
        .links()
        .commands()
        .take(
            new Wish(
                asker,
                Optional.empty(),
                "plc-1",
                "set-point",
                new Scalar.Whole(7),
                Optional.empty()),
            _ -> {});
  }

  private static Taken.Why why(Taken taken) {
    assertThat(taken).isInstanceOf(Taken.Refused.class);
    return ((Taken.Refused) taken).why();
  }

  @Test
  void commandsReadingsAndProxiesGoByItBeforeLinksAreTakenApart() throws Exception {
    try (Node node = start(PLANT + OPEN, device() + holes() + proxy())) {
      awaitReading(node);
      TestPlant.await(() ->
          devices(node).stream()
                  .filter(each -> each.figures().link().state() instanceof LinkState.Connecting)
                  .count()
              == HOLES);
      try (var client = port.client()) {
        assertThat(client.ask("03000a0001")).startsWith("0302");
        propose("connections", device() + proxy());
        propose("plant", PLANT + SHUT);
        assertThat(why(take(node))).isEqualTo(Taken.Why.DENIED);
        assertThat(client.ask("03000a0001")).isEqualTo("8302");
        assertThat(client.ask("06006e0007")).isEqualTo("8602");
        assertThat(devices(node)).as("links that end late").hasSize(1 + HOLES);
        TestPlant.await(() -> plcFigures(node).figures().refused() == 2);
        assertThat(devices(node)).as("links that end late").hasSize(1 + HOLES);
      }
      TestPlant.await(() -> devices(node).size() == 1);
      assertThat(plc.written()).isEmpty();
    }
  }

  private static DeviceShown plcFigures(Node node) {
    return devices(node).stream()
        .filter(each -> each.device().id().equals("plc-1"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeviceIsAskedAboutInTheZoneThatItLiesInByNow() throws Exception {
    try (Node node = start(PLANT + OPEN, device() + holes() + proxy())) {
      awaitReading(node);
      TestPlant.await(() ->
          devices(node).stream()
                  .filter(each -> each.figures().link().state() instanceof LinkState.Connecting)
                  .count()
              == HOLES);
      try (var client = port.client()) {
        assertThat(client.ask("03000a0001")).startsWith("0302");
        propose("connections", device() + proxy());
        propose("plant", (PLANT + OPEN).replace("plc, zone: field", "plc, zone: yard"));
        assertThat(why(take(node))).isEqualTo(Taken.Why.DENIED);
        assertThat(isHungUp(client)).as("its port is made anew").isTrue();
        assertThat(devices(node)).as("links that end late").hasSize(1 + HOLES);
      }
      TestPlant.await(() -> devices(node).size() == 1 && plcFigures(node).zone().equals("yard"));
      assertThat(plc.written()).isEmpty();
    }
  }

  private static boolean isHungUp(ProxyPort.Client client) {
    try {
      return client.ask("06006e0007").isEmpty();
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
