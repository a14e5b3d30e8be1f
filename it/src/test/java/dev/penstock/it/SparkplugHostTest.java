package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.delivery.DeliveryRules;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Mosquitto;
import dev.penstock.it.peers.Peers;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.merkle.Digest;
import dev.penstock.mqtt.MqttServerLink;
import dev.penstock.mqtt.NorthOptions;
import dev.penstock.mqtt.TlsFiles;
import dev.penstock.north.SampleFeed;
import dev.penstock.north.Selection;
import dev.penstock.pump.Attendance;
import dev.penstock.pump.DestinationPump;
import dev.penstock.pump.IntakeLimits;
import dev.penstock.pump.IntakePump;
import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.edgenode.Settings;
import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.Reported;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplugnode.Commands;
import dev.penstock.sparkplugnode.Plant;
import dev.penstock.sparkplugnode.SparkplugDestination;
import dev.penstock.sparkplugnode.SparkplugOptions;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.model.MetricDataTypeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final int BATCH = 100;
  private static final long FIRST_MS = 1_767_225_600_000L;
  private static final int NO_COMMUNICATION = 0x8031_0000;
  private static final int BAD_QUALITY = 0;

  /** What is QoS 0 waits in the broker too, for a host whose own link broke. */
  private static final String KEEPING = "queue_qos0_messages true";

  private final Peers peers = Peers.ofThisMachine();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final AtomicInteger births = new AtomicInteger();
  private final Map<String, Reported> newest = new TreeMap<>();
  private volatile Pending kept = Pending.from(0);

  /** By device, metric and time, what was said: the account that the host's is held against. */
  private final Map<String, Double> said = new HashMap<>();

  private int values;

  @TempDir Path folder;

  private IntakePump intake;
  private FileJournal journal;
  private SparkplugDestination node;

  @BeforeEach
  void openTheJournal() {
    JournalOpening opening =
        FileJournal.create(
            SimDisk.calm(),
            1 << 20,
            JournalOptions.of(InstantSource.system(), new SplittableRandom(1), "it"));
    journal = ((JournalOpening.Opened) opening).journal();
    open.add(journal);
    intake =
        new IntakePump(
            journal,
            new Numbering(),
            0,
            _ -> Naming.UNKNOWN,
            InstantSource.system(),
            IntakeLimits.DEFAULT,
            new Attendance(InstantSource.system().instant(), System::nanoTime, new Hearers()),
            new NoPayloads());
    open.add(intake);
    intake.start();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** Nothing that is said here is too large for its record. */
  static final class NoPayloads implements PayloadStore {
    @Override
    public Digest put(byte[] content, long position) throws IOException {
      throw new IOException("nothing is kept here");
    }

    @Override
    public Optional<byte[]> get(Digest digest) {
      return Optional.empty();
    }

    @Override
    public long storedBytes() {
      return 0;
    }

    @Override
    public Optional<Stretch> oldestBeyond(long bytes) {
      return Optional.empty();
    }

    @Override
    public boolean dropBelow(long position) {
      return true;
    }
  }

  /** Two devices, of which one metric may be written. */
  private final class TwoDevices implements Plant {
    private final List<DeviceForm> forms = List.of(form("plc-1"), form("plc-2"));

    private static DeviceForm form(String name) {
      return new DeviceForm(name, List.of(point("a", true), point("b", false)));
    }

    private static DeviceForm.PointForm point(String name, boolean isWritable) {
      return new DeviceForm.PointForm(name, Optional.of(DataType.DOUBLE), isWritable, true, "bar");
    }

    @Override
    public List<DeviceForm> forms() {
      return forms;
    }

    @Override
    public List<Reported> newest() {
      synchronized (newest) {
        return List.copyOf(newest.values());
      }
    }
  }

  private DestinationPump north(int port, MqttVersion version, @Nullable TlsFiles tls) {
    var options =
        new NorthOptions(
            "scada",
            "localhost",
            port,
            version,
            "penstock-scada",
            Duration.ofSeconds(20),
            tls,
            null,
            null,
            Duration.ZERO,
            100,
            NorthOptions.Refusal.STOP,
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMillis(200));
    node =
        new SparkplugDestination(
            new SparkplugOptions(
                "scada",
                Settings.of(NodeId.of("water", "gateway")).withPrimaryHost("host-1", false),
                Map.of("Properties/Log", "example.org/it"),
                true,
                Duration.ofMillis(50),
                Duration.ofMillis(200)),
            new MqttServerLink(options),
            new SampleFeed(Selection.ALL, intake.names(), ValueOpening.NONE),
            new SparkplugDestination.Around(
                new TwoDevices(),
                () -> births.getAndIncrement() % 256,
                Commands.NONE,
                InstantSource.system(),
                new SplittableRandom(3)));
    var rules =
        new DeliveryRules(DeliveryRules.Order.LIVE_FIRST, 20_000, Duration.ZERO, 500, 5_000);
    DestinationPump.Opening opening =
        DestinationPump.open(
            "scada",
            journal,
            kept,
            node,
            rules,
            pending -> kept = pending,
            new DestinationPump.Around(InstantSource.system(), System::nanoTime));
    DestinationPump pump = ((DestinationPump.Opening.Opened) opening).pump();
    open.add(pump);
    pump.start();
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
      String device = "plc-" + (1 + i % 2);
      var builder = new Samples.Builder(new PointNames(device, device, List.of("a", "b")));
      for (int k = 0; k < BATCH; k++) {
        long timeMs = FIRST_MS + values;
        double value = values / 7.0;
        add(builder, device, k % 2, new Scalar.Real(value), 0, timeMs);
        var _ = said.put(device + "/" + (k % 2 == 0 ? "a" : "b") + "/" + timeMs, value);
        values++;
      }
      durable(builder);
    }
  }

  private void add(
      Samples.Builder to, String device, int point, Scalar value, int status, long timeMs) {
    assertThat(to.add(point, value, status, Samples.NO_TIME, timeMs * 1_000_000)).isTrue();
    String name = point == 0 ? "a" : "b";
    synchronized (newest) {
      var _ =
          newest.put(
              device + "/" + name,
              new Reported(
                  device,
                  name,
                  timeMs,
                  Integer.toUnsignedLong(status),
                  new SampleValue.One(value),
                  Optional.empty()));
    }
  }

  private void durable(Samples.Builder builder) throws InterruptedException {
    var durable = new CountDownLatch(1);
    assertThat(
            intake.offer(
                builder.take(),
                new Receipt() {
                  @Override
                  public void durable() {
                    durable.countDown();
                  }

                  @Override
                  public void refused(String reason) {}
                }))
        .isTrue();
    assertThat(durable.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 2_400 && !what.getAsBoolean(); i++) {
      boolean _ = NEVER.await(25, TimeUnit.MILLISECONDS);
    }
    assertThat(what.getAsBoolean()).isTrue();
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
    Set<String> wrong = new TreeSet<>(said.keySet());
    wrong.removeIf(each -> said.get(each).equals(arrived.get(each)));
    assertThat(wrong).as("missing, or of another value").isEmpty();
    assertThat(arrived).as("and nothing beside").hasSameSizeAs(said);
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
    await(() -> distinct(host) == said.size());
    assertThat(account(host.ask("heard", Map.of()))).isEmpty();
    broker.stop();
    await(() -> !pump.figures().isLinked());
    Set<String> before = new TreeSet<>(said.keySet());
    say(200);
    Set<String> missed = new TreeSet<>(said.keySet());
    missed.removeAll(before);
    broker.startAgain();
    var _ = host.ask("online", Map.of());
    await(() -> pump.figures().isLinked());
    say(4);
    await(() -> distinct(host) == said.size());
    await(() -> pump.figures().lag() == 0 && kept.behind().isEmpty());
    JsonNode heard = host.ask("heard", Map.of());
    Set<String> history = account(heard);
    assertThat(history).containsAll(missed);
    JsonNode last = heard.get("values").get(heard.get("values").size() - 1);
    assertThat(last.get("historical").asBoolean()).as("live did not wait").isTrue();
    assertThat(history.size()).as("what came behind is live").isLessThan(said.size() - 1_000);
    readByTahu(heard);
    assertThat(pump.figures().overtaken()).isZero();
    assertThat(node.counts().unsaid()).isZero();
    assertThat(node.counts().faults()).isZero();
  }

  @Test
  void whileThePrimaryHostIsAwayAllIsKeptOverTlsAndBirthsSayWhatIsThen() throws Exception {
    TestAuthority.of(folder, peers).make();
    Mosquitto broker =
        peers.mosquitto(
            folder,
            "cafile %1$s/ca.pem\ncertfile %1$s/broker.pem\nkeyfile %1$s/broker.key\n"
                    .formatted(folder)
                + "require_certificate true\n"
                + KEEPING);
    open.add(broker);
    var own =
        new TlsFiles(
            folder.resolve("ca.pem"), folder.resolve("north.pem"), folder.resolve("north.key"));
    DestinationPump pump = north(broker.port(), MqttVersion.V5, own);
    await(
        () -> pump.figures().why().filter(why -> why.contains("host-1 is not there")).isPresent());
    say(20);
    Judge host = host(broker.port(), own);
    var _ = host.ask("online", Map.of());
    await(() -> distinct(host) == said.size());
    assertThat(account(host.ask("heard", Map.of()))).isEqualTo(said.keySet());
    Set<String> before = new TreeSet<>(said.keySet());
    say(2);
    await(() -> distinct(host) == said.size());
    // What a host has and nobody acknowledged when the link ends comes again, as history.
    await(() -> pump.figures().lag() == 0);
    var _ = host.ask("offline", Map.of());
    await(() -> events(host).contains("NDEATH"));
    await(() -> !pump.figures().isLinked());
    say(30);
    int heardBefore = distinct(host);
    assertThat(heardBefore).isEqualTo(before.size() + 2 * BATCH);
    var _ = host.ask("online", Map.of());
    await(() -> distinct(host) == said.size());
    JsonNode heard = host.ask("heard", Map.of());
    Set<String> history = account(heard);
    assertThat(history).hasSize(said.size() - 2 * BATCH);
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
          assertThat(each.get("time").asLong()).isEqualTo(FIRST_MS + values - 1);
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
    await(() -> distinct(host) == said.size());
    var rebirth = Map.of("name", "Node Control/Rebirth", "type", "Boolean", "value", true);
    var _ = host.ask("command", Map.of("topic", "water/NCMD/gateway", "metric", rebirth));
    await(() -> node.counts().rebirths() == 1);
    await(() -> events(host).stream().filter("NBIRTH"::equals).count() == 2);
    var write = Map.of("name", "a", "type", "Double", "value", 4.5);
    var _ = host.ask("command", Map.of("topic", "water/DCMD/gateway/plc-1", "metric", write));
    await(() -> node.counts().refused() == 1);
    say(2);
    await(() -> distinct(host) == said.size());
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
    await(() -> distinct(host) == said.size());
    var gone = new Samples.Builder(new PointNames("plc-1", "plc-1", List.of("a", "b")));
    add(gone, "plc-1", 0, new Scalar.None(), NO_COMMUNICATION, FIRST_MS + 1_000_000);
    add(gone, "plc-1", 1, new Scalar.None(), NO_COMMUNICATION, FIRST_MS + 1_000_000);
    durable(gone);
    await(() -> events(host).contains("DDEATH plc-1"));
    say(2);
    await(() -> events(host).stream().filter("DBIRTH plc-1"::equals).count() == 2);
    await(() -> distinct(host) == said.size() + 2);
    pump.close();
    await(() -> events(host).contains("NDEATH"));
    JsonNode heard = host.ask("heard", Map.of());
    assertThat(account(heard)).isEmpty();
    readByTahu(heard);
    assertThat(events(host)).doesNotContain("DDEATH plc-2");
  }
}
