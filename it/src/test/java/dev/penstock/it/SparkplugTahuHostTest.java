package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
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
import dev.penstock.it.peers.Mosquitto;
import dev.penstock.it.peers.Peers;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.mqtt.MqttServerLink;
import dev.penstock.mqtt.NorthOptions;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
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
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final long FIRST_MS = 1_767_225_600_000L;
  private static final int NO_COMMUNICATION = 0x8031_0000;

  /** What is QoS 0 waits in the broker too, for a host whose own link broke. */
  private static final String KEEPING = "queue_qos0_messages true";

  private final Peers peers = Peers.ofThisMachine();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final AtomicInteger births = new AtomicInteger();
  private final Map<String, Reported> newest = new TreeMap<>();
  private final Map<String, Double> said = new HashMap<>();
  private volatile Pending kept = Pending.from(0);
  private int values;

  @TempDir Path folder;

  private Mosquitto broker;
  private FileJournal journal;
  private IntakePump intake;
  private SparkplugDestination node;

  @BeforeEach
  void openBrokerAndJournal() throws Exception {
    broker = peers.mosquitto(folder, KEEPING);
    open.add(broker);
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
            new SparkplugHostTest.NoPayloads());
    open.add(intake);
    intake.start();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** One device, of which one metric may be written. */
  private final class OneDevice implements Plant {
    private final List<DeviceForm> forms =
        List.of(new DeviceForm("plc-1", List.of(point("a", true), point("b", false))));

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

  private DestinationPump north(Settings settings) {
    var options =
        new NorthOptions(
            "scada",
            "localhost",
            broker.port(),
            MqttVersion.V3_1_1,
            "penstock-scada",
            Duration.ofSeconds(20),
            null,
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
                settings,
                Map.of("Properties/Log", "example.org/it"),
                true,
                Duration.ofMillis(50),
                Duration.ofMillis(200)),
            new MqttServerLink(options),
            new SampleFeed(Selection.ALL, intake.names(), ValueOpening.NONE),
            new SparkplugDestination.Around(
                new OneDevice(),
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

  private TahuHost host(String id, String group) throws Exception {
    TahuHost host = TahuHost.start(broker.port(), id, group);
    open.add(host);
    return host;
  }

  /** So many values; returns when they are durable. */
  private Set<String> say(String group, int count) throws InterruptedException {
    var builder = new Samples.Builder(new PointNames("plc-1", "plc-1", List.of("a", "b")));
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < count; i++) {
      long timeMs = FIRST_MS + values;
      double value = values / 7.0;
      add(builder, i % 2, new Scalar.Real(value), 0, timeMs);
      String key = group + "/gateway/plc-1/" + (i % 2 == 0 ? "a" : "b") + "/" + timeMs;
      var _ = said.put(key, value);
      boolean _ = keys.add(key);
      values++;
    }
    durable(builder);
    return keys;
  }

  private void add(Samples.Builder to, int point, Scalar value, int status, long timeMs) {
    assertThat(to.add(point, value, status, Samples.NO_TIME, timeMs * 1_000_000)).isTrue();
    String name = point == 0 ? "a" : "b";
    synchronized (newest) {
      var _ =
          newest.put(
              name,
              new Reported(
                  "plc-1",
                  name,
                  timeMs,
                  Integer.toUnsignedLong(status),
                  new SampleValue.One(value),
                  Optional.empty()));
    }
  }

  private void durable(Samples.Builder builder) throws InterruptedException {
    var durable = new CountDownLatch(1);
    var receipt =
        new Receipt() {
          @Override
          public void durable() {
            durable.countDown();
          }

          @Override
          public void refused(String reason) {}
        };
    assertThat(intake.offer(builder.take(), receipt)).isTrue();
    assertThat(durable.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 2_400 && !what.getAsBoolean(); i++) {
      boolean _ = NEVER.await(25, TimeUnit.MILLISECONDS);
    }
    assertThat(what.getAsBoolean()).isTrue();
  }

  private static Settings settings(String group) {
    return Settings.of(NodeId.of(group, "gateway"));
  }

  @Test
  void tahuIsThePrimaryHostThatOurNodeFollows() throws Exception {
    DestinationPump pump = north(settings("primary").withPrimaryHost("tahu-host", false));
    await(() ->
        pump.figures().why().filter(why -> why.contains("tahu-host is not there")).isPresent());
    Set<String> before = say("primary", 40);
    TahuHost host = host("tahu-host", "primary");
    await(() -> host.values().equals(said));
    assertThat(host.historical()).as("what nobody waited for is history").isEqualTo(before);
    assertThat(host.events().subList(0, 2))
        .containsExactly("NBIRTH primary/gateway", "DBIRTH primary/gateway/plc-1");
    assertThat(host.born())
        .contains(
            "primary/gateway/bdSeq",
            "primary/gateway/Node Control/Rebirth",
            "primary/gateway/plc-1/a",
            "primary/gateway/plc-1/b");
    Set<String> live = say("primary", 40);
    await(() -> host.values().equals(said));
    assertThat(host.historical()).doesNotContainAnyElementsOf(live);

    host.online(false);
    await(() -> host.count("NDEATH primary/gateway") == 1);
    await(() -> !pump.figures().isLinked());
    assertThat(host.stale()).contains("primary/gateway/plc-1/a", "primary/gateway/plc-1/b");
    Set<String> missed = say("primary", 60);
    assertThat(host.values()).doesNotContainKeys(missed.toArray(String[]::new));
    host.online(true);
    await(() -> host.values().equals(said));
    assertThat(host.historical()).containsAll(missed);
    assertThat(host.stale()).isEmpty();
    assertThat(host.count("NBIRTH primary/gateway")).isEqualTo(2);
  }

  @Test
  void tahuThatComesLateAsksForBirthsByItself() throws Exception {
    DestinationPump pump = north(settings("late"));
    await(() -> pump.figures().isLinked());
    Set<String> unheard = say("late", 10);
    await(() -> kept.behind().isEmpty() && pump.figures().lag() == 0);
    TahuHost host = host("tahu-late", "late");
    // Data of a node that it knows nothing of have it ask, some seconds after the first.
    await(() -> {
      if (node.counts().rebirths() == 0) {
        sayOne("late");
      }
      return host.count("DBIRTH late/gateway/plc-1") == 1;
    });
    assertThat(node.counts().rebirths()).isEqualTo(1);
    Set<String> heard = say("late", 20);
    await(() -> host.values().keySet().containsAll(heard));
    assertThat(host.values()).doesNotContainKeys(unheard.toArray(String[]::new));
    assertThat(said).containsAllEntriesOf(host.values());
  }

  private void sayOne(String group) {
    try {
      Set<String> _ = say(group, 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aDeviceDiesForTahuAndAWriteOfTahuIsRefused() throws Exception {
    TahuHost host = host("tahu-deaths", "deaths");
    DestinationPump pump = north(settings("deaths").withPrimaryHost("tahu-deaths", false));
    await(() -> pump.figures().isLinked());
    Set<String> _ = say("deaths", 4);
    await(() -> host.values().equals(said));
    host.command(
        new Topic("spBv1.0", "deaths", "gateway", "plc-1", MessageType.DCMD),
        new SparkplugBPayloadBuilder()
            .addMetric(new MetricBuilder("a", MetricDataType.Double, 4.5).createMetric())
            .createPayload());
    await(() -> node.counts().refused() == 1);
    assertThat(node.counts().commandsTaken()).isZero();

    var gone = new Samples.Builder(new PointNames("plc-1", "plc-1", List.of("a", "b")));
    add(gone, 0, new Scalar.None(), NO_COMMUNICATION, FIRST_MS + 1_000_000);
    add(gone, 1, new Scalar.None(), NO_COMMUNICATION, FIRST_MS + 1_000_000);
    durable(gone);
    await(() -> host.count("DDEATH deaths/gateway/plc-1") == 1);
    assertThat(host.stale())
        .containsExactlyInAnyOrder("deaths/gateway/plc-1/a", "deaths/gateway/plc-1/b");
    Set<String> _ = say("deaths", 2);
    await(() -> host.count("DBIRTH deaths/gateway/plc-1") == 2);
    await(() -> host.values().equals(said));
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
