package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.Digest;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.plantmap.dryrun.OwnReading;
import dev.penstock.plantmap.dryrun.Tried;
import dev.penstock.web.VersionedView.Laid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
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

/** Who tries a change is told what the node itself would read otherwise. */
@Timeout(300)
class NodeOwnReadingTest {
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
        - {id: pump-plc, zone: field}
        - {id: here-plc, zone: control}
      policy:
        format: penstock-policy-1
        channels:
          - id: readings
            conduit: supervision
            protocol: modbus
            from: control
            to: field
            rules:
              - id: levels
                effect: allow
                who: anyone
                operations: read
                objects: unit 1 holding 10..11
      """;

  @TempDir private Path temp;

  /** Nobody answers there: what may be read does not depend on it. */
  private ServerSocket silent;

  private Node node;

  @BeforeEach
  void start() throws Exception {
    silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    String connections =
        """
        format: penstock-connections-1
        devices:
          - id: plc-1
            protocol: modbus
            asset: filter-plc
            at: {tcp: "127.0.0.1:%1$d", unit: 1}
            rates: {fast: 1 s}
            points:
              - {name: flow, address: "holding:12", type: uint16}
              - {name: level, address: "holding:10", type: uint16}
              - {name: twice, expression: "{level} * 2"}
              - {name: upper, address: "holding:11", type: uint16}
          - id: plc-2
            protocol: modbus
            asset: here-plc
            at: {tcp: "127.0.0.1:%1$d", unit: 2}
            rates: {fast: 1 s}
            points:
              - {name: level, address: "holding:10", type: uint16}
          - id: plc-3
            protocol: modbus
            asset: pump-plc
            enabled: false
            at: {tcp: "127.0.0.1:%1$d", unit: 1}
            rates: {fast: 1 s}
            points:
              - {name: level, address: "holding:10", type: uint16}
        """
            .formatted(silent.getLocalPort());
    Path site = Files.writeString(temp.resolve("plant.yaml"), PLANT);
    Path links = Files.writeString(temp.resolve("connections.yaml"), connections);
    node =
        Node.start(
            temp.resolve("data"),
            TestPlant.settings(TestPlant.ORIGIN)
                .with(new PlantSettings(Optional.of(site), Agreement.SECOND_PERSON))
                .with(new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of())),
            Node.Machine.here());
    TestPlant.awaitNothingInTheWay(node);
    assertThat(node.remarks()).noneMatch(remark -> remark.contains("connections"));
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    silent.close();
  }

  private Tried tried(String plant) throws IOException {
    Digest model =
        node.plant().lay(plant.getBytes(StandardCharsets.UTF_8)) instanceof Laid.Kept(var kept)
            ? kept
            : Digest.of(new byte[0]);
    long to = Duration.ofDays(1).toNanos();
    return node.dryRuns().look(model, 0, to).orElseThrow().tried();
  }

  @Test
  void whatWouldNoLongerBeReadIsNamedWithTheReason() throws IOException {
    Tried narrower = tried(PLANT.replace("10..11", "11"));
    assertThat(narrower.isSame()).isFalse();
    assertThat(narrower.own())
        .containsExactly(
            new OwnReading(
                "plc-1",
                Optional.of("field"),
                3,
                1,
                0,
                List.of(
                    new OwnReading.Example(
                        "level",
                        true,
                        "the policy does not let zone 'control' read this in zone 'field':"
                            + " no-rule"))));
    assertThat(narrower.within(zone -> zone.equals("control")).own()).isEmpty();
    assertThat(narrower.within(zone -> zone.equals("field")).own()).hasSize(1);
  }

  @Test
  void whatWouldBeReadInAdditionSaysWhyItIsNotReadNow() throws IOException {
    Tried other = tried(PLANT.replace("10..11", "11..12"));
    assertThat(other.own()).hasSize(1);
    OwnReading own = other.own().getFirst();
    assertThat(own.lost()).isEqualTo(1);
    assertThat(own.gained()).isEqualTo(1);
    assertThat(own.examples())
        .extracting(each -> each.point() + " " + each.isLost())
        .containsExactly("level true", "flow false");
    assertThat(own.examples().getLast().reason()).endsWith("no-rule");
  }

  @Test
  void aDeviceThatIsMovedOrLeftOutIsJudgedWhereItWouldBe() throws IOException {
    Tried moved = tried(PLANT.replace("filter-plc, zone: field", "filter-plc, zone: dmz"));
    assertThat(moved.own()).hasSize(1);
    assertThat(moved.own().getFirst().lost()).isEqualTo(2);
    assertThat(moved.own().getFirst().examples().getFirst().reason()).endsWith("no-channel");
    Tried home = tried(PLANT.replace("filter-plc, zone: field", "filter-plc, zone: control"));
    assertThat(home.own().getFirst().gained()).isEqualTo(1);
    assertThat(home.own().getFirst().lost()).isZero();
    Tried gone = tried(PLANT.replace("  - {id: filter-plc, zone: field}\n", ""));
    assertThat(gone.own().getFirst().lost()).isEqualTo(2);
    assertThat(gone.own().getFirst().examples().getFirst().reason())
        .isEqualTo("the plant has no zone for filter-plc");
  }

  @Test
  void whereNothingIsReadOtherwiseNothingIsSaid() throws IOException {
    assertThat(tried(PLANT).isSame()).isTrue();
    Tried writes =
        tried(
            PLANT
                + PLANT
                    .substring(PLANT.indexOf("        - id: levels"))
                    .replace("levels", "writes")
                    .replace("operations: read", "operations: write"));
    assertThat(writes.own()).isEmpty();
    assertThat(tried(PLANT.replace("        - id: levels", "        - id: renamed")).own())
        .isEmpty();
  }

  @Test
  void theCommandSaysItInWordsAndForPrograms() throws IOException {
    Path other = Files.writeString(temp.resolve("other.yaml"), PLANT.replace("10..11", "11..12"));
    assertThat(done(List.of("plant", "dryrun", other.toString(), "-", "-", "text")))
        .startsWith(DryRunCommand.OTHERWISE)
        .contains(
            "! 1 of 3 points that this node reads of plc-1 would no longer be read",
            "* 1 of 3 points that this node reads of plc-1 would be read in addition")
        .anyMatch(line -> line.startsWith("    flow: now the policy does not let"));
    assertThat(done(List.of("plant", "dryrun", other.toString(), "-", "-", "json")).getLast())
        .contains("\"device\":\"plc-1\"", "\"lost\":1", "\"zone\":\"field\"");
  }

  private List<String> done(List<String> words) throws IOException {
    return ControlClient.ask(temp.resolve("data"), words) instanceof ControlAnswer.Done(var lines)
        ? lines
        : List.of("refused");
  }
}
