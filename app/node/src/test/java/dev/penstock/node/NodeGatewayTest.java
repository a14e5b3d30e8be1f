package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.gateway.DestinationShown;
import dev.penstock.node.gateway.DeviceShown;
import dev.penstock.pump.DestinationFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole node that is connected: to a device, to clients of it, to a broker. */
@Timeout(300)
class NodeGatewayTest {
  private static final long ACCESS_DENIED = 0x801F0000L;
  private static final Pattern SEQ = Pattern.compile("\"seq\":([0-9]+)");
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
      assets:
        - {id: filter-plc, zone: field}
      """;

  /** A policy with one channel, and what stands in it. */
  private static final String POLICY =
      PLANT
          + """
          policy:
            format: penstock-policy-1
            time-zone: Europe/Stockholm
            channels:
              - id: readings
                conduit: supervision
                protocol: modbus
                from: control
                to: field
          """;

  private static final String READS = POLICY + "      reads: allow\n";
  private static final String WRITES =
      """
            rules:
              - id: set-points
                effect: allow
                who: anyone
                operations: write
                objects: unit 1 holding 110
                values: 0..400
      """;

  @TempDir private Path temp;
  private WatchedPlc plc;

  @BeforeEach
  void startPlc() throws IOException {
    plc = new WatchedPlc();
    plc.setRegister(0, 0x41AC);
    plc.setRegister(10, 500);
    plc.setCoil(5, true);
  }

  @AfterEach
  void stopPlc() {
    plc.close();
  }

  private String device(String id, String asset) {
    return """
      - id: %s
        protocol: modbus
        asset: %s
        at: {tcp: "127.0.0.1:%d", unit: 1}
        rates: {fast: 100 ms}
        points:
          - {name: temperature, address: "holding:0", type: float32}
          - name: level
            address: "holding:10"
            type: uint16
            scaling: {raw-low: 0, raw-high: 1000, low: 0, high: 10, beyond: clamped}
          - {name: pump, address: "coil:5", type: bool}
    """
        .formatted(id, asset, plc.port());
  }

  private String connections() {
    return "format: penstock-connections-1\ndevices:\n" + device("plc-1", "filter-plc");
  }

  private Path data() {
    return temp.resolve("data");
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
    return Node.start(data(), settings, Node.Machine.here());
  }

  private void propose(String kind, String text) throws Exception {
    Path file = Files.writeString(temp.resolve("another.yaml"), text);
    List<String> words = List.of(kind, "propose", file.toString());
    assertThat(ControlClient.ask(data(), words))
        .isInstanceOfSatisfying(
            ControlAnswer.Done.class,
            done -> assertThat(done.lines().getFirst()).contains("is in force"));
  }

  /** What is sealed, with its names. */
  private record Said(
      List<SealedRecord> all, Map<Long, DictionaryEntry> sources, Map<List<Long>, String> points) {
    static Said by(Node node) throws IOException {
      List<SealedRecord> all = NodeRecords.all(node);
      Map<Long, DictionaryEntry> sources = new HashMap<>();
      Map<List<Long>, String> points = new HashMap<>();
      for (SealedRecord each : all) {
        LedgerRecord record = each.record();
        if (record.value() instanceof DictionaryEntry entry) {
          if (record.point() == null) {
            var _ = sources.put(record.source(), entry);
          } else {
            var _ = points.put(List.of(record.source(), record.point()), entry.name());
          }
        }
      }
      return new Said(all, sources, points);
    }

    /** The samples of a point, in their order. */
    List<LedgerRecord> samples(String point) {
      return all.stream()
          .map(SealedRecord::record)
          .filter(each ->
              each.value() instanceof Sample
                  && point.equals(points.get(List.of(each.source(), each.point()))))
          .toList();
    }

    List<Object> values(String point) {
      return samples(point).stream().map(Said::value).toList();
    }

    private static Object value(LedgerRecord record) {
      return switch (((SampleValue.One) ((Sample) record.value()).value()).value()) {
        case Scalar.Real(var real) -> real;
        case Scalar.Bool(var isSo) -> isSo;
        case Scalar.Whole(var whole) -> (double) whole;
        case Scalar other -> other;
      };
    }

    <T> List<T> of(Class<T> kind) {
      return all.stream()
          .map(each -> each.record().value())
          .filter(kind::isInstance)
          .map(kind::cast)
          .toList();
    }
  }

  private static Optional<DeviceShown> shown(Node node) {
    return node.gateway().links().devices().stream().findFirst();
  }

  private static void awaitRunning(Node node) throws IOException, InterruptedException {
    TestPlant.await(() ->
        shown(node)
            .filter(each -> each.figures().link().state() instanceof LinkState.Running)
            .isPresent());
  }

  @Test
  void whatADeviceHasIsSealedByItsNamesAndZoneAndGoesOnAfterARestart() throws Exception {
    try (Node node = start(READS, connections())) {
      TestPlant.await(() -> Said.by(node).samples("pump").size() == 1);
      Said said = Said.by(node);
      assertThat(said.values("temperature")).containsExactly(21.5);
      assertThat(said.values("level")).containsExactly(5.0);
      assertThat(said.values("pump")).containsExactly(true);
      assertThat(said.samples("level").getFirst().quality()).isZero();
      DictionaryEntry source = said.sources().get(said.samples("level").getFirst().source());
      assertThat(source.name()).isEqualTo("plc-1");
      assertThat(source.zone()).isEqualTo("field");
      assertThat(source.protocol()).isEqualTo("modbus");
      awaitRunning(node);
      DeviceShown shown = shown(node).orElseThrow();
      assertThat(shown.zone()).isEqualTo("field");
      assertThat(shown.figures().points()).isEqualTo(3);
      assertThat(shown.figures().refused()).isZero();
      TestPlant.awaitNothingInTheWay(node);
    }
    plc.setRegister(10, 750);
    try (Node node = start(READS, connections())) {
      TestPlant.await(() -> Said.by(node).values("level").contains(7.5));
      assertThat(Said.by(node).sources().values())
          .filteredOn(entry -> entry.name().equals("plc-1"))
          .as("it is the source that it was")
          .hasSize(1);
    }
  }

  /** Req: 62443-4-2 NDR 5.2 */
  @Test
  void whatThePolicyDoesNotLetBeReadIsNeverAskedForUntilAnotherVersionLets() throws Exception {
    try (Node node = start(POLICY, connections())) {
      TestPlant.await(() ->
          List.of("temperature", "level", "pump").stream().allMatch(point -> isTold(node, point)));
      assertThat(plc.asked()).as("requests").isEmpty();
      assertThat(shown(node).orElseThrow().figures().refused()).isEqualTo(3);
      propose("plant", READS);
      TestPlant.await(() -> Said.by(node).values("level").contains(5.0));
      TestPlant.await(() -> shown(node).orElseThrow().figures().refused() == 0);
      for (String point : List.of("temperature", "level", "pump")) {
        TestPlant.await(() -> Said.by(node).samples(point).size() == 2);
        assertThat(Said.by(node).samples(point).stream().map(each -> each.quality() & 0xffffffffL))
            .as(point)
            .containsExactly(ACCESS_DENIED, 0L);
      }
      propose("plant", POLICY);
      TestPlant.await(() -> Said.by(node).samples("level").size() == 3);
      assertThat(shown(node).orElseThrow().figures().link().attempts())
          .as("one link for all three versions")
          .isEqualTo(1);
    }
  }

  private static boolean isTold(Node node, String point) {
    try {
      return !Said.by(node).samples(point).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Req: 62443-4-2 NDR 5.2 */
  @Test
  void throughAProxyPassesWhatThePolicyLetsAndTheLedgerSaysSo() throws Exception {
    var port = new ProxyPort();
    String proxied =
        connections()
            + """
            proxies:
              - {id: to-filter, listen: "127.0.0.1:%d", from-zone: control, to: plc-1}
            """
                .formatted(port.number());
    try (Node node = start(READS + WRITES, proxied)) {
      TestPlant.await(() -> !node.gateway().links().proxies().isEmpty());
      try (var client = port.client()) {
        assertThat(client.ask("03000a0001")).isEqualTo("030201f4");
        assertThat(client.ask("06006f0007")).as("another register").isEqualTo("8602");
        assertThat(client.ask("06006e0191")).as("a value too high").isEqualTo("8602");
        assertThat(plc.written()).isEmpty();
        assertThat(client.ask("06006e0007")).isEqualTo("06006e0007");
      }
      assertThat(plc.written()).containsExactly(Map.entry(110, 7));
      assertThat(ControlClient.ask(data(), List.of("links")))
          .isInstanceOfSatisfying(
              ControlAnswer.Done.class,
              done ->
                  assertThat(done.lines())
                      .contains(
                          "requests at the proxies: 2 refused, 1 recorded and sent, 1 only read"));
      TestPlant.await(() -> {
        Said said = Said.by(node);
        return !said.of(CommandResult.class).isEmpty()
            && Set.of(PolicyDecision.Decision.ALLOW, PolicyDecision.Decision.DENY).stream()
                .allMatch(decision ->
                    said.of(PolicyDecision.class).stream()
                        .anyMatch(each -> each.decision() == decision));
      });
      Said said = Said.by(node);
      assertThat(said.of(CommandRequested.class)).hasSize(1);
      assertThat(said.of(CommandDispatched.class)).hasSize(1);
      assertThat(said.of(CommandResult.class)).hasSize(1);
      assertThat(said.of(PolicyDecision.class))
          .filteredOn(each -> each.decision() == PolicyDecision.Decision.DENY)
          .isNotEmpty()
          .allSatisfy(each -> assertThat(each.operation()).isEqualTo("write"));
      assertThat(said.of(PolicyDecision.class))
          .filteredOn(each -> each.decision() == PolicyDecision.Decision.ALLOW)
          .singleElement()
          .satisfies(each -> assertThat(each.rule()).isEqualTo("set-points"));
      propose("plant", POLICY);
      TestPlant.await(() -> {
        try (var client = port.client()) {
          return client.ask("03000a0001").equals("8302");
        }
      });
    }
  }

  @Test
  void otherConnectionsDoNotFillRatesAgain() throws Exception {
    var port = new ProxyPort();
    String proxied =
        connections()
            + """
            proxies:
              - {id: to-filter, listen: "127.0.0.1:%d", from-zone: control, to: plc-1}
            """
                .formatted(port.number());
    try (Node node = start(READS + WRITES + "          rate: 1 per day\n", proxied)) {
      TestPlant.await(() -> !node.gateway().links().proxies().isEmpty());
      try (var client = port.client()) {
        assertThat(client.ask("06006e0007")).isEqualTo("06006e0007");
        assertThat(client.ask("06006e0008")).isEqualTo("8602");
        propose("connections", proxied.replace("100 ms", "200 ms"));
        TestPlant.await(() ->
            shown(node)
                .filter(each -> each.device().rates().getFirst().period().toMillis() == 200)
                .isPresent());
        assertThat(client.ask("06006e0009")).as("on the connection that it had").isEqualTo("8602");
      }
      assertThat(plc.written()).containsExactly(Map.entry(110, 7));
    }
  }

  @Test
  void withoutAPolicyTheNodeReadsItsDevicesAndNothingPassesProxies() throws Exception {
    var port = new ProxyPort();
    String proxied =
        connections()
            + """
            proxies:
              - {id: to-filter, listen: "127.0.0.1:%d", from-zone: control, to: plc-1}
            """
                .formatted(port.number());
    try (Node node = start(PLANT, proxied)) {
      TestPlant.await(() -> Said.by(node).values("level").contains(5.0));
      TestPlant.await(() -> !node.gateway().links().proxies().isEmpty());
      try (var client = port.client()) {
        assertThat(client.ask("03000a0001")).isEqualTo("8301");
      }
    }
  }

  @Test
  void whatDoesNotFitTheSiteOrLacksCredentialsIsSaidAndOthersGoOn() throws Exception {
    String text =
        connections()
            + device("plc-2", "nowhere")
            + """
            destinations:
              - id: cloud
                protocol: mqtt
                zone: dmz
                at: {broker: "127.0.0.1:1883", credentials: cloud-login}
                send: ["plc-1/*"]
            """;
    try (Node node = start(READS, text)) {
      awaitRunning(node);
      TestPlant.await(() -> node.gateway().links().obstacles().size() == 2);
      assertThat(node.obstacles())
          .anySatisfy(each -> assertThat(each).contains("plc-2", "no asset 'nowhere'"))
          .anySatisfy(each ->
              assertThat(each)
                  .contains("destination cloud", "penstock.yaml has no credentials 'cloud-login'"));
      assertThat(node.gateway().links().devices()).hasSize(1);
      assertThat(node.gateway().links().destinations()).isEmpty();
      propose("connections", connections());
      TestPlant.await(() -> node.gateway().links().obstacles().isEmpty());
      assertThat(shown(node).orElseThrow().figures().link().attempts())
          .as("what did not change keeps its link")
          .isEqualTo(1);
    }
  }

  private String served(int port) {
    return connections()
        + """
        destinations:
          - id: cloud
            protocol: mqtt
            zone: dmz
            at:
              broker: "127.0.0.1:%d"
              version: 3.1.1
              topic: plant/{site}/{source}/{point}
              payload: "json one: value"
            send: ["plc-1/level"]
        """
            .formatted(port);
  }

  private static Optional<DestinationShown> destination(Node node) {
    return node.gateway().links().destinations().stream().findFirst();
  }

  private void awaitHeard(HearingBroker broker, String value) throws Exception {
    TestPlant.await(() ->
        broker.heard().stream().anyMatch(each -> each.payload().contains("\"value\":" + value)));
  }

  /** Else it would be sent again to a broker that went away, as it should be. */
  private static void awaitAcknowledged(Node node, HearingBroker broker) throws Exception {
    TestPlant.await(() -> {
      DestinationFigures figures = destination(node).orElseThrow().figures();
      return figures.lag() == 0 && figures.acknowledged() >= broker.heard().size();
    });
  }

  @Test
  void valuesReachABrokerOnceOverRestartsAndOutagesAndTheLateAreMarked() throws Exception {
    try (var broker = new HearingBroker()) {
      try (Node node = start(READS, served(broker.port()))) {
        TestPlant.await(
            () -> destination(node).filter(each -> each.figures().isLinked()).isPresent());
        plc.setRegister(10, 100);
        awaitHeard(broker, "1");
        awaitAcknowledged(node, broker);
        broker.goAway();
        TestPlant.await(() -> !destination(node).orElseThrow().figures().isLinked());
        plc.setRegister(10, 200);
        TestPlant.await(() -> Said.by(node).values("level").contains(2.0));
        broker.comeBack();
        awaitHeard(broker, "2");
        plc.setRegister(10, 300);
        awaitHeard(broker, "3");
        awaitAcknowledged(node, broker);
        broker.goAway();
        TestPlant.await(() -> !destination(node).orElseThrow().figures().isLinked());
        plc.setRegister(10, 350);
        TestPlant.await(() -> Said.by(node).values("level").contains(3.5));
      }
      assertThat(data().resolve("notes/to-cloud")).exists();
      assertThat(broker.heard())
          .allSatisfy(each -> assertThat(each.topic()).isEqualTo("plant/east/plc-1/level"));
      assertThat(broker.heard())
          .filteredOn(each -> each.payload().contains("\"value\":2"))
          .hasSize(1);
      int before = broker.heard().size();
      broker.comeBack();
      try (Node node = start(READS, served(broker.port()))) {
        TestPlant.await(
            () -> destination(node).filter(each -> each.figures().isLinked()).isPresent());
        awaitHeard(broker, "3.5");
        plc.setRegister(10, 400);
        awaitHeard(broker, "4");
      }
      assertThat(broker.heard())
          .filteredOn(each -> each.payload().contains("\"value\":3.5"))
          .as("it is also read anew at the start, so it may stand there twice")
          .anySatisfy(each -> assertThat(each.payload()).contains("\"historical\":true"));
      List<String> seqs = new ArrayList<>();
      for (HearingBroker.Message each : broker.heard()) {
        Matcher matcher = SEQ.matcher(each.payload());
        assertThat(matcher.find()).as(each.payload()).isTrue();
        boolean _ = seqs.add(matcher.group(1));
      }
      assertThat(seqs).hasSizeGreaterThan(before).doesNotHaveDuplicates();
    }
  }
}
