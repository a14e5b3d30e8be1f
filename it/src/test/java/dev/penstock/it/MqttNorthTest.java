package dev.penstock.it;

import static dev.penstock.it.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.DeviceBlock;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.intake.TopicRule;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.it.peers.Mosquitto;
import dev.penstock.it.peers.Peers;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.mqtt.MqttDestination;
import dev.penstock.mqtt.Subscription;
import dev.penstock.mqtt.TlsFiles;
import dev.penstock.north.MessageMaker;
import dev.penstock.north.Parsed;
import dev.penstock.north.PayloadTemplate;
import dev.penstock.north.Recipe;
import dev.penstock.north.Selection;
import dev.penstock.north.TopicTemplate;
import dev.penstock.pump.DestinationPump;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From typed samples through a journal to mosquitto, over an outage of the broker. */
@Timeout(300)
final class MqttNorthTest {
  private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
  private static final int BATCH = 100;

  private final Peers peers = Peers.ofThisMachine();
  private final NorthRoute route = NorthRoute.open();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(route));
  private final PointNames names = new PointNames("plc", "pump", List.of("a", "b", "c", "d"));
  private int values;

  @TempDir Path folder;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** Another client of the broker: what it was sent. */
  private static final class Reader implements Intake, ListeningWatch, DeviceBlocks {
    private final List<String> said = new ArrayList<>();
    private boolean isUp;

    @Override
    public synchronized boolean offer(Heard heard, Receipt receipt) {
      said.add(new String(heard.payload().bytes().bytes(), StandardCharsets.UTF_8));
      receipt.durable();
      return true;
    }

    @Override
    public boolean offer(IntakeFinding finding, Receipt receipt) {
      receipt.durable();
      return true;
    }

    @Override
    public boolean offer(DeviceBlock block, Receipt receipt) {
      return false;
    }

    @Override
    public synchronized void changed(String listener, String subscription, Listening state) {
      isUp = state instanceof Listening.Up;
    }

    synchronized boolean isUp() {
      return isUp;
    }

    synchronized List<String> said() {
      return List.copyOf(said);
    }

    Set<Long> seqs() {
      Set<Long> all = new TreeSet<>();
      for (String each : said()) {
        Matcher seq = SEQ.matcher(each);
        while (seq.find()) {
          boolean _ = all.add(Long.valueOf(seq.group(1)));
        }
      }
      return all;
    }
  }

  private Reader reader(int port, @Nullable TlsFiles tls) {
    var reader = new Reader();
    var options =
        new BrokerOptions(
            "reader",
            "localhost",
            port,
            MqttVersion.V5,
            "penstock-reader",
            Duration.ofHours(1),
            Duration.ofSeconds(20),
            tls,
            null,
            null,
            List.of(new Subscription(new TopicFilter("out/#"), 1)),
            List.of(TopicRule.of("out/{source}/{point...}")),
            NamingLimits.DEFAULT,
            BrokerOptions.Limits.DEFAULT);
    open.add(
        BrokerLink.start(
            options, reader, reader, reader, InstantSource.system(), new SplittableRandom(2)));
    return reader;
  }

  private DestinationPump north(int port, MqttVersion version, int qos, @Nullable TlsFiles tls) {
    var topic = (Parsed.Read<TopicTemplate>) TopicTemplate.parse("out/{source}/values");
    var payload = (Parsed.Read<PayloadTemplate>) PayloadTemplate.parse("json batch");
    var recipe =
        new Recipe(
            "cloud",
            "it",
            "example.org/it",
            topic.value(),
            payload.value(),
            Selection.ALL,
            qos,
            false,
            50,
            64 << 10);
    var maker = new MessageMaker(recipe, route.names(), ValueOpening.NONE);
    var destination =
        new MqttDestination(
            NorthRoute.link("cloud", "penstock-north", port, version, tls),
            qos,
            maker,
            new SplittableRandom(3));
    DestinationPump pump = route.deliver("cloud", destination);
    open.add(pump);
    return pump;
  }

  /** So many batches of samples; returns when they are durable. */
  private void say(int batches) throws InterruptedException {
    for (int i = 0; i < batches; i++) {
      var builder = new Samples.Builder(names);
      for (int k = 0; k < BATCH; k++) {
        assertThat(builder.add(k % 4, new Scalar.Real(values++ / 7.0), 0, Samples.NO_TIME, values))
            .isTrue();
      }
      route.offer(builder);
    }
  }

  /** The seqs of all samples: five were names. */
  private Set<Long> all() {
    Set<Long> all = new TreeSet<>();
    for (long i = 0; i < values; i++) {
      boolean _ = all.add(5 + i);
    }
    return all;
  }

  private void awaitAll(Reader reader, DestinationPump pump) throws Exception {
    await(() -> missing(reader).isEmpty(), () -> missing(reader) + " while " + pump.figures());
    assertThat(reader.seqs()).isEqualTo(all());
  }

  private Set<Long> missing(Reader reader) {
    Set<Long> missing = all();
    boolean _ = missing.removeAll(reader.seqs());
    return missing;
  }

  @ParameterizedTest(name = "{0} at QoS {1}")
  @CsvSource({"V3_1_1, 0", "V3_1_1, 1", "V3_1_1, 2", "V5, 0", "V5, 1", "V5, 2"})
  void whatIsInTheJournalIsPublished(MqttVersion version, int qos) throws Exception {
    Mosquitto broker = peers.mosquitto(folder, "");
    open.add(broker);
    Reader reader = reader(broker.port(), null);
    await(reader::isUp);
    DestinationPump pump = north(broker.port(), version, qos, null);
    await(() -> pump.figures().isLinked());
    say(20);
    awaitAll(reader, pump);
    await(route::isDelivered);
    assertThat(reader.said()).noneMatch(each -> each.contains("historical"));
  }

  @Test
  void anOutageOfTheBrokerIsMadeGoodOverTlsWithLiveValuesFirst() throws Exception {
    TestAuthority authority = TestAuthority.of(folder, peers);
    authority.make();
    Mosquitto broker = peers.mosquitto(folder, authority.listener());
    open.add(broker);
    TlsFiles own = authority.client();
    Reader reader = reader(broker.port(), own);
    await(reader::isUp);
    DestinationPump pump = north(broker.port(), MqttVersion.V5, 1, own);
    await(() -> pump.figures().isLinked());
    say(10);
    awaitAll(reader, pump);
    broker.stop();
    await(() -> !pump.figures().isLinked());
    say(300);
    await(() -> pump.figures().lag() > 0);
    broker.startAgain();
    await(() -> pump.figures().isLinked());
    long firstLive = 5L + values;
    say(5);
    awaitAll(reader, pump);
    await(route::isDelivered);
    List<String> said = reader.said();
    assertThat(said.stream().filter(each -> each.contains("\"historical\":true"))).isNotEmpty();
    assertThat(said.stream().filter(each -> each.contains("\"seq\":" + firstLive + "}")))
        .isNotEmpty()
        .noneMatch(each -> each.contains("historical"));
    // What was new when the link was back did not wait for what was missed.
    assertThat(said.getLast()).contains("\"historical\":true");
    assertThat(pump.figures().overtaken()).isZero();
  }
}
