package dev.penstock.it;

import static dev.penstock.it.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.Template;
import org.eclipse.tahu.model.MetricDataTypeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Points of a controller that the connections file makes members of a template: the library of
 * {@code sparkplug-client} and Eclipse Tahu read what a whole node sends, Tahu's host application
 * takes it, and a write of a member reaches the controller.
 */
@Timeout(300)
@SuppressWarnings("JavaUtilDate") // Tahu's own words for times
class SparkplugTemplatesTest {
  private static final String TO_PLC = "templates/DCMD/east/plc-1";
  private static final String PUMP = "plc-1/Pump 1";

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
              - id: speeds
                effect: allow
                who: "destination:scada"
                operations: write
                objects: unit 1 holding 110
      """;

  private final Peers peers = Peers.ofThisMachine();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final RegisterMemory plc = new RegisterMemory();

  @TempDir Path folder;

  private Mosquitto broker;
  private Judge host;

  @BeforeEach
  void startOthers() throws Exception {
    broker = peers.mosquitto(Files.createDirectory(folder.resolve("mosquitto")), "");
    open.add(broker);
    host = peers.sparkplugHost();
    open.add(host);
    var _ = host.ask("connect", Map.of("port", broker.port(), "host", "host-1"));
    plc.set(110, 900);
    plc.set(114, 55);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private static String connections(int device, int broker) {
    return """
    format: penstock-connections-1
    devices:
      - id: plc-1
        protocol: modbus
        asset: filter-plc
        at: {tcp: "127.0.0.1:%d", unit: 1}
        rates: {fast: 100 ms}
        points:
          - {name: p1 speed, address: "holding:110", type: uint16, writable: true, unit: rpm}
          - {name: p1 hours, address: "holding:114", type: uint16}
          - {name: p1 run, address: "coil:5", type: bool}
          - name: level
            address: "holding:10"
            type: uint16
            scaling: {raw-low: 0, raw-high: 1000, low: 0, high: 10}
    destinations:
      - id: scada
        protocol: sparkplug
        zone: dmz
        at:
          broker: "127.0.0.1:%d"
          group: templates
          node: east
          commands: yes
        send: [plc-1]
        templates:
          - name: Pump
            version: "2"
            members: {Speed: Int32, Hours: Double, Running: Boolean, Bearing: Float}
            parameters: {Maker: String unknown, Poles: Int64 4, Power: Double 7.5}
        instances:
          - name: Pump 1
            template: Pump
            device: plc-1
            members: {Speed: p1 speed, Hours: p1 hours, Running: p1 run}
            parameters: {Maker: Acme, Poles: 6}
    """
        .formatted(device, broker);
  }

  private void start() throws Exception {
    var answering = new ModbusServer(plc, DeviceIdentity.of("Acme", "P-7", "1.2"));
    var server = ModbusTcpServer.start(ServerOptions.at("127.0.0.1", 0), Answerer.of(answering));
    open.add(server);
    Path site = Files.writeString(folder.resolve("plant.yaml"), SITE);
    Path links =
        Files.writeString(
            folder.resolve("connections.yaml"), connections(server.port(), broker.port()));
    NodeSettings settings =
        NodeSettings.named("plant7.example/log")
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of()));
    open.add(Node.start(data(), settings, Node.Machine.here()));
    await(() -> "900".equals(member("Speed").path("value").asText()));
  }

  private Path data() {
    return folder.resolve("data");
  }

  /** What the host knows of the instance. */
  private JsonNode pump() {
    return host.ask("newest", Map.of()).path(PUMP).path("value");
  }

  private JsonNode member(String name) {
    return pump().path("members").path(name);
  }

  private JsonNode heard() {
    return host.ask("heard", Map.of());
  }

  private void ask(String member, String type, Object value) {
    Map<String, Object> template =
        Map.of(
            "templateRef",
            "Pump",
            "isDefinition",
            false,
            "metrics",
            List.of(Map.of("name", member, "type", type, "value", value)));
    var _ =
        host.ask(
            "command",
            Map.of(
                "topic",
                TO_PLC,
                "metric",
                Map.of("name", "Pump 1", "type", "Template", "value", template)));
  }

  private boolean isShown(String counts) throws IOException {
    return ControlClient.ask(data(), List.of("links")) instanceof ControlAnswer.Done done
        && done.lines().stream().anyMatch(each -> each.contains("commands  heard  " + counts));
  }

  @Test
  void theLibraryOfSparkplugClientReadsTheTemplateAndItsInstanceAndWritesAMember()
      throws Exception {
    start();
    JsonNode definition = host.ask("newest", Map.of()).get("/Pump").get("value");
    assertThat(definition.get("isDefinition").asBoolean()).isTrue();
    assertThat(definition.get("version").asText()).isEqualTo("2");
    assertThat(definition.get("members").get("Speed").get("type").asText()).isEqualTo("Int32");
    assertThat(definition.get("members").size()).isEqualTo(4);
    assertThat(definition.get("parameters").get("Maker").asText()).isEqualTo("unknown");
    assertThat(definition.get("parameters").get("Power").asDouble()).isEqualTo(7.5);
    JsonNode pump = pump();
    assertThat(pump.get("isDefinition").asBoolean()).isFalse();
    assertThat(pump.get("templateRef").asText()).isEqualTo("Pump");
    assertThat(pump.get("parameters").get("Maker").asText()).isEqualTo("Acme");
    assertThat(pump.get("parameters").get("Poles").asInt()).isEqualTo(6);
    assertThat(member("Hours").get("value").asDouble()).isEqualTo(55);
    assertThat(member("Running").get("value").asBoolean(true)).isFalse();
    assertThat(member("Bearing").get("value").isNull()).isTrue();
    assertThat(member("Speed").get("readOnly").asBoolean()).isFalse();
    assertThat(member("Hours").get("readOnly").asBoolean()).isTrue();
    assertThat(host.ask("newest", Map.of()).has("plc-1/level")).as("flat as ever").isTrue();
    assertThat(host.ask("newest", Map.of()).has("plc-1/p1 speed")).as("told once").isFalse();

    plc.set(114, 56);
    await(() -> member("Hours").get("value").asDouble() == 56);
    JsonNode data = heard().get("values");
    JsonNode last = data.get(data.size() - 1);
    assertThat(last.get("name").asText()).isEqualTo("Pump 1");
    assertThat(last.get("value").get("members").size()).as("what changed").isEqualTo(1);
    assertThat(last.get("value").get("members").get("Hours").get("record").asText())
        .matches("[0-9]+/[0-9]+");

    ask("Speed", "Int32", 1_200);
    await(() -> member("Speed").get("value").asInt() == 1_200);
    assertThat(plc.written()).containsExactly("holding:110=1200");
    ask("Hours", "Double", 1.0);
    await(() -> isShown("given 1, under way 0, refused before 1"));
    assertThat(plc.written()).hasSize(1);
    assertThat(heard().get("problems")).isEmpty();
  }

  /** Data has numbers for the names of metrics; members are found by their names. */
  @Test
  void tahuReadsEachPayloadAndItsHostTakesThem() throws Exception {
    TahuHost tahu = TahuHost.start(broker.port(), "tahu-templates", "templates");
    open.add(tahu);
    start();
    // If it subscribed behind the births, it asks for them when data comes of what it does not
    // know.
    var level = new AtomicInteger();
    await(() -> {
      plc.set(10, level.incrementAndGet() % 1_000);
      return tahu.count("DBIRTH templates/east/plc-1") >= 1;
    });
    assertThat(tahu.born()).contains("templates/east/Pump", "templates/east/plc-1/Pump 1");
    plc.set(114, 56);
    await(() -> tahu.members().containsValue(56.0));
    assertThat(tahu.members().keySet())
        .anyMatch(each -> each.startsWith("templates/east/plc-1/Pump 1/Hours/"));
    // The payloads are those that the other host has heard.
    await(() -> member("Hours").path("value").asDouble() == 56);

    var types = new MetricDataTypeMap();
    List<Template> instances = new ArrayList<>();
    List<Template> changes = new ArrayList<>();
    for (JsonNode each : heard().get("raws")) {
      byte[] bytes = Base64.getDecoder().decode(each.get(1).asText());
      String topic = each.get(0).asText();
      for (Metric metric :
          new SparkplugBPayloadDecoder().buildFromByteArray(bytes, types).getMetrics()) {
        if (metric.hasAlias() && topic.contains("BIRTH")) {
          types.addMetricDataType(metric.getAlias(), metric.getDataType());
        }
        if (metric.getValue() instanceof Template template) {
          boolean _ = (topic.contains("DDATA") ? changes : instances).add(template);
          assertThat(template.isDefinition()).isEqualTo(topic.contains("NBIRTH"));
        }
      }
    }
    assertThat(instances).hasSizeGreaterThanOrEqualTo(2);
    assertThat(instances.getFirst().getVersion()).isEqualTo("2");
    assertThat(instances.getFirst().getMetrics())
        .extracting(Metric::getDataType)
        .containsExactly(
            MetricDataType.Float,
            MetricDataType.Double,
            MetricDataType.Boolean,
            MetricDataType.Int32);
    Template born =
        instances.stream().filter(each -> !each.isDefinition()).findFirst().orElseThrow();
    assertThat(born.getTemplateRef()).isEqualTo("Pump");
    assertThat(born.getMetrics()).hasSize(4);
    assertThat(changes.getLast().getMetrics())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.getName()).isEqualTo("Hours");
          assertThat(each.getValue()).isEqualTo(56.0);
        });
  }
}
