package dev.penstock.it;

import static dev.penstock.it.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Mosquitto;
import dev.penstock.it.peers.Peers;
import dev.penstock.mqtt.TlsFiles;
import dev.penstock.pump.DestinationPump;
import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.edgenode.Settings;
import dev.penstock.sparkplugnode.SparkplugDestination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.model.MetricDataTypeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * From typed samples through a journal and mosquitto to a host of others, over outages of the
 * broker and of the host. Each payload that was sent is read by Eclipse Tahu's classes too.
 */
@Timeout(300)
@SuppressWarnings("JavaUtilDate") // Tahu's own words for times
final class SparkplugHostTest {
  private static final int BATCH = 100;
  private static final int BAD_QUALITY = 0;

  /** What is QoS 0 waits in the broker too, for a host whose own link broke. */
  private static final String KEEPING = "queue_qos0_messages true";

  private final Peers peers = Peers.ofThisMachine();
  private final NorthRoute route = NorthRoute.open();
  private final SpeakingNode speaking = new SpeakingNode(route, "", "plc-1", "plc-2");
  private final List<AutoCloseable> open = new ArrayList<>(List.of(route));

  @TempDir Path folder;

  private SparkplugDestination node;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private DestinationPump north(int port, MqttVersion version, @Nullable TlsFiles tls) {
    node =
        speaking.destination(
            Settings.of(NodeId.of("water", "gateway")).withPrimaryHost("host-1", false),
            NorthRoute.link("scada", "penstock-scada", port, version, tls));
    DestinationPump pump = route.deliver("scada", node);
    open.add(pump);
    return pump;
  }

  private Judge host(int port, @Nullable TlsFiles tls) throws IOException {
    Judge host = peers.sparkplugHost();
    open.add(host);
    Map<String, Object> with = new HashMap<>(Map.of("port", port, "host", "host-1"));
    if (tls != null) {
      with.put("ca", tls.trust().toString());
      with.put("chain", String.valueOf(tls.chain()));
      with.put("key", String.valueOf(tls.key()));
    }
    var _ = host.ask("connect", with);
    return host;
  }

  /** So many batches of values, in turn of both devices; returns when they are durable. */
  private void say(int batches) throws InterruptedException {
    for (int i = 0; i < batches; i++) {
      Set<String> _ = speaking.say("plc-" + (1 + i % 2), BATCH);
    }
  }

  private Map<String, Double> said() {
    return speaking.said();
  }

  /** All that was said is at the host, which counts what it has. */
  private void awaitHeard(Judge host) throws Exception {
    await(() -> distinct(host) == said().size());
  }

  private static int distinct(Judge host) {
    return host.ask("count", Map.of()).get("distinct").asInt();
  }

  private static List<String> events(Judge host) {
    List<String> all = new ArrayList<>();
    host.ask("count", Map.of()).get("events").forEach(each -> all.add(each.asText()));
    return all;
  }

  /** All that was said arrived with its value and time; gives what came as history. */
  private Set<String> account(JsonNode heard) {
    assertThat(heard.get("problems")).isEmpty();
    Map<String, Double> arrived = new HashMap<>();
    Set<String> history = new TreeSet<>();
    for (JsonNode each : heard.get("values")) {
      String key = key(each);
      if (each.get("quality").asInt() == BAD_QUALITY) {
        continue;
      }
      assertThat(each.get("record").asText()).matches("[0-9]+/[0-9]+");
      Double before = arrived.put(key, each.get("value").asDouble());
      assertThat(before == null || before == each.get("value").asDouble()).isTrue();
      if (each.get("historical").asBoolean()) {
        boolean _ = history.add(key);
      }
    }
    Set<String> wrong = new TreeSet<>(said().keySet());
    wrong.removeIf(each -> said().get(each).equals(arrived.get(each)));
    assertThat(wrong).as("missing, or of another value").isEmpty();
    assertThat(arrived).as("and nothing beside").hasSameSizeAs(said());
    return history;
  }

  private static String key(JsonNode value) {
    return value.get("device").asText()
        + "/"
        + value.get("name").asText()
        + "/"
        + value.get("time").asLong();
  }

  /** Tahu reads each payload, and of data the same times and values as the host did. */
  private static void readByTahu(JsonNode heard) throws Exception {
    var decoder = new SparkplugBPayloadDecoder();
    var types = new MetricDataTypeMap();
    List<String> theirs = new ArrayList<>();
    for (JsonNode each : heard.get("raws")) {
      String topic = each.get(0).asText();
      byte[] bytes = Base64.getDecoder().decode(each.get(1).asText());
      for (Metric metric : decoder.buildFromByteArray(bytes, types).getMetrics()) {
        if (topic.contains("BIRTH")) {
          assertThat(metric.getDataType()).isNotNull();
          assertThat(metric.isHistorical()).isFalse();
          if (metric.hasAlias()) {
            types.addMetricDataType(metric.getAlias(), metric.getDataType());
          }
        } else if (topic.contains("DDATA")) {
          assertThat(metric.hasName()).isFalse();
          boolean _ =
              theirs.add(
                  metric.getTimestamp().getTime()
                      + " "
                      + (metric.isHistorical() ? "then " : "now ")
                      + metric.getValue());
        }
      }
    }
    List<String> hosts = new ArrayList<>();
    heard
        .get("values")
        .forEach(each -> {
          boolean _ =
              hosts.add(
                  each.get("time").asLong()
                      + " "
                      + (each.get("historical").asBoolean() ? "then " : "now ")
                      + (each.get("value").isNull() ? null : each.get("value").asDouble()));
        });
    assertThat(theirs).isEqualTo(hosts);
  }

  @ParameterizedTest
  @EnumSource(MqttVersion.class)
  void anOutageOfTheBrokerIsMadeGoodWithLiveValuesFirst(MqttVersion version) throws Exception {
    Mosquitto broker = peers.mosquitto(folder, KEEPING);
    open.add(broker);
    Judge host = host(broker.port(), null);
    var _ = host.ask("online", Map.of());
    DestinationPump pump = north(broker.port(), version, null);
    await(() -> pump.figures().isLinked());
    say(10);
    awaitHeard(host);
    assertThat(account(host.ask("heard", Map.of()))).isEmpty();
    // What nobody acknowledged when the link ends comes again, as history.
    await(route::isDelivered);
    broker.stop();
    await(() -> !pump.figures().isLinked());
    Set<String> before = new TreeSet<>(said().keySet());
    say(200);
    Set<String> missed = new TreeSet<>(said().keySet());
    missed.removeAll(before);
    broker.startAgain();
    var _ = host.ask("online", Map.of());
    await(() -> pump.figures().isLinked());
    say(4);
    awaitHeard(host);
    await(route::isDelivered);
    JsonNode heard = host.ask("heard", Map.of());
    Set<String> history = account(heard);
    assertThat(history).containsAll(missed);
    JsonNode last = heard.get("values").get(heard.get("values").size() - 1);
    assertThat(last.get("historical").asBoolean()).as("live did not wait").isTrue();
    assertThat(history.size()).as("what came behind is live").isLessThan(said().size() - 1_000);
    readByTahu(heard);
    assertThat(pump.figures().overtaken()).isZero();
    assertThat(node.counts().unsaid()).isZero();
    assertThat(node.counts().faults()).isZero();
  }

  @Test
  void whileThePrimaryHostIsAwayAllIsKeptOverTlsAndBirthsSayWhatIsThen() throws Exception {
    TestAuthority authority = TestAuthority.of(folder, peers);
    authority.make();
    Mosquitto broker = peers.mosquitto(folder, authority.listener() + KEEPING);
    open.add(broker);
    TlsFiles own = authority.client();
    DestinationPump pump = north(broker.port(), MqttVersion.V5, own);
    await(
        () -> pump.figures().why().filter(why -> why.contains("host-1 is not there")).isPresent());
    say(20);
    Judge host = host(broker.port(), own);
    var _ = host.ask("online", Map.of());
    awaitHeard(host);
    assertThat(account(host.ask("heard", Map.of()))).isEqualTo(said().keySet());
    Set<String> before = new TreeSet<>(said().keySet());
    say(2);
    awaitHeard(host);
    // What a host has and nobody acknowledged when the link ends comes again, as history.
    await(route::isDelivered);
    var _ = host.ask("offline", Map.of());
    await(() -> events(host).contains("NDEATH"));
    await(() -> !pump.figures().isLinked());
    say(30);
    int heardBefore = distinct(host);
    assertThat(heardBefore).isEqualTo(before.size() + 2 * BATCH);
    var _ = host.ask("online", Map.of());
    awaitHeard(host);
    JsonNode heard = host.ask("heard", Map.of());
    Set<String> history = account(heard);
    assertThat(history).hasSize(said().size() - 2 * BATCH);
    readByTahu(heard);
    // The second birth of a device says what it had then, which came as history too.
    List<JsonNode> deviceBirths = new ArrayList<>();
    heard
        .get("events")
        .forEach(each -> {
          if (each.get("type").asText().equals("DBIRTH")
              && each.get("device").asText().equals("plc-2")) {
            boolean _ = deviceBirths.add(each);
          }
        });
    assertThat(deviceBirths.getLast().get("metrics"))
        .anySatisfy(each -> {
          assertThat(each.get("name").asText()).isEqualTo("b");
          assertThat(each.get("time").asLong()).isEqualTo(speaking.lastMs());
        });
    assertThat(deviceBirths.getLast().get("bdSeq").asInt())
        .isGreaterThan(deviceBirths.getFirst().get("bdSeq").asInt());
  }

  @Test
  void aHostAsksForBirthsAndIsRefusedAWrite() throws Exception {
    Mosquitto broker = peers.mosquitto(folder, KEEPING);
    open.add(broker);
    Judge host = host(broker.port(), null);
    var _ = host.ask("online", Map.of());
    DestinationPump pump = north(broker.port(), MqttVersion.V5, null);
    await(() -> pump.figures().isLinked());
    say(2);
    awaitHeard(host);
    var rebirth = Map.of("name", "Node Control/Rebirth", "type", "Boolean", "value", true);
    var _ = host.ask("command", Map.of("topic", "water/NCMD/gateway", "metric", rebirth));
    await(() -> node.counts().rebirths() == 1);
    await(() -> events(host).stream().filter("NBIRTH"::equals).count() == 2);
    var write = Map.of("name", "a", "type", "Double", "value", 4.5);
    var _ = host.ask("command", Map.of("topic", "water/DCMD/gateway/plc-1", "metric", write));
    await(() -> node.counts().refused() == 1);
    say(2);
    awaitHeard(host);
    JsonNode heard = host.ask("heard", Map.of());
    assertThat(account(heard)).isEmpty();
    readByTahu(heard);
    assertThat(node.counts().commandsTaken()).isZero();
  }

  @Test
  void aDeviceDiesWithItsLinkAndTheNodeWithItsEnd() throws Exception {
    Mosquitto broker = peers.mosquitto(folder, KEEPING);
    open.add(broker);
    Judge host = host(broker.port(), null);
    var _ = host.ask("online", Map.of());
    DestinationPump pump = north(broker.port(), MqttVersion.V3_1_1, null);
    await(() -> pump.figures().isLinked());
    say(2);
    awaitHeard(host);
    speaking.lose("plc-1");
    await(() -> events(host).contains("DDEATH plc-1"));
    say(2);
    await(() -> events(host).stream().filter("DBIRTH plc-1"::equals).count() == 2);
    await(() -> distinct(host) == said().size() + 2);
    pump.close();
    await(() -> events(host).contains("NDEATH"));
    JsonNode heard = host.ask("heard", Map.of());
    assertThat(account(heard)).isEmpty();
    readByTahu(heard);
    assertThat(events(host)).doesNotContain("DDEATH plc-2");
  }
}
