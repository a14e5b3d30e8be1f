package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.plantmap.ConduitShown;
import dev.penstock.plantmap.ConduitState;
import dev.penstock.plantmap.Drawn;
import dev.penstock.plantmap.Ghost;
import dev.penstock.plantmap.Observed;
import dev.penstock.plantmap.ZoneShown;
import dev.penstock.web.MapView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The map of a whole node: what it reads, lets pass and denies is on it. */
@Timeout(300)
class NodeMapTest {
  private static final String PLANT =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: control}
        - {id: field, sources: [plc-*]}
        - {id: dmz}
      conduits:
        - {id: supervision, between: [control, field]}
        - {id: reports, between: [control, dmz]}
        - {id: aside, between: [dmz, field]}
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
            rules:
              - id: set-points
                effect: allow
                who: anyone
                operations: write
                objects: unit 1 holding 110
      """;

  @TempDir private Path temp;
  private WatchedPlc plc;
  private ProxyPort controlPort;
  private ProxyPort dmzPort;

  @BeforeEach
  void startPlc() throws IOException {
    plc = new WatchedPlc();
    controlPort = new ProxyPort();
    dmzPort = new ProxyPort();
  }

  @AfterEach
  void stopPlc() {
    plc.close();
  }

  private Node start() throws IOException, StartException {
    String connections =
        """
        format: penstock-connections-1
        devices:
          - id: plc-1
            protocol: modbus
            asset: filter-plc
            at: {tcp: "127.0.0.1:%d", unit: 1}
            rates: {fast: 100 ms}
            points:
              - {name: level, address: "holding:10", type: uint16}
        proxies:
          - {id: to-filter, listen: "127.0.0.1:%d", from-zone: control, to: plc-1}
          - {id: aside, listen: "127.0.0.1:%d", from-zone: dmz, to: plc-1}
        """
            .formatted(plc.port(), controlPort.number(), dmzPort.number());
    Path site = Files.writeString(temp.resolve("plant.yaml"), PLANT);
    Path links = Files.writeString(temp.resolve("connections.yaml"), connections);
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of()));
    return Node.start(temp.resolve("data"), settings, Node.Machine.here());
  }

  private static ConduitShown conduit(MapView map, String id) throws IOException {
    return look(map).picture().conduits().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static MapView.Look look(MapView map) throws IOException {
    return map.look(Instant.now(), Duration.ofHours(1)).orElseThrow();
  }

  @Test
  void whatPassesIsHeardOrDeniedIsOnTheMap() throws Exception {
    try (Node node = start()) {
      MapView map =
          new NodeMap(
              node.plant(),
              Optional.of("control"),
              node.projections().records(),
              _ -> Observed.NOTHING,
              InstantSource.system());
      TestPlant.awaitNothingInTheWay(node);
      TestPlant.await(() -> conduit(map, "supervision").heard() == 1);
      assertThat(conduit(map, "supervision").state()).isEqualTo(ConduitState.LIVE);
      assertThat(conduit(map, "reports").state())
          .as("before the node ran nobody would have known")
          .isEqualTo(ConduitState.UNKNOWN);
      TestPlant.await(() -> node.gateway().links().proxies().size() == 2);
      assertThat(controlPort.askUntilRecorded("06006e0007")).isEqualTo("06006e0007");
      TestPlant.await(() -> conduit(map, "supervision").passed() >= 1);
      assertThat(conduit(map, "supervision").unusedRules()).isZero();
      assertThat(dmzPort.ask("06006e0008")).startsWith("86");
      TestPlant.await(() -> !look(map).picture().ghosts().isEmpty());
      assertThat(look(map).picture().ghosts())
          .singleElement()
          .satisfies(ghost -> {
            assertThat(ghost.from()).isEqualTo("dmz");
            assertThat(ghost.to()).isEqualTo("field");
            assertThat(ghost.reason()).isEqualTo(Ghost.Reason.NO_CHANNEL);
            assertThat(ghost.denied()).isEqualTo(1);
            assertThat(ghost.protocols()).containsExactly("modbus");
          });
      assertThat(look(map).picture().zones())
          .filteredOn(zone -> zone.id().equals("field"))
          .singleElement()
          .satisfies(zone -> assertThat(zone.denied()).isEqualTo(1))
          .extracting(ZoneShown::assets)
          .isEqualTo(1);
      assertThat(Drawn.of(look(map).picture(), map.layout())).isPresent();
      assertThat(map.look(Instant.now().minus(Duration.ofDays(1)), Duration.ofHours(1))).isEmpty();
    }
  }
}
