package dev.penstock.it;

import static dev.penstock.it.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.it.peers.Mosquitto;
import dev.penstock.it.peers.Peers;
import dev.penstock.pump.DestinationPump;
import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.edgenode.Settings;
import dev.penstock.sparkplugnode.SparkplugDestination;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.tahu.message.model.MessageType;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload.SparkplugBPayloadBuilder;
import org.eclipse.tahu.message.model.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our edge node and Eclipse Tahu's host application, over mosquitto: Tahu judges order and state of
 * what comes, and whatever it finds wrong it leaves out or has born again.
 */
@Timeout(300)
@SuppressWarnings("JavaUtilDate") // Tahu's own words for times
final class SparkplugTahuHostTest {
  private static final String PLC = "plc-1";

  /** What is QoS 0 waits in the broker too, for a host whose own link broke. */
  private static final String KEEPING = "queue_qos0_messages true";

  private final Peers peers = Peers.ofThisMachine();
  private final List<AutoCloseable> open = new ArrayList<>();

  @TempDir Path folder;

  private Mosquitto broker;
  private NorthRoute route;
  private SpeakingNode speaking;
  private SparkplugDestination node;

  @BeforeEach
  void openBrokerAndRoute() throws Exception {
    route = NorthRoute.open();
    open.add(route);
    broker = peers.mosquitto(folder, KEEPING);
    open.add(broker);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** One device, in a group that no other test has. */
  private DestinationPump north(Settings settings) {
    speaking = new SpeakingNode(route, settings.id().group().text() + "/gateway/", PLC);
    node =
        speaking.destination(
            settings,
            NorthRoute.link("scada", "penstock-scada", broker.port(), MqttVersion.V3_1_1, null));
    DestinationPump pump = route.deliver("scada", node);
    open.add(pump);
    return pump;
  }

  private TahuHost host(String id, String group) throws Exception {
    TahuHost host = TahuHost.start(broker.port(), id, group);
    open.add(host);
    return host;
  }

  private static Settings settings(String group) {
    return Settings.of(NodeId.of(group, "gateway"));
  }

  @Test
  void tahuIsThePrimaryHostThatOurNodeFollows() throws Exception {
    DestinationPump pump = north(settings("primary").withPrimaryHost("tahu-host", false));
    await(() ->
        pump.figures().why().filter(why -> why.contains("tahu-host is not there")).isPresent());
    Set<String> before = speaking.say(PLC, 40);
    TahuHost host = host("tahu-host", "primary");
    await(() -> host.values().equals(speaking.said()));
    assertThat(host.historical()).as("what nobody waited for is history").isEqualTo(before);
    assertThat(host.events().subList(0, 2))
        .containsExactly("NBIRTH primary/gateway", "DBIRTH primary/gateway/plc-1");
    assertThat(host.born())
        .contains(
            "primary/gateway/bdSeq",
            "primary/gateway/Node Control/Rebirth",
            "primary/gateway/plc-1/a",
            "primary/gateway/plc-1/b");
    Set<String> live = speaking.say(PLC, 40);
    await(() -> host.values().equals(speaking.said()));
    assertThat(host.historical()).doesNotContainAnyElementsOf(live);

    host.online(false);
    await(() -> host.count("NDEATH primary/gateway") == 1);
    await(() -> !pump.figures().isLinked());
    List<String> ofTheDevice = List.of("primary/gateway/plc-1/a", "primary/gateway/plc-1/b");
    await(() -> host.stale().containsAll(ofTheDevice));
    Set<String> missed = speaking.say(PLC, 60);
    assertThat(host.values()).doesNotContainKeys(missed.toArray(String[]::new));
    host.online(true);
    await(() -> host.values().equals(speaking.said()));
    assertThat(host.historical()).containsAll(missed);
    assertThat(host.stale()).isEmpty();
    assertThat(host.count("NBIRTH primary/gateway")).isEqualTo(2);
  }

  @Test
  void tahuThatComesLateAsksForBirthsByItself() throws Exception {
    DestinationPump pump = north(settings("late"));
    await(() -> pump.figures().isLinked());
    Set<String> unheard = speaking.say(PLC, 10);
    await(route::isDelivered);
    TahuHost host = host("tahu-late", "late");
    // Data of a node that it knows nothing of have it ask, some seconds after the first.
    await(() -> {
      if (node.counts().rebirths() == 0) {
        Set<String> _ = speaking.say(PLC, 1);
      }
      return host.count("DBIRTH late/gateway/plc-1") >= 1;
    });
    assertThat(node.counts().rebirths()).isPositive();
    Set<String> heard = speaking.say(PLC, 20);
    await(() -> host.values().keySet().containsAll(heard));
    assertThat(host.values()).doesNotContainKeys(unheard.toArray(String[]::new));
    assertThat(speaking.said()).containsAllEntriesOf(host.values());
  }

  @Test
  void aDeviceDiesForTahuAndAWriteOfTahuIsRefused() throws Exception {
    TahuHost host = host("tahu-deaths", "deaths");
    DestinationPump pump = north(settings("deaths").withPrimaryHost("tahu-deaths", false));
    await(() -> pump.figures().isLinked());
    Set<String> _ = speaking.say(PLC, 4);
    await(() -> host.values().equals(speaking.said()));
    host.command(
        new Topic("spBv1.0", "deaths", "gateway", "plc-1", MessageType.DCMD),
        new SparkplugBPayloadBuilder()
            .addMetric(new MetricBuilder("a", MetricDataType.Double, 4.5).createMetric())
            .createPayload());
    await(() -> node.counts().refused() == 1);
    assertThat(node.counts().commandsTaken()).isZero();

    speaking.lose(PLC);
    await(() -> host.count("DDEATH deaths/gateway/plc-1") == 1 && host.stale().size() >= 2);
    assertThat(host.stale())
        .containsExactlyInAnyOrder("deaths/gateway/plc-1/a", "deaths/gateway/plc-1/b");
    Set<String> _ = speaking.say(PLC, 2);
    await(() -> host.count("DBIRTH deaths/gateway/plc-1") == 2);
    await(() -> host.values().equals(speaking.said()));
    assertThat(host.stale()).isEmpty();
    pump.close();
    await(() -> host.count("NDEATH deaths/gateway") == 1);
    assertThat(host.events())
        .containsExactly(
            "NBIRTH deaths/gateway",
            "DBIRTH deaths/gateway/plc-1",
            "DDEATH deaths/gateway/plc-1",
            "DBIRTH deaths/gateway/plc-1",
            "NDEATH deaths/gateway");
  }
}
