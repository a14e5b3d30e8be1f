package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole node that is asked for what nobody may, and whose device goes away.
 *
 * <p>Req: 62443-4-2 CR 6.2
 */
@Timeout(300)
class NodeGatewayNoticesTest {
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
      """;

  @TempDir private Path temp;
  private final MovedTime time = new MovedTime();

  private Node start(int plcPort) throws IOException, StartException {
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
              - {name: level, address: "holding:10", type: uint16, writable: true}
        """
            .formatted(plcPort);
    Path site = Files.writeString(temp.resolve("plant.yaml"), PLANT);
    Path links = Files.writeString(temp.resolve("connections.yaml"), connections);
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(
                new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of())
                    .with(Agreement.NOBODY));
    var machine = new Node.Machine(time, time::ticks, new SecureRandom(), "a test");
    return Node.start(temp.resolve("data"), settings, machine);
  }

  private static Optional<Standing> open(Node node, NoticeKind kind, String subject) {
    return node.notices().orElseThrow().open().stream()
        .filter(each -> each.notice().kind() == kind && each.notice().subject().equals(subject))
        .findFirst();
  }

  /** Whoever runs the node asks for what the policy does not let. */
  private void deny() throws IOException {
    assertThat(
            ControlClient.ask(
                temp.resolve("data"), List.of("command", "write", "plc-1", "level", "7")))
        .isInstanceOfSatisfying(
            ControlAnswer.Refused.class,
            refused -> assertThat(refused.reason()).startsWith("denied: the policy"));
  }

  private static void awaitRunning(Node node) throws IOException, InterruptedException {
    TestPlant.await(() -> !node.gateway().links().devices().isEmpty());
    TestPlant.await(() -> GatewayNotices.downNow(node).isEmpty());
  }

  private List<String> listed() throws IOException {
    return ControlClient.ask(temp.resolve("data"), List.of("notices"))
            instanceof ControlAnswer.Done(var lines)
        ? lines
        : List.of();
  }

  /** No channel is named: who looks sees it all the same. */
  @Test
  void whatIsDeniedIsOneNoticeThatCountsOutlivesARestartAndEnds() throws Exception {
    try (var plc = new WatchedPlc()) {
      try (Node node = start(plc.port())) {
        awaitRunning(node);
        assertThat(open(node, NoticeKind.REQUESTS_DENIED, "control/field")).isEmpty();
        for (int i = 0; i < 20; i++) {
          deny();
        }
        TestPlant.await(() -> open(node, NoticeKind.REQUESTS_DENIED, "control/field").isPresent());
        assertThat(open(node, NoticeKind.REQUESTS_DENIED, "control/field"))
            .get()
            .satisfies(each ->
                assertThat(each.notice().text())
                    .contains("from control to field", "write of unit 1 holding 10"));
        assertThat(listed()).anySatisfy(line -> assertThat(line).contains("requests-denied"));
        time.move(Duration.ofMinutes(2));
        TestPlant.await(() ->
            open(node, NoticeKind.REQUESTS_DENIED, "control/field")
                .filter(each -> each.notice().text().startsWith("20 requests "))
                .isPresent());
        assertThat(plc.written()).isEmpty();
      }
      try (Node node = start(plc.port())) {
        awaitRunning(node);
        assertThat(open(node, NoticeKind.REQUESTS_DENIED, "control/field")).isPresent();
        deny();
        TestPlant.await(() ->
            open(node, NoticeKind.REQUESTS_DENIED, "control/field")
                .filter(each -> each.notice().text().startsWith("1 request "))
                .isPresent());
        time.move(Duration.ofMinutes(16));
        TestPlant.await(() -> open(node, NoticeKind.REQUESTS_DENIED, "control/field").isEmpty());
      }
    }
  }

  @Test
  void aDeviceThatStaysAwayIsToldUntilItIsNoLongerConnected() throws Exception {
    var plc = new WatchedPlc();
    try (Node node = start(plc.port())) {
      awaitRunning(node);
      plc.close();
      TestPlant.await(() -> !GatewayNotices.downNow(node).isEmpty());
      assertThat(open(node, NoticeKind.LINK_DOWN, "plc-1")).isEmpty();
      TestPlant.await(() -> {
        time.move(Duration.ofMinutes(1));
        return open(node, NoticeKind.LINK_DOWN, "plc-1").isPresent();
      });
      assertThat(open(node, NoticeKind.LINK_DOWN, "plc-1"))
          .get()
          .satisfies(each ->
              assertThat(each.notice().text()).startsWith("Nothing is read there for more than"));
      // Nobody is told that a device is away which is no longer to be read.
      Path none = Files.writeString(temp.resolve("none.yaml"), "format: penstock-connections-1\n");
      List<String> words = List.of("connections", "propose", none.toString());
      assertThat(ControlClient.ask(temp.resolve("data"), words))
          .isInstanceOf(ControlAnswer.Done.class);
      TestPlant.await(() -> open(node, NoticeKind.LINK_DOWN, "plc-1").isEmpty());
    } finally {
      plc.close();
    }
  }
}
