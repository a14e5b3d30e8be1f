package dev.penstock.connections;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.points.Deadband;
import dev.penstock.points.Scaling;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bytes that docs/formats/connections.md promises, made by another program. */
class ConnectionsVectorsTest {
  private final JsonNode vectors =
      new ObjectMapper()
          .readTree(
              Vectors.root().resolve("docs/formats/vectors/connections/connections.json").toFile());

  ConnectionsVectorsTest() throws IOException {}

  private void same(int index, Connections connections) {
    JsonNode vector = vectors.get(index);
    assertThat(HexFormat.of().formatHex(ConnectionsForm.encode(connections)))
        .isEqualTo(vector.get("hex").asText());
    assertThat(connections.digest().toString()).isEqualTo(vector.get("sha256").asText());
  }

  @Test
  void nothingConnectedHasTheBytesThatArePromised() {
    same(0, Connections.NONE);
  }

  @Test
  void theExampleHasTheBytesThatArePromised() {
    var level =
        new Point(
            "level",
            new Origin.Read(
                "holding:100",
                "uint16",
                "fast",
                new Scaling(0, 27_648, 0, 4.5, Scaling.Beyond.CLAMPED),
                null),
            new Band(0.5, true, Duration.ofMinutes(5)),
            "m",
            "Level of the basin");
    var low =
        new Point(
            "level low",
            new Origin.Derived(Drawn.expression("{level} < 0.5")),
            Band.CHANGES,
            "",
            "");
    var setPoint =
        new Point(
            "set point",
            new Origin.Read("holding:110", "float32 CDAB", "slow", null, new Writing(0.0, 4.25)),
            new Band(0.1, false, Deadband.NEVER),
            "m",
            "");
    var device =
        new Device(
            "plc-1",
            "Filter 1",
            "modbus",
            "filter-plc",
            true,
            Map.of("unit", "1", "tcp", "10.20.0.7:502"),
            List.of(
                new Rate("slow", Duration.ofSeconds(10)), new Rate("fast", Duration.ofMillis(500))),
            List.of(setPoint, low, level));
    var cloud =
        new Destination(
            "cloud",
            "cloud",
            "mqtt",
            "dmz",
            true,
            Map.of("broker", "mqtt.example:8883"),
            List.of(Selection.parse("plc-1/level*").orElseThrow()),
            Destination.Order.LIVE_FIRST,
            Bounds.HISTORY_DEFAULT);
    var proxy = new Proxy("to-filter", "to-filter", true, "10.1.0.1:502", "control", "plc-1");
    same(1, new Connections(List.of(device), List.of(cloud), List.of(proxy)));
    same(2, new Connections(List.of(device), List.of(cloud), List.of(), List.of(server())));
  }

  private static Server server() {
    return new Server(
        "to-scada",
        "to-scada",
        "modbus",
        true,
        "10.1.0.1:502",
        "control",
        1,
        Duration.ofMinutes(1),
        List.of(
            new Server.Served("plc-1", "level", "input:0", "float32"),
            new Server.Served("plc-1", "level low", "discrete:0", "bool")));
  }

  @Test
  void templatesHaveTheBytesThatArePromised() {
    var point =
        new Point(
            "pump 1 amps",
            new Origin.Read("holding:100", "float32", "fast", null, null),
            Band.CHANGES,
            "A",
            "");
    var device =
        new Device(
            "plc-1",
            "plc-1",
            "modbus",
            "filter-plc",
            true,
            Map.of("tcp", "10.20.0.7:502"),
            List.of(new Rate("fast", Duration.ofMillis(500))),
            List.of(point));
    var scada =
        new Destination(
            "scada",
            "scada",
            "sparkplug",
            "dmz",
            true,
            Map.of("broker", "mqtt.example:8883", "group", "works"),
            List.of(Selection.parse("plc-1").orElseThrow()),
            Destination.Order.LIVE_FIRST,
            Bounds.HISTORY_DEFAULT,
            List.of(
                new MetricTemplate(
                    "Pump",
                    "2",
                    Map.of("Running", MemberType.BOOLEAN, "Amps", MemberType.FLOAT),
                    Map.of("Maker", new MetricTemplate.Parameter(MemberType.STRING, "unknown")))),
            List.of(
                new TemplateInstance(
                    "plc-1",
                    "Pump 1",
                    "Pump",
                    Map.of("Amps", "pump 1 amps"),
                    Map.of("Maker", "Acme"))));
    same(3, new Connections(List.of(device), List.of(scada), List.of()));
  }
}
