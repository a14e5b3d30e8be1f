package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Configuration;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.gateway.DeviceShown;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.yaml.SettingsFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two people agree to what a whole node connects, and then it does. Req: 62443-4-2 CR 2.1 RE(4) */
@Timeout(300)
class ConnectionsAgreedTest {
  private static final String VERSIONS = "/api/v1/connections/versions";
  private static final String YAML = "application/yaml";
  private static final String PLANT =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: control}
        - {id: field}
      assets:
        - {id: filter-plc, zone: field}
        - {id: pump-plc, zone: field}
      """;

  @TempDir private Path temp;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private WatchedPlc filter;
  private WatchedPlc pump;
  private int port;

  @BeforeEach
  void start() throws IOException {
    filter = new WatchedPlc();
    pump = new WatchedPlc();
    port = HeldPorts.next();
  }

  @AfterEach
  void stop() {
    http.close();
    filter.close();
    pump.close();
  }

  private static String device(String id, String asset, WatchedPlc plc) {
    return """
      - id: %s
        protocol: modbus
        asset: %s
        at: {tcp: "127.0.0.1:%d", unit: 1}
        rates: {fast: 100 ms}
        points:
          - {name: level, address: "holding:10", type: uint16}
    """
        .formatted(id, asset, plc.port());
  }

  private String one() {
    return "format: penstock-connections-1\ndevices:\n" + device("plc-1", "filter-plc", filter);
  }

  private String both() {
    return one() + device("plc-2", "pump-plc", pump);
  }

  private Path data() {
    return temp.resolve("data");
  }

  private Node node(String more) throws Exception {
    Path plant = Files.writeString(temp.resolve("plant.yaml"), PLANT);
    Path connections = Files.writeString(temp.resolve("connections.yaml"), one());
    String text =
        """
        origin: plant7.example/log
        http: {port: %d}
        plant: {file: %s}
        gateway: {connections: %s, zone: control%s}
        """
            .formatted(port, plant, connections, more);
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case SettingsFile.Reading.Valid<NodeSettings>(var settings) ->
          Node.start(data(), settings, Node.Machine.here());
      case SettingsFile.Reading.Faulty<NodeSettings>(var problems) ->
          throw new AssertionError(problems);
    };
  }

  private static List<String> devices(Node node) {
    return node.gateway().links().devices().stream()
        .map(DeviceShown::device)
        .map(device -> device.id())
        .toList();
  }

  private String proposed(String text) throws Exception {
    Path file = Files.writeString(temp.resolve("another.yaml"), text);
    return switch (ControlClient.ask(data(), List.of("connections", "propose", file.toString()))) {
      case ControlAnswer.Done(var lines) -> String.join("\n", lines);
      case ControlAnswer.Refused(var why) -> "refused: " + why;
    };
  }

  @Test
  void aDeviceIsReadWhenASecondPersonHasAgreedAndNotBefore() throws Exception {
    try (Node node = node("")) {
      TestPlant.await(() -> !filter.asked().isEmpty());
      NodeBrowser ada = NodeBrowser.ofFirst(http, node);
      NodeBrowser emil = PasskeyHolder.joined(http, node, ada, "emil", "engineer");
      NodeBrowser bo = PasskeyHolder.joined(http, node, ada, "bo", "security-officer");
      PasskeyHolder key = PasskeyHolder.of(bo, "http://localhost:" + port);

      String asked = emil.done(202, emil.postAs(YAML, VERSIONS, both()));
      assertThat(asked).contains("\"kind\":\"connections.change\"", "devices[plc-2]");
      String approval = NodeBrowser.first(asked, "id");
      String digest = NodeBrowser.first(asked, "digest");
      assertThat(
              NodeBrowser.problem(
                  emil.post(
                      "/api/v1/approvals/" + approval + "/approve",
                      "{\"digest\": \"" + digest + "\"}")))
          .startsWith("403 ");
      assertThat(devices(node)).containsExactly("plc-1");
      assertThat(pump.asked()).as("before anybody agreed").isEmpty();

      assertThat(bo.done(200, key.agree(approval))).contains("\"state\":\"executed\"");
      TestPlant.await(() -> !pump.asked().isEmpty());
      TestPlant.await(() -> devices(node).equals(List.of("plc-1", "plc-2")));
      assertThat(bo.done(200, bo.get("/api/v1/connections"))).contains("\"number\":\"2\"", "plc-2");
      TestPlant.await(
          () -> bodyOf(bo, "/api/v1/connections/links").contains("\"product\":\"P-7\""));
      assertThat(bodyOf(bo, "/api/v1/connections/devices/plc-2/points")).contains("holding:10");

      assertThat(NodeBrowser.problem(key.agree(approval))).as("once is all").startsWith("409 ");
      TestPlant.await(() -> configurations(node).size() == 2);
      Configuration stated = configurations(node).getLast();
      assertThat(stated.author()).isNotNull();
      assertThat(stated.approvedBy()).hasSize(1).doesNotContain(stated.author());
      assertThat(stated.details().toString()).contains("two people");
    }
  }

  @Test
  void whileThereHasNeverBeenASecondPersonTheNodesUserNeedsNone() throws Exception {
    try (Node node = node("")) {
      assertThat(proposed(both())).as("nobody is there").contains("Version 2 is in force");
      TestPlant.await(() -> devices(node).equals(List.of("plc-1", "plc-2")));
      NodeBrowser ada = NodeBrowser.ofFirst(http, node);
      assertThat(proposed(one())).as("one is there").contains("Version 3 is in force");
      NodeBrowser _ = PasskeyHolder.joined(http, node, ada, "bo", "security-officer");
      assertThat(proposed(both().replace("100 ms", "200 ms"))).as("two are").contains("waits");
      TestPlant.await(() -> devices(node).equals(List.of("plc-1")));
    }
  }

  @Test
  void theAuthorIsNeverTheSecondPerson() throws Exception {
    try (Node node = node("")) {
      NodeBrowser ada = NodeBrowser.ofFirst(http, node);
      NodeBrowser bo = PasskeyHolder.joined(http, node, ada, "bo", "security-officer");
      NodeBrowser cy = PasskeyHolder.joined(http, node, ada, "cy", "viewer");
      PasskeyHolder key = PasskeyHolder.of(bo, "http://localhost:" + port);
      String asked =
          ada.done(
              202,
              ada.post(
                  "/api/v1/people/" + PasskeyHolder.id(ada, "cy") + "/roles",
                  "{\"roles\": [{\"role\": \"asset-owner\"}], \"reason\": \"\"}"));
      String _ = bo.done(200, key.agree(NodeBrowser.first(asked, "id")));

      assertThat(proposed(both())).contains("waits", "plant.change");
      assertThat(proposed("devices: 7")).contains("refused");
      String versions = bodyOf(bo, VERSIONS);
      assertThat(versions).contains("\"origin\":\"node-user\"");
      String model =
          NodeBrowser.first(versions.substring(versions.indexOf("\"waiting\"")), "model");
      assertThat(bodyOf(bo, VERSIONS + "/" + model + "/difference")).contains("devices[plc-2]");
      String wish = bo.done(202, bo.post(VERSIONS + "/" + model + "/propose", "{}"));
      String approval = NodeBrowser.first(wish, "id");
      assertThat(NodeBrowser.problem(key.agree(approval))).isEqualTo("403 approver-is-author");
      assertThat(devices(node)).doesNotContain("plc-2");
      String _ = cy.done(200, cy.signIn("cy", NodeBrowser.PASSWORD));
      PasskeyHolder other = PasskeyHolder.of(cy, "http://localhost:" + port);
      assertThat(cy.done(200, other.agree(approval))).contains("\"state\":\"executed\"");
      TestPlant.await(() -> !pump.asked().isEmpty());
    }
  }

  @Test
  void whereTheSettingsWantNobodyElseOneProposalIsEnough() throws Exception {
    try (Node node = node(", approval: none")) {
      TestPlant.await(() -> !filter.asked().isEmpty());
      assertThat(proposed(both())).contains("Version 2 is in force");
      TestPlant.await(() -> !pump.asked().isEmpty());
      NodeBrowser ada = NodeBrowser.ofFirst(http, node);
      NodeBrowser emil = PasskeyHolder.joined(http, node, ada, "emil", "engineer");
      NodeBrowser _ = PasskeyHolder.joined(http, node, ada, "bo", "security-officer");
      assertThat(emil.done(200, emil.postAs(YAML, VERSIONS, one())))
          .contains("version 3 of the connections is in force");
      TestPlant.await(() -> devices(node).equals(List.of("plc-1")));
    }
  }

  private static String bodyOf(NodeBrowser browser, String path) throws IOException {
    try {
      return browser.done(200, browser.get(path));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static List<Configuration> configurations(Node node) throws IOException {
    return SealedAccess.values(node).stream()
        .filter(Configuration.class::isInstance)
        .map(Configuration.class::cast)
        .filter(each -> each.object().equals("connections"))
        .toList();
  }
}
