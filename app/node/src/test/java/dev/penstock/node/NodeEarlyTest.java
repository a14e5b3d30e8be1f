package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Gap;
import dev.penstock.flow.delivery.EarlyNote;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole node whose disk stands still, and a broker that does not wait for it. */
@Timeout(300)
class NodeEarlyTest {
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
  private final IllDisk disk = new IllDisk();
  private final MovedTime time = new MovedTime();
  private WatchedPlc plc;
  private HearingBroker broker;

  @BeforeEach
  void open() throws IOException {
    plc = new WatchedPlc();
    broker = new HearingBroker();
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
    plc.close();
  }

  private static String destination(String id, String order, int port) {
    return """
      - id: %s
        protocol: mqtt
        zone: dmz
        at:
          broker: "127.0.0.1:%d"
          version: 3.1.1
          topic: %s/{point}
          payload: "json one: value"
        send: ["plc-1/level"]
        order: %s
    """
        .formatted(id, port, id, order);
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
        destinations:
        """
            .formatted(plc.port());
    Path links =
        Files.writeString(
            temp.resolve("connections.yaml"),
            connections
                + destination("early", "before-durable", broker.port())
                + destination("late", "live-first", broker.port()));
    Path site = Files.writeString(temp.resolve("plant.yaml"), PLANT);
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of()));
    var machine = new Node.Machine(time, time::ticks, new SecureRandom(), "a test", disk);
    return Node.start(temp.resolve("data"), settings, machine);
  }

  /** But for what was there before anybody had set anything: history to one, perhaps. */
  private List<String> heard(String destination) {
    return broker.heard().stream()
        .filter(each -> each.topic().startsWith(destination + "/"))
        .map(HearingBroker.Message::payload)
        .filter(each -> !each.contains("\"value\":0,"))
        .toList();
  }

  private boolean hasHeard(String destination, int value) {
    return heard(destination).stream().anyMatch(each -> each.contains("\"value\":" + value + ","));
  }

  private static void awaitLinks(Node node) throws Exception {
    TestPlant.await(() ->
        node.gateway().links().destinations().stream()
                .filter(each -> each.figures().isLinked())
                .count()
            == 2);
  }

  private void awaitBoth(int value) throws Exception {
    plc.setRegister(10, value);
    TestPlant.await(() -> hasHeard("early", value) && hasHeard("late", value));
  }

  private void standStill() {
    disk.answers = new CountDownLatch(1);
    disk.isStalled = name -> name.startsWith("journal/");
  }

  private void goOn() {
    disk.isStalled = _ -> false;
    disk.answers.countDown();
  }

  private static List<Gap> gaps(Node node) throws IOException {
    return NodeRecords.of(node, Gap.class).stream()
        .filter(each -> each.cause() == Gap.Cause.UNJOURNALED)
        .toList();
  }

  @Test
  void whileTheDiskStandsStillValuesReachWhoWantsThemAndOnceOnly() throws Exception {
    try (Node node = start()) {
      awaitLinks(node);
      awaitBoth(101);
      standStill();
      plc.setRegister(10, 202);
      TestPlant.await(() -> hasHeard("early", 202));
      plc.setRegister(10, 303);
      TestPlant.await(() -> hasHeard("early", 303));
      assertThat(hasHeard("late", 202)).as("what is not durable").isFalse();
      goOn();
      TestPlant.await(() -> hasHeard("late", 202) && hasHeard("late", 303));
      awaitBoth(404);
      TestPlant.await(() ->
          node.gateway().links().destinations().stream()
              .allMatch(each -> each.figures().lag() == 0));
      assertThat(heard("early")).hasSameElementsAs(heard("late"));
      assertThat(new HashSet<>(heard("early"))).hasSameSizeAs(heard("early"));
      assertThat(gaps(node)).isEmpty();
    } finally {
      goOn();
    }
  }

  @Test
  void whatTheJournalNeverGotIsStatedByTheNextStart() throws Exception {
    try (Node node = start()) {
      awaitLinks(node);
      awaitBoth(101);
      standStill();
      plc.setRegister(10, 202);
      TestPlant.await(() -> hasHeard("early", 202));
      plc.setRegister(10, 303);
      TestPlant.await(() -> hasHeard("early", 303));
      Path note = temp.resolve("data/notes").resolve(EarlyNotes.FILE);
      TestPlant.await(() ->
          Files.exists(note)
              && EarlyNote.decode(Files.readAllBytes(note))
                  .equals(new Decoded.Value<>(node.intake().earlyNote())));
      assertThat(node.intake().earlyNote()).isNotEqualTo(EarlyNote.NONE);
      // What is under way becomes durable; for what waits behind it there is no room any more.
      disk.isFull = name -> name.startsWith("journal/");
      goOn();
    } finally {
      goOn();
    }
    disk.isFull = _ -> false;
    try (Node node = start()) {
      TestPlant.await(() -> !gaps(node).isEmpty());
      assertThat(gaps(node))
          .singleElement()
          .satisfies(gap -> {
            assertThat(gap.count()).isPositive();
            assertThat(gap.from()).isPositive();
            assertThat(gap.first()).isNull();
          });
      Path note = temp.resolve("data/notes").resolve(EarlyNotes.FILE);
      TestPlant.await(() -> Files.size(note) == 0);
      awaitLinks(node);
      awaitBoth(404);
      assertThat(gaps(node)).hasSize(1);
    }
    try (Node node = start()) {
      awaitLinks(node);
      awaitBoth(505);
      TestPlant.await(() -> NodeRecords.of(node, Boot.class).size() == 3);
      assertThat(gaps(node)).as("it is stated once").hasSize(1);
    }
  }
}
