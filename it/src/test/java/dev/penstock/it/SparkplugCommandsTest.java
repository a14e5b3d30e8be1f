package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.framesmodbus.server.DeviceIdentity;
import dev.penstock.framesmodbus.server.ModbusServer;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Mosquitto;
import dev.penstock.it.peers.Peers;
import dev.penstock.modbus.server.Answerer;
import dev.penstock.modbus.server.ModbusTcpServer;
import dev.penstock.modbus.server.ServerOptions;
import dev.penstock.node.Node;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host that another wrote gives commands: what {@code sparkplug-client} writes with makes each
 * DCMD, mosquitto carries it, and a whole node follows it, or does not. Req: 62443-4-2 CR 2.1
 */
@Timeout(300)
class SparkplugCommandsTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final String TO_PLC = "works/DCMD/east/plc-1";

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
                who: "destination:scada"
                operations: write
                objects: unit 1 holding 110
                values: 0..400
              - id: the-rest
                effect: allow
                who: "destination:scada"
                operations: write
                objects: [unit 1 holding 10..60, unit 1 coil 5]
      """;

  private final Peers peers = Peers.ofThisMachine();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final RegisterMemory plc = new RegisterMemory();

  @TempDir Path folder;

  private Mosquitto broker;
  private Judge host;
  private Node node;

  @BeforeEach
  void startOthers() throws Exception {
    broker = peers.mosquitto(Files.createDirectory(folder.resolve("mosquitto")), "");
    open.add(broker);
    host = peers.sparkplugHost();
    open.add(host);
    var _ = host.ask("connect", Map.of("port", broker.port(), "host", "host-1"));
    var _ = host.ask("online", Map.of());
    plc.set(110, 55);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private static String connections(int device, int broker, String version) {
    return """
    format: penstock-connections-1
    devices:
      - id: plc-1
        protocol: modbus
        asset: filter-plc
        at: {tcp: "127.0.0.1:%d", unit: 1}
        rates: {fast: 100 ms}
        points:
          - {name: set-point, address: "holding:110", type: uint16, writable: true}
          - {name: other, address: "holding:114", type: uint16, writable: true}
          - {name: read-only, address: "holding:115", type: uint16}
          - name: level
            address: "holding:10"
            type: uint16
            scaling: {raw-low: 0, raw-high: 1000, low: 0, high: 10, beyond: clamped}
            writable: true
            limits: {low: 0, high: 9}
          - {name: trim, address: "holding:20", type: int16, writable: true}
          - {name: total, address: "holding:22", type: int32 CDAB, writable: true}
          - {name: counter, address: "holding:24", type: uint32, writable: true}
          - {name: pressure, address: "holding:26", type: float32, writable: true}
          - {name: energy, address: "holding:28", type: float64, writable: true}
          - {name: serial, address: "holding:32", type: int64, writable: true}
          - {name: large, address: "holding:36", type: uint64, writable: true}
          - {name: recipe, address: "holding:40", type: string 8, writable: true}
          - {name: code, address: "holding:44", type: bcd16, writable: true}
          - {name: door, address: "holding:50.3", type: bool, writable: true}
          - {name: pump, address: "coil:5", type: bool, writable: true}
    destinations:
      - id: scada
        protocol: sparkplug
        zone: dmz
        at:
          broker: "127.0.0.1:%d"
          version: %s
          group: works
          node: east
          primary-host: host-1
          commands: yes
        send: [plc-1]
    """
        .formatted(device, broker, version);
  }

  /** A node that reads the controller, and whose births the host has. */
  private void start(String version) throws Exception {
    var answering = new ModbusServer(plc, DeviceIdentity.of("Acme", "P-7", "1.2"));
    var server = ModbusTcpServer.start(ServerOptions.at("127.0.0.1", 0), Answerer.of(answering));
    open.add(server);
    Path site = Files.writeString(folder.resolve("plant.yaml"), SITE);
    Path links =
        Files.writeString(
            folder.resolve("connections.yaml"), connections(server.port(), broker.port(), version));
    NodeSettings settings =
        NodeSettings.named("plant7.example/log")
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of()));
    node = Node.start(data(), settings, Node.Machine.here());
    open.add(node);
    await(() -> newest("set-point").filter(each -> each.get("value").asInt(-1) == 55).isPresent());
  }

  private Path data() {
    return folder.resolve("data");
  }

  private interface Question {
    boolean isSo() throws IOException;
  }

  private static void await(Question what) throws IOException, InterruptedException {
    for (int i = 0; i < 2_400 && !what.isSo(); i++) {
      boolean _ = NEVER.await(25, TimeUnit.MILLISECONDS);
    }
    assertThat(what.isSo()).isTrue();
  }

  /** What the host knows of a point of the controller. */
  private Optional<JsonNode> newest(String point) {
    return Optional.ofNullable(host.ask("newest", Map.of()).get("plc-1/" + point));
  }

  private JsonNode born(String point) {
    return newest(point).orElseThrow();
  }

  private static Map<String, Object> named(String point, String type, Object value) {
    return Map.of("name", point, "type", type, "value", value);
  }

  private void give(List<Map<String, Object>> metrics) {
    var _ = host.ask("command", Map.of("topic", TO_PLC, "metrics", metrics));
  }

  private void give(Map<String, Object> metric) {
    give(List.of(metric));
  }

  /** What is sealed of one kind, oldest first. */
  private <T extends RecordValue> List<T> sealed(Class<T> kind) throws IOException {
    List<T> all = new ArrayList<>();
    Optional<RecordPlace> after = Optional.empty();
    do {
      RecordPage page =
          node.projections()
              .records()
              .find(
                  new RecordQuery(
                      Optional.empty(),
                      Optional.empty(),
                      0,
                      Long.MAX_VALUE,
                      RecordQuery.Order.OLDEST_FIRST,
                      after,
                      RecordQuery.LIMIT_MAX));
      page.records().stream()
          .map(each -> each.record().value())
          .filter(kind::isInstance)
          .map(kind::cast)
          .forEach(all::add);
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  /** Findings about what was not followed. */
  private boolean isDecided(PolicyDecision.Decision decision) throws IOException {
    return sealed(PolicyDecision.class).stream().anyMatch(each -> each.decision() == decision);
  }

  private boolean isFound(String word) throws IOException {
    return sealed(FindingMade.class).stream()
        .map(FindingMade::text)
        .anyMatch(each -> each.contains("not followed") && each.contains(word));
  }

  private boolean isShown(String counts) throws IOException {
    return ControlClient.ask(data(), List.of("links")) instanceof ControlAnswer.Done done
        && done.lines().stream().anyMatch(each -> each.contains("commands  heard  " + counts));
  }

  private List<JsonNode> said(String point) {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode each : host.ask("heard", Map.of()).get("values")) {
      if (each.get("name").asText().equals(point)) {
        boolean _ = all.add(each);
      }
    }
    return all;
  }

  private void hostFoundNothingWrong() {
    assertThat(host.ask("heard", Map.of()).get("problems")).isEmpty();
  }

  /**
   * Req: tck-id-topics-dcmd-topic, tck-id-topics-dcmd-mqtt, tck-id-topics-dcmd-timestamp,
   * tck-id-topics-dcmd-payload, tck-id-operational-behavior-data-commands-dcmd-verb,
   * tck-id-operational-behavior-data-commands-dcmd-metric-name,
   * tck-id-operational-behavior-data-commands-dcmd-metric-value, tck-id-payloads-dcmd-qos,
   * tck-id-payloads-dcmd-retain, tck-id-message-flow-device-dcmd-subscribe
   */
  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void aWriteOfTheHostReachesTheDeviceIsTheNextValueAndIsSealed(String version) throws Exception {
    start(version);
    assertThat(born("set-point").get("type").asText()).isEqualTo("UInt16");
    assertThat(born("set-point").get("readOnly").asBoolean()).isFalse();
    assertThat(born("read-only").get("readOnly").asBoolean()).isTrue();
    give(named("set-point", "UInt16", 120));
    await(() -> newest("set-point").orElseThrow().get("value").asInt() == 120);
    assertThat(plc.written()).containsExactly("holding:110=120");
    assertThat(said("set-point").getLast().get("historical").asBoolean()).isFalse();
    await(() -> !sealed(CommandResult.class).isEmpty());
    CommandRequested requested = sealed(CommandRequested.class).getFirst();
    assertThat(requested.origin()).endsWith(" destination:scada");
    assertThat(requested.requestedBy()).isNull();
    assertThat(requested.operation()).isEqualTo("write");
    assertThat(requested.rule()).isEqualTo("set-points");
    assertThat(requested.argument()).isEqualTo(new SampleValue.One(new Scalar.Whole(120)));
    assertThat(requested.details().values())
        .containsEntry("source", SampleValue.of("plc-1"))
        .containsEntry("point", SampleValue.of("set-point"))
        .containsEntry("from", SampleValue.of("dmz"))
        .doesNotContainKey("key");
    assertThat(sealed(PolicyDecision.class))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.decision()).isEqualTo(PolicyDecision.Decision.ALLOW);
          assertThat(each.rule()).isEqualTo("set-points");
        });
    assertThat(sealed(CommandDispatched.class))
        .singleElement()
        .satisfies(each -> assertThat(each.command()).isEqualTo(requested.command()));
    assertThat(sealed(CommandResult.class))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.command()).isEqualTo(requested.command());
          assertThat(each.outcome()).isEqualTo(CommandResult.Outcome.DONE);
        });
    await(() -> isShown("given 1, under way 0, refused before 0"));
    hostFoundNothingWrong();
  }

  /** Req: 62443-4-2 NDR 5.2 */
  @Test
  void aWriteBeyondTheRangeIsRefusedAndRecordedAndTheRegisterStays() throws Exception {
    start("5");
    give(named("set-point", "UInt16", 401));
    await(() -> !sealed(PolicyDecision.class).isEmpty());
    assertThat(sealed(PolicyDecision.class))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.decision()).isEqualTo(PolicyDecision.Decision.DENY);
          assertThat(each.operation()).isEqualTo("write");
          assertThat(each.object()).contains("holding 110");
          assertThat(each.argument()).isEqualTo(new SampleValue.One(new Scalar.Real(401)));
          assertThat(each.details().values())
              .containsEntry("identity", SampleValue.of("destination:scada"))
              .containsEntry("cause", SampleValue.of("no-rule"));
        });
    // Nothing is late: what is allowed behind it is carried out, and it alone.
    give(named("set-point", "UInt16", 400));
    await(() -> newest("set-point").orElseThrow().get("value").asInt() == 400);
    await(() -> !sealed(CommandResult.class).isEmpty());
    assertThat(plc.written()).containsExactly("holding:110=400");
    assertThat(sealed(CommandRequested.class)).hasSize(1);
    assertThat(said("set-point"))
        .extracting(each -> each.get("value").asInt())
        .doesNotContain(401)
        .endsWith(400);
    hostFoundNothingWrong();
  }

  /** There is no key in Sparkplug: who says it twice wants it twice. */
  @Test
  void theSameCommandAgainIsACommandOfItsOwn() throws Exception {
    start("5");
    give(named("set-point", "UInt16", 7));
    give(named("set-point", "UInt16", 7));
    await(() -> sealed(CommandResult.class).size() == 2);
    assertThat(plc.written()).containsExactly("holding:110=7", "holding:110=7");
    assertThat(sealed(CommandRequested.class)).hasSize(2).doesNotHaveDuplicates();
    assertThat(sealed(CommandRequested.class))
        .extracting(CommandRequested::command)
        .doesNotHaveDuplicates();
  }

  /**
   * Each type as the births say it, in the host's own encoding: by the number that the birth gave,
   * then by name. Req: tck-id-payloads-alias-data-cmd-requirement,
   * tck-id-payloads-name-cmd-requirement
   */
  @Test
  void eachTypeIsWrittenAsTheHostEncodesIt() throws Exception {
    start("5");
    List<Wanted> all = ofEachType();
    List<String> written = new ArrayList<>();
    for (Wanted each : all) {
      JsonNode born = born(each.point());
      assertThat(born.get("type").asText()).as(each.point()).isEqualTo(each.type());
      long alias = born.get("alias").asLong();
      assertThat(alias).isPositive();
      give(Map.of("alias", alias, "type", each.type(), "value", each.value()));
      written.addAll(each.written());
      await(() -> plc.written().size() == written.size());
      assertThat(plc.written()).isEqualTo(written);
    }
    await(() -> sealed(CommandResult.class).size() == all.size());
    give(named("trim", "Int16", 6));
    await(() -> newest("trim").orElseThrow().get("value").asInt() == 6);
    await(() -> born("level").get("value").asDouble() == 7.5);
    await(() -> born("total").get("value").asInt() == -70_000);
    await(() -> born("recipe").get("value").asText().equals("auto"));
    await(() -> born("pump").get("value").asBoolean());
    // The library looks for it in the field of 64 bits alone, docs/sparkplug.md.
    assertThat(born("counter").get("value").isNull()).isTrue();
    hostFoundNothingWrong();
  }

  private static List<Wanted> ofEachType() {
    return List.of(
        new Wanted("level", "Double", 7.5, "holding:10=750"),
        new Wanted("trim", "Int16", -5, "holding:20=65531"),
        new Wanted("total", "Int32", -70_000, "holding:22=61072", "holding:23=65534"),
        new Wanted("counter", "UInt32", 4_000_000_000L, "holding:24=61035", "holding:25=10240"),
        new Wanted("pressure", "Float", 1.5, "holding:26=16320", "holding:27=0"),
        new Wanted(
            "energy",
            "Double",
            -2.25,
            "holding:28=49154",
            "holding:29=0",
            "holding:30=0",
            "holding:31=0"),
        new Wanted(
            "serial",
            "Int64",
            -2,
            "holding:32=65535",
            "holding:33=65535",
            "holding:34=65535",
            "holding:35=65534"),
        new Wanted(
            "large",
            "UInt64",
            "9223372036854775808",
            "holding:36=32768",
            "holding:37=0",
            "holding:38=0",
            "holding:39=0"),
        new Wanted(
            "recipe",
            "String",
            "auto",
            "holding:40=24949",
            "holding:41=29807",
            "holding:42=0",
            "holding:43=0"),
        new Wanted("code", "UInt16", 1_234, "holding:44=4660"),
        new Wanted("door", "Boolean", true, "holding:50=8"),
        new Wanted("pump", "Boolean", true, "coil:5=true"));
  }

  /** What a host wants written, and what the device gets. */
  private record Wanted(String point, String type, Object value, List<String> written) {
    Wanted(String point, String type, Object value, String... written) {
      this(point, type, value, List.of(written));
    }
  }

  @Test
  void whatTheBirthsDoNotOfferIsRefusedAndTheRestOfTheMessageGoesOn() throws Exception {
    start("5");
    Map<String, Object> none = new HashMap<>(named("set-point", "UInt16", 1));
    Object _ = none.put("value", null);
    give(
        List.of(
            named("read-only", "UInt16", 1),
            named("nothing", "UInt16", 1),
            named("set-point", "String", "1"),
            named("set-point", "UInt16", 65_536),
            named("set-point", "Int16", -1),
            none,
            named("other", "UInt16", 1),
            named("level", "Double", 9.5),
            named("set-point", "UInt16", 8)));
    await(() -> !sealed(CommandResult.class).isEmpty());
    await(() -> isShown("given 3, under way 0, refused before 6"));
    // A body that is packed, as sparkplug-client packs what it sends where it is told to.
    var packed = Map.of("uuid", "SPBV1.0_COMPRESSED", "body", "eNoDAAAAAAE=");
    var _ = host.ask("command", Map.of("topic", TO_PLC, "metrics", List.of(), "more", packed));
    await(() -> isShown("given 3, under way 0, refused before 7"));
    assertThat(plc.written()).containsExactly("holding:110=8");
    await(() -> isDecided(PolicyDecision.Decision.DENY));
    await(() -> isDecided(PolicyDecision.Decision.ALLOW));
    await(() -> isFound("NOT_WRITABLE"));
    hostFoundNothingWrong();
  }

  /** Req: tck-id-payloads-dcmd-retain, which a host may break. */
  @Test
  void whatTheBrokerKeptIsNotCarriedOut() throws Exception {
    var _ =
        host.ask(
            "command",
            Map.of("topic", TO_PLC, "metric", named("set-point", "UInt16", 9), "retain", true));
    start("3.1.1");
    await(() -> isFound("RETAINED"));
    give(named("set-point", "UInt16", 10));
    await(() -> newest("set-point").orElseThrow().get("value").asInt() == 10);
    assertThat(plc.written()).containsExactly("holding:110=10");
    await(() -> isShown("given 1, under way 0, refused before 1"));
  }
}
