package dev.penstock.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.points.Quality;
import dev.penstock.web.ConnectionsView;
import dev.penstock.web.ConnectionsView.OncePoint;
import dev.penstock.web.ConnectionsView.OnceRead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Points of a device that are tried out, and tables of its points that are looked at. */
@Timeout(300)
class DeviceReadOnceTest {
  private static final String PLANT =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: control}
        - {id: field}
      conduits:
        - {id: supervision, between: [control, field]}
      assets:
        - {id: filter-plc, zone: field}
      """;

  /** Nothing may be read. */
  private static final String DENIED =
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

  @TempDir private Path temp;
  private WatchedPlc plc;

  @BeforeEach
  void startPlc() throws IOException {
    plc = new WatchedPlc();
    plc.setRegister(10, 500);
    plc.setRegister(20, 0x41AC);
    plc.setRegister(21, 0);
    plc.setRegister(22, 0xFFFE);
  }

  @AfterEach
  void stopPlc() {
    plc.close();
  }

  private Node start(String plant) throws IOException, StartException {
    Path site = Files.writeString(temp.resolve("plant.yaml"), plant);
    Path links =
        Files.writeString(
            temp.resolve("connections.yaml"),
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
            """
                .formatted(plc.port()));
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(
                new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of())
                    .with(Agreement.NOBODY));
    return Node.start(temp.resolve("data"), settings, Node.Machine.here());
  }

  private static ConnectionsView view(Node node) {
    return new NodeConnections(node.gateway().kept(), node.gateway().links());
  }

  private static LinkState state(Node node) {
    return view(node).links().devices().getFirst().link().state();
  }

  private static void awaitRunning(Node node) throws IOException, InterruptedException {
    TestPlant.await(
        () -> !view(node).links().devices().isEmpty() && state(node) instanceof LinkState.Running);
  }

  private static List<OncePoint> read(Node node, PointSpec... points) throws InterruptedException {
    return switch (view(node).readOnce("plc-1", List.of(points))) {
      case OnceRead.Done(var _, var read) -> read;
      case OnceRead.Busy(var text) -> throw new AssertionError(text);
      case OnceRead.NotRead(var text) -> throw new AssertionError(text);
    };
  }

  @Test
  void pointsThatNobodyConfiguredAreReadOverTheLinkThatStands() throws Exception {
    try (Node node = start(PLANT)) {
      awaitRunning(node);
      List<OncePoint> read =
          read(
              node,
              new PointSpec("holding:20", "float32"),
              new PointSpec("holding:20", "uint16"),
              new PointSpec("holding:22", "int16"),
              new PointSpec("nowhere", "int16"),
              new PointSpec("holding:10", "uint16"));
      assertThat(read)
          .extracting(OncePoint::value)
          .containsExactly(
              new Scalar.Real(21.5),
              new Scalar.Whole(0x41AC),
              new Scalar.Whole(-2),
              new Scalar.None(),
              new Scalar.Whole(500));
      assertThat(read.get(3).quality()).isEqualTo(Quality.CONFIGURATION_ERROR);
      assertThat(read.get(3).why()).hasValueSatisfying(why -> assertThat(why).contains("nowhere"));
      assertThat(view(node).links().devices().getFirst().link().sessions()).isEqualTo(1);
      assertThat(view(node).links().devices().getFirst().points()).isEqualTo(1);
      assertThat(view(node).readOnce("nobody", List.of(new PointSpec("holding:1", "uint16"))))
          .isInstanceOf(OnceRead.NotRead.class);
    }
  }

  /** Req: 62443-4-2 NDR 5.2 */
  @Test
  void whatThePolicyDoesNotLetTheNodeReadIsNotTriedOutEither() throws Exception {
    try (Node node = start(DENIED)) {
      awaitRunning(node);
      assertThat(read(node, new PointSpec("holding:20", "uint16")))
          .singleElement()
          .satisfies(each -> {
            assertThat(each.value()).isEqualTo(new Scalar.None());
            assertThat(each.quality()).isEqualTo(Quality.ACCESS_DENIED);
            assertThat(each.why().orElseThrow()).contains("'control'", "'field'");
          });
    }
  }

  @Test
  void whileTheDeviceIsGoneNothingIsRead() throws Exception {
    plc.close();
    try (Node node = start(PLANT)) {
      TestPlant.await(() ->
          !view(node).links().devices().isEmpty() && state(node) instanceof LinkState.Waiting);
      assertThat(view(node).readOnce("plc-1", List.of(new PointSpec("holding:1", "uint16"))))
          .isInstanceOf(OnceRead.NotRead.class);
    }
  }

  @Test
  void aTableIsLookedAtBesideWhatIsInForce() throws Exception {
    try (Node node = start(PLANT)) {
      ConnectionsView view = view(node);
      String before = PointSheet.write(view.active().orElseThrow().model().devices().getFirst());
      var same =
          view.check("plc-1", before, PointSheet.Mode.REPLACE, Optional.empty()).orElseThrow();
      assertThat(same.drafted().isInForce()).isTrue();
      assertThat(same.drafted().diff()).isEmpty();
      var made =
          view.check(
                  "plc-1",
                  "name,address,type\npressure,holding:20,float32\n",
                  PointSheet.Mode.MERGE,
                  Optional.empty())
              .orElseThrow();
      assertThat(made.table().points().added()).isEqualTo(1);
      assertThat(made.drafted().diff().toString()).contains("pressure");
      byte[] yaml = made.yaml().orElseThrow().getBytes(UTF_8);
      assertThat(view.check(yaml, Optional.empty()).draft()).isEqualTo(made.drafted().draft());
      assertThat(view.lay(yaml)).isInstanceOf(dev.penstock.web.VersionedView.Laid.Kept.class);
      var bad = view.check("format: [".getBytes(UTF_8), Optional.empty());
      assertThat(bad.draft().findings().getFirst().where().place().line()).isPositive();
      byte[] noText = {(byte) 0xFF};
      assertThat(view.check(noText, Optional.empty()).draft().findings()).hasSize(1);
      assertThat(view.check("nobody", before, PointSheet.Mode.MERGE, Optional.empty())).isEmpty();
      assertThat(view.active().orElseThrow().model().pointCount()).isEqualTo(1);
    }
  }
}
