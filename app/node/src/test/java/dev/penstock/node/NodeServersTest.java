package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.penstock.connections.Connections;
import dev.penstock.connections.Server;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.gateway.ServerShown;
import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole node at whose ports others read what the points of its devices had. */
@Timeout(300)
class NodeServersTest {
  private static final String PLANT =
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
      """;

  private static final String LETTING =
      PLANT
          + """
                rules:
                  - id: some
                    effect: allow
                    who: anyone
                    operations: read
                    objects: [unit 1 holding 0..9, unit 1 coil 0..9]
                  - id: set-points
                    effect: allow
                    who: anyone
                    operations: write
                    objects: unit 1 holding 2
          """;

  private static final String DEVICE =
      """
      format: penstock-connections-1
      devices:
        - id: plc-1
          protocol: modbus
          asset: filter-plc
          at: {tcp: "127.0.0.1:%d", unit: 1}
          rates: {fast: 100 ms}
          points:
            - {name: temperature, address: "holding:0", type: float32}
            - name: level
              address: "holding:10"
              type: uint16
              scaling: {raw-low: 0, raw-high: 1000, low: 0, high: 10, beyond: clamped}
            - {name: pump, address: "coil:5", type: bool}
            - {name: nowhere, address: "holding:500", type: uint16}
      """;

  private static final String SERVER =
      """
      servers:
        - id: to-scada
          protocol: modbus
          listen: "127.0.0.1:PORT"
          from-zone: dmz
          age-max: 10 s
          serve:
            - {point: plc-1/temperature, address: "holding:0", type: float32 CDAB}
            - {point: plc-1/level, address: "holding:2", type: uint16}
            - {point: plc-1/nowhere, address: "holding:5", type: uint16}
            - {point: plc-1/level, address: "holding:20", type: float32}
            - {point: plc-1/pump, address: "coil:7", type: bool}
      """;

  @TempDir private Path temp;
  private WatchedPlc plc;
  private ProxyPort port;

  @BeforeEach
  void startPlc() throws IOException {
    plc = new WatchedPlc();
    plc.setRegister(0, 0x41AC);
    plc.setRegister(10, 500);
    plc.setCoil(5, true);
    port = new ProxyPort();
  }

  @AfterEach
  void stopPlc() {
    plc.close();
  }

  private Path data() {
    return temp.resolve("data");
  }

  private String served() {
    return DEVICE.formatted(plc.port()) + SERVER.replace("PORT", String.valueOf(port.number()));
  }

  private Node start(String plant, String connections, Optional<String> zone)
      throws IOException, StartException {
    Path site = Files.writeString(temp.resolve("plant.yaml"), plant);
    Path links = Files.writeString(temp.resolve("connections.yaml"), connections);
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(new GatewaySettings(zone, Optional.of(links), Map.of()).with(Agreement.NOBODY));
    return Node.start(data(), settings, Node.Machine.here());
  }

  private Node startServing() throws Exception {
    Node node = start(LETTING, served(), Optional.of("control"));
    TestPlant.await(() -> !node.gateway().links().servers().isEmpty());
    return node;
  }

  private void propose(String kind, String text) throws Exception {
    Path file = Files.writeString(temp.resolve("another.yaml"), text);
    List<String> words = List.of(kind, "propose", file.toString());
    assertThat(ControlClient.ask(data(), words))
        .isInstanceOfSatisfying(
            ControlAnswer.Done.class,
            done -> assertThat(done.lines().getFirst()).contains("is in force"));
  }

  private void awaitSaid(String pdu, String answer) throws Exception {
    TestPlant.await(() -> isSaid(pdu, answer));
  }

  private boolean isSaid(String pdu, String answer) {
    try {
      return port.ask(pdu).equals(answer);
    } catch (IOException e) {
      // Another version opens the port anew, and may not have done so yet.
      return false;
    }
  }

  @Test
  void clientsReadWhatPointsHaveInTheirOwnPlacesTypesAndOrders() throws Exception {
    try (Node node = startServing()) {
      awaitSaid("0300000003", "0306000041ac0005");
      assertThat(port.ask("0300000002")).isEqualTo("0304000041ac");
      awaitSaid("0100070001", "010101");
      plc.setRegister(10, 750);
      awaitSaid("0300020001", "03020008");
      assertThat(port.ask("0300010001")).as("half of a value").isEqualTo("8302");
      assertThat(port.ask("0300020002")).as("more than there is").isEqualTo("8302");
      assertThat(port.ask("0300090001")).as("where nothing lies").isEqualTo("8302");
      assertThat(port.ask("0300050001")).as("what the device refuses").isEqualTo("8304");
      ServerShown shown = node.gateway().links().servers().getFirst();
      assertThat(shown.answered()).isGreaterThanOrEqualTo(4);
      assertThat(shown.unmapped()).isEqualTo(3);
      assertThat(shown.withoutValue()).isPositive();
      assertThat(shown.refused()).isZero();
      TestPlant.awaitNothingInTheWay(node);
    }
  }

  /** Req: 62443-4-2 NDR 5.2, CR 2.1 */
  @Test
  void whatThePolicyDoesNotLetBeReadAndEveryWriteIsRefusedAndRecorded() throws Exception {
    try (Node node = startServing()) {
      awaitSaid("0300020001", "03020005");
      assertThat(port.ask("0300140002")).as("no rule lets it be read").isEqualTo("8302");
      assertThat(port.ask("0600020007")).as("whatever a rule says").isEqualTo("8601");
      assertThat(port.ask("06000a0007")).isEqualTo("8601");
      assertThat(port.ask("2b0e0100")).as("who it is").isEqualTo("ab01");
      assertThat(plc.written()).isEmpty();
      assertThat(node.gateway().links().servers().getFirst().refused()).isEqualTo(4);
      TestPlant.await(() ->
          NodeRecords.all(node).stream()
              .anyMatch(each ->
                  each.record().value() instanceof PolicyDecision decision
                      && decision.decision() == PolicyDecision.Decision.DENY
                      && decision.operation().equals("write")));
      assertThat(ControlClient.ask(data(), List.of("links")))
          .isInstanceOfSatisfying(
              ControlAnswer.Done.class,
              done ->
                  assertThat(done.lines())
                      .anySatisfy(line ->
                          assertThat(line)
                              .startsWith("server to-scada  listens at 127.0.0.1:" + port.number())
                              .endsWith("refused 4"))
                      .anySatisfy(line ->
                          assertThat(line)
                              .startsWith("requests at the servers: 4 refused, 0 recorded")));
      propose("plant", PLANT);
      awaitSaid("0300020001", "8302");
    }
  }

  /** The last value is not given as if it were still good. */
  @Test
  void aPointWithoutAGoodValueIsAFailureUntilItHasOneAgain() throws Exception {
    try (Node node = startServing()) {
      awaitSaid("0300020001", "03020005");
      plc.close();
      awaitSaid("0300020001", "8304");
      awaitSaid("0100070001", "8104");
      plc = new WatchedPlc();
      plc.setRegister(10, 900);
      propose("connections", served());
      awaitSaid("0300020001", "03020009");
      assertThat(node.gateway().links().servers()).hasSize(1);
    }
  }

  @Test
  void anotherVersionOpensAndShutsPortsAndLeavesAloneWhatDidNotChange() throws Exception {
    try (Node node = startServing()) {
      awaitSaid("0300020001", "03020005");
      propose("connections", served().replace("100 ms", "200 ms"));
      awaitSaid("0300020001", "03020005");
      TestPlant.await(() ->
          node.gateway().links().devices().stream()
              .flatMap(each -> each.device().rates().stream())
              .anyMatch(rate -> rate.period().toMillis() == 200));
      awaitSaid("0300020001", "03020005");
      assertThat(node.gateway().links().servers().getFirst().answered())
          .as("it is the port that it was")
          .isGreaterThanOrEqualTo(3);
      propose("connections", served().replace("\"holding:2\"", "\"holding:3\""));
      awaitSaid("0300030001", "03020005");
      assertThat(port.ask("0300020001")).isEqualTo("8302");
      propose("connections", DEVICE.formatted(plc.port()));
      TestPlant.await(() -> node.gateway().links().servers().isEmpty());
      assertThatIOException().isThrownBy(() -> port.ask("0300030001"));
    }
  }

  @Test
  void whatKeepsAServerFromListeningIsSaid() throws Exception {
    try (Node node = start(LETTING, served(), Optional.empty())) {
      TestPlant.await(() -> !node.gateway().links().obstacles().isEmpty());
      assertThat(node.obstacles())
          .contains(
              "server to-scada does not listen: nobody says in which zone this node lies:"
                  + " gateway.zone in penstock.yaml");
      assertThat(node.gateway().links().servers()).isEmpty();
    }
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Node node = start(LETTING, served(), Optional.of("control"))) {
      TestPlant.await(() -> !node.gateway().links().servers().isEmpty());
      propose("connections", served().replace(":" + port.number(), ":" + taken.getLocalPort()));
      TestPlant.await(() -> !node.gateway().links().obstacles().isEmpty());
      assertThat(node.gateway().links().obstacles())
          .singleElement()
          .asString()
          .startsWith("server to-scada does not listen at 127.0.0.1:" + taken.getLocalPort());
      propose("connections", served().replace("from-zone: dmz", "from-zone: field"));
      TestPlant.await(() -> node.gateway().links().obstacles().isEmpty());
      assertThat(node.gateway().links().servers()).hasSize(1);
      assertThat(port.ask("0300020001")).as("there is no channel from there").isEqualTo("8301");
      propose("connections", served().replace("from-zone: dmz", "from-zone: control"));
      TestPlant.await(() -> !node.gateway().links().obstacles().isEmpty());
      assertThat(node.gateway().links().servers()).isEmpty();
      assertThat(node.gateway().links().obstacles())
          .containsExactly(
              "server to-scada does not listen: no conduit joins zone 'control' of its clients to"
                  + " zone 'control' of this node");
    }
  }

  @Test
  void aPortPassesFromAServerToAProxyAndBackAgain() throws Exception {
    String proxy =
        """
        proxies:
          - id: to-plc
            listen: "127.0.0.1:%d"
            from-zone: control
            to: plc-1
        """
            .formatted(port.number());
    try (Node node = startServing()) {
      awaitSaid("0300020001", "03020005");
      propose("connections", DEVICE.formatted(plc.port()) + proxy);
      TestPlant.await(() -> node.gateway().links().servers().isEmpty());
      awaitSaid("03000a0001", "030201f4");
      TestPlant.await(() -> !node.gateway().links().proxies().isEmpty());
      propose("connections", served());
      TestPlant.await(() -> node.gateway().links().proxies().isEmpty());
      awaitSaid("0300020001", "03020005");
    }
  }

  /** The server that is there under another name, and one beside it that listens elsewhere. */
  private static void connect(Node node, String name, String listen, String address) {
    Connections now = node.gateway().kept().active().orElseThrow().model();
    Server is = now.servers().getFirst();
    var other = new Server.Served("plc-1", "level", address, "uint16");
    List<Server> servers =
        List.of(
            server("to-scada", name, is.listen(), is.serve()),
            server("wrong", "wrong", listen, List.of(other)));
    node.gateway()
        .links()
        .connections(new Connections(now.devices(), now.destinations(), now.proxies(), servers));
  }

  private static Server server(String id, String name, String listen, List<Server.Served> serve) {
    return new Server(id, name, "modbus", true, listen, "dmz", 1, Duration.ofSeconds(10), serve);
  }

  private static List<String> names(Node node) {
    return node.gateway().links().servers().stream().map(each -> each.server().name()).toList();
  }

  @Test
  void aServerThatCannotListenLeavesTheOthersAsTheyAre() throws Exception {
    try (Node node = startServing()) {
      connect(node, "next", "[fd00]:502", "holding:0");
      TestPlant.await(() -> !node.gateway().links().obstacles().isEmpty());
      assertThat(node.gateway().links().obstacles())
          .singleElement()
          .asString()
          .startsWith("server wrong does not listen at [fd00]:502: bind is \"fd00\"");
      assertThat(names(node)).containsExactly("next");
      awaitSaid("0300020001", "03020005");
    }
  }

  @Test
  void aPortThatWasOpenedBeforeAnErrorIsKnownAndClosedWhenItIsWantedNoMore() throws Exception {
    try (Node node = startServing()) {
      connect(node, "next", "127.0.0.1:" + HeldPorts.next(), "nowhere");
      TestPlant.await(() -> !node.gateway().links().obstacles().isEmpty());
      assertThat(node.gateway().links().obstacles())
          .singleElement()
          .asString()
          .contains("an error of our own");
      assertThat(names(node)).containsExactly("next");
      awaitSaid("0300020001", "03020005");
      propose("connections", DEVICE.formatted(plc.port()));
      TestPlant.await(() -> node.gateway().links().servers().isEmpty());
      assertThatIOException().isThrownBy(() -> port.ask("0300020001"));
    }
  }
}
