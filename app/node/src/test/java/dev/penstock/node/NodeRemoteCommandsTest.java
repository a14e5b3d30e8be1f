package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.json.Json;
import dev.penstock.json.JsonLimits;
import dev.penstock.json.JsonReader;
import dev.penstock.json.JsonReading;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.gateway.CommandsShown;
import dev.penstock.north.command.CommandDoor;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.payload.PayloadReader;
import dev.penstock.sparkplug.payload.PayloadReading;
import dev.penstock.sparkplug.payload.PayloadWriter;
import dev.penstock.sparkplug.payload.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that destinations give a whole node. Req: 62443-4-2 CR 2.1, NDR 5.2 */
@Timeout(300)
class NodeRemoteCommandsTest {
  private static final String POLICY =
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
        - {id: outside, between: [dmz, field]}
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
          - id: orders
            conduit: outside
            protocol: modbus
            from: dmz
            to: field
            rules:
              - id: set-points
                effect: allow
                who: ["destination:cloud", "destination:scada"]
                operations: write
                objects: unit 1 holding 110
                values: 0..400
              - id: backwash
                effect: two-people
                who: known
                operations: write
                objects: unit 1 holding 113
              - id: level
                effect: allow
                who: "destination:*"
                operations: write
                objects: unit 1 holding 10
      """;

  private static final String SET = "penstock/east/plc-1/";

  @TempDir private Path temp;
  private WatchedPlc plc;
  private TalkingBroker broker;

  @BeforeEach
  void startOthers() throws IOException {
    plc = new WatchedPlc();
    plc.setRegister(10, 500);
    broker = new TalkingBroker();
  }

  @AfterEach
  void stopOthers() throws IOException {
    broker.close();
    plc.close();
  }

  private Path data() {
    return temp.resolve("data");
  }

  private Node start(String destinations) throws Exception {
    Path site = Files.writeString(temp.resolve("plant.yaml"), POLICY);
    String devices =
        """
        format: penstock-connections-1
        devices:
          - id: plc-1
            protocol: modbus
            asset: filter-plc
            at: {tcp: "127.0.0.1:%d", unit: 1, answer-limit: 3 s}
            rates: {fast: 100 ms}
            points:
              - name: level
                address: "holding:10"
                type: uint16
                scaling: {raw-low: 0, raw-high: 1000, low: 0, high: 10, beyond: clamped}
                writable: true
                limits: {low: 0, high: 9}
              - {name: set-point, address: "holding:110", type: uint16, writable: true}
              - {name: backwash, address: "holding:113", type: uint16, writable: true}
              - {name: other, address: "holding:114", type: uint16, writable: true}
              - {name: read-only, address: "holding:110", type: uint16}
        destinations:
        """
            .formatted(plc.port());
    Path links = Files.writeString(temp.resolve("connections.yaml"), devices + destinations);
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of()));
    Node node = Node.start(data(), settings, Node.Machine.here());
    boolean isRunning = false;
    try {
      TestPlant.await(() ->
          node.gateway().links().devices().stream()
              .anyMatch(each -> each.figures().link().state() instanceof LinkState.Running));
      isRunning = true;
      return node;
    } finally {
      if (!isRunning) {
        node.close();
      }
    }
  }

  private String cloud(String commands) {
    return """
      - id: cloud
        protocol: mqtt
        zone: dmz
        at:
          broker: "127.0.0.1:%d"
          version: 3.1.1
    %s
        send: [plc-1]
    """
        .formatted(broker.port(), commands);
  }

  private String commanding() {
    return cloud(
        """
              commands: "penstock/{site}/{source}/{point}/set"
              answers: "penstock/{site}/{source}/{point}/answer"\
        """);
  }

  private String scada(String commands) {
    return """
      - id: scada
        protocol: sparkplug
        zone: dmz
        at: {broker: "127.0.0.1:%d", version: 3.1.1, group: g, node: n%s}
        send: [plc-1]
    """
        .formatted(broker.port(), commands);
  }

  private Node listening() throws Exception {
    Node node = start(commanding());
    boolean isHeard = false;
    try {
      TestPlant.await(() -> commands(node).filter(each -> each.obstacle().isEmpty()).isPresent());
      isHeard = true;
      return node;
    } finally {
      if (!isHeard) {
        node.close();
      }
    }
  }

  private static Optional<CommandsShown> commands(Node node) {
    return node.gateway().links().destinations().stream().findFirst().flatMap(d -> d.commands());
  }

  /** The answers on the topic of a point, in their order. */
  private List<Json.Object> answers(String point) {
    return broker.heard(SET + point + "/answer").stream()
        .map(each -> JsonReader.read(each.payload().bytes(), JsonLimits.REQUEST))
        .map(each -> (Json.Object) ((JsonReading.Value) each).value())
        .toList();
  }

  private Json.Object answer(String point, int number) throws Exception {
    TestPlant.await(() -> answers(point).size() >= number);
    return answers(point).get(number - 1);
  }

  private static List<String> refusals(Node node) throws IOException {
    return NodeRecords.of(node, FindingMade.class).stream()
        .map(FindingMade::text)
        .filter(each -> each.contains("not followed"))
        .toList();
  }

  @Test
  void whatThePolicyAllowsReachesTheDeviceAndIsAnsweredWhenItIsDone() throws Exception {
    try (Node node = listening()) {
      broker.says(SET + "level/set", "7.5");
      Json.Object done = answer("level", 1);
      assertThat(done.get("taken")).contains(Json.of(true));
      assertThat(done.text("phase")).contains("done");
      assertThat(done.text("command").orElseThrow()).hasSize(32);
      assertThat(plc.written()).containsExactly(Map.entry(10, 750));
      broker.says(SET + "set-point/set", "{\"value\": 120, \"key\": \"batch-17\"}");
      assertThat(answer("set-point", 1).text("key")).contains("batch-17");
      TestPlant.await(() -> NodeRecords.of(node, CommandResult.class).size() == 2);
      assertThat(NodeRecords.of(node, CommandRequested.class))
          .hasSize(2)
          .allSatisfy(each -> {
            assertThat(each.origin()).endsWith("destination:cloud");
            assertThat(each.requestedBy()).isNull();
          });
      assertThat(NodeRecords.of(node, CommandRequested.class).getFirst().details().values())
          .containsEntry("from", SampleValue.of("dmz"));
      assertThat(commands(node).orElseThrow().counts()).isEqualTo(new CommandDoor.Counts(0, 2, 0));
    }
  }

  /** Req: 62443-4-2 NDR 5.2 */
  @Test
  void theRestIsDeniedInTheSameWordsWhetherThereIsSuchAPointOrNot() throws Exception {
    try (Node node = listening()) {
      Map<String, String> asked = new TreeMap<>();
      asked.put("other", "7");
      asked.put("set-point", "401");
      asked.put("level", "9.5");
      asked.put("read-only", "1");
      asked.put("backwash", "1");
      asked.put("nothing", "1");
      for (Map.Entry<String, String> each : asked.entrySet()) {
        broker.says(SET + each.getKey() + "/set", each.getValue());
        Json.Object answer = answer(each.getKey(), 1);
        assertThat(answer.get("taken")).as(each.getKey()).contains(Json.of(false));
        assertThat(answer.text("why")).as(each.getKey()).contains("denied");
        assertThat(answer.text("text")).contains("nothing allows it, or there is no such point");
      }
      assertThat(plc.written()).isEmpty();
      TestPlant.await(() ->
          NodeRecords.of(node, PolicyDecision.class).stream()
              .map(String::valueOf)
              .anyMatch(each -> each.contains("destination:cloud")));
      assertThat(NodeRecords.of(node, CommandRequested.class)).isEmpty();
    }
  }

  /** Req: 62443-3-3 SR 5.2 RE(1) */
  @Test
  void whereNobodySaidSoNothingIsListenedTo() throws Exception {
    try (Node node = start(cloud("") + scada(""))) {
      TestPlant.await(() -> !broker.heard("spBv1.0/g/DBIRTH/n/plc-1").isEmpty());
      TestPlant.await(() ->
          node.gateway().links().destinations().stream()
                  .filter(each -> each.figures().isLinked())
                  .count()
              == 2);
      assertThat(broker.isHeard(SET + "level/set")).isFalse();
      assertThat(broker.isHeard("spBv1.0/g/NCMD/n")).as("for rebirths").isTrue();
      assertThat(broker.isHeard("spBv1.0/g/DCMD/n/plc-1")).isFalse();
      assertThat(born().metrics()).allMatch(NodeRemoteCommandsTest::isReadOnly);
      assertThat(node.gateway().links().destinations()).allMatch(each -> each.commands().isEmpty());
    }
  }

  @Test
  void whatWasStoredOrMayHaveComeBeforeIsNotCarriedOut() throws Exception {
    try (Node node = listening()) {
      broker.saysRetained(SET + "set-point/set", "{\"value\": 1, \"key\": \"a\"}");
      broker.saysAgain(SET + "set-point/set", "2");
      assertThat(answer("set-point", 1).text("why")).contains("duplicate");
      broker.says(SET + "set-point/set", "{\"value\": 3, \"key\": \"b\"}");
      Json.Object first = answer("set-point", 2);
      assertThat(first.text("phase")).contains("done");
      broker.saysAgain(SET + "set-point/set", "{\"value\": 3, \"key\": \"b\"}");
      assertThat(answer("set-point", 3)).as("the same command").isEqualTo(first);
      broker.says(SET + "set-point/set", "{\"value\": 4, \"key\": \"b\"}");
      assertThat(answer("set-point", 4).text("why")).contains("key-used");
      broker.says(SET + "set-point/set", "{\"value\": 5, \"key\": \"b\\n\"}");
      assertThat(answer("set-point", 5).text("why")).contains("unreadable");
      broker.says(SET + "set-point/set", "\"high\"");
      assertThat(answer("set-point", 6).get("taken")).contains(Json.of(false));
      assertThat(plc.written()).containsExactly(Map.entry(110, 3));
      TestPlant.await(() -> refusals(node).stream().anyMatch(each -> each.contains("retained")));
      assertThat(commands(node).orElseThrow().counts().refused()).isEqualTo(2);
    }
  }

  /** Req: 62443-4-2 CR 7.1 */
  @Test
  void aFloodOfCommandsStandsBeforeNobodyElse() throws Exception {
    try (Node node = listening()) {
      long began = System.nanoTime();
      for (int i = 0; i < 2_000; i++) {
        broker.says(SET + "level/set", "1");
      }
      TestPlant.await(() -> commands(node).orElseThrow().counts().refused() > 1_500);
      int written = plc.written().size();
      long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      assertThat((long) written)
          .as("in %d s", seconds)
          .isLessThanOrEqualTo(CommandDoor.AT_ONCE + CommandDoor.PER_SECOND * seconds);
      plc.setRegister(110, 77);
      TestPlant.await(() ->
          broker.heard("penstock/east/plc-1").stream()
              .anyMatch(each -> each.text().contains("\"value\":77,")));
      assertThat(ControlClient.ask(data(), List.of("command", "write", "plc-1", "set-point", "12")))
          .as("people are answered meanwhile")
          .isInstanceOfSatisfying(
              ControlAnswer.Refused.class,
              refused -> assertThat(refused.reason()).startsWith("denied"));
      assertThat(ControlClient.ask(data(), List.of("links")))
          .isInstanceOfSatisfying(
              ControlAnswer.Done.class,
              done ->
                  assertThat(done.lines())
                      .anyMatch(
                          each -> each.matches("  commands  heard  given .*refused before .*")));
      assertThat(node.gateway().links().destinations().getFirst().figures().isLinked()).isTrue();
      TestPlant.await(() -> commands(node).orElseThrow().counts().underWay() == 0);
    }
  }

  private Payload born() {
    byte[] birth = broker.heard("spBv1.0/g/DBIRTH/n/plc-1").getLast().payload().bytes();
    return ((PayloadReading.Decoded) PayloadReader.read(birth, PayloadLimits.COMMAND)).payload();
  }

  private static boolean isReadOnly(Metric metric) {
    return metric
        .properties()
        .get("readOnly")
        .filter(each -> new Value.Flag(true).equals(each.value()))
        .isPresent();
  }

  private void asHost(Metric... metrics) throws IOException {
    broker.says("spBv1.0/g/DCMD/n/plc-1", PayloadWriter.write(Payload.at(7, List.of(metrics))));
  }

  @Test
  void aHostWritesWhatItsBirthSaysByNameAndByAlias() throws Exception {
    try (Node node = start(scada(", commands: yes"))) {
      TestPlant.await(() -> broker.isHeard("spBv1.0/g/DCMD/n/plc-1"));
      TestPlant.await(() -> !broker.heard("spBv1.0/g/DBIRTH/n/plc-1").isEmpty());
      Payload birth = born();
      Map<String, Metric> metrics = new TreeMap<>();
      for (Metric each : birth.metrics()) {
        Metric _ = metrics.put(String.valueOf(each.name()), each);
      }
      assertThat(isReadOnly(metrics.get("set-point"))).isFalse();
      assertThat(isReadOnly(metrics.get("read-only"))).isTrue();
      asHost(Metric.of("set-point", 7, DataType.UINT16, new Value.Bits32(120)).byName());
      TestPlant.await(() -> plc.written().equals(List.of(Map.entry(110, 120))));
      Long alias = metrics.get("level").alias();
      assertThat(alias).isNotNull();
      asHost(Metric.of("level", 7, DataType.DOUBLE, new Value.Float64(2.5)).byAlias(alias));
      TestPlant.await(() -> plc.written().size() == 2);
      assertThat(plc.written().getLast()).isEqualTo(Map.entry(10, 250));
      asHost(
          Metric.of("read-only", 7, DataType.UINT16, new Value.Bits32(1)).byName(),
          Metric.of("set-point", 7, DataType.STRING, new Value.Text("1")).byName(),
          Metric.of("set-point", 7, DataType.UINT16, new Value.Bits32(999)).byName(),
          Metric.of("backwash", 7, DataType.UINT16, new Value.Bits32(1)).byName());
      TestPlant.await(() -> commands(node).orElseThrow().counts().refused() == 2);
      TestPlant.await(() -> commands(node).orElseThrow().counts().taken() == 4);
      TestPlant.await(() ->
          NodeRecords.of(node, PolicyDecision.class).stream()
              .map(String::valueOf)
              .anyMatch(each -> each.contains("destination:scada")));
      TestPlant.await(() -> NodeRecords.of(node, CommandResult.class).size() == 2);
      assertThat(NodeRecords.of(node, CommandRequested.class))
          .allMatch(each -> each.origin().endsWith("destination:scada"));
      assertThat(plc.written()).hasSize(2);
      TestPlant.await(
          () -> refusals(node).stream().anyMatch(each -> each.contains("NOT_WRITABLE")));
    }
  }
}
