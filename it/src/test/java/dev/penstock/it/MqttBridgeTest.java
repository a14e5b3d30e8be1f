package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.TopicRule;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Mosquitto;
import dev.penstock.it.peers.Peers;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.mqtt.BrokerOptions.Limits;
import dev.penstock.mqtt.Subscription;
import dev.penstock.mqtt.TlsFiles;
import dev.penstock.testkit.Deep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bridge against mosquitto, fed by MQTT.js. */
@Timeout(300)
class MqttBridgeTest {
  private static final DeviceBlocks NO_BLOCKS = (_, _) -> false;

  private final Peers peers = Peers.ofThisMachine();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir Path folder;

  private Judge publisher;

  @BeforeEach
  void startThePublisher() throws IOException {
    publisher = peers.mqttPublisher();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    publisher.close();
    background.shutdownNow();
  }

  /** What a link handed in. Durable at once, or never: as in a process that is killed. */
  private static final class Ears implements Intake, ListeningWatch {
    private final boolean isDurable;
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<IntakeFinding> findings = new ArrayList<>();
    private final List<Listening> states = new ArrayList<>();
    private int flagged;
    private int retained;
    private int messages;
    private @Nullable Heard last;

    Ears(boolean isDurable) {
      this.isDurable = isDurable;
    }

    @Override
    public synchronized boolean offer(Heard heard, Receipt receipt) {
      String said = new String(heard.payload().bytes().bytes(), StandardCharsets.UTF_8);
      counts.merge(said, 1, Integer::sum);
      Integer flags = heard.payload().flags();
      flagged += flags != null && (flags & Payload.DUPLICATE) != 0 ? 1 : 0;
      retained += flags != null && (flags & Payload.RETAINED) != 0 ? 1 : 0;
      messages++;
      last = heard;
      if (isDurable) {
        receipt.durable();
      }
      notifyAll();
      return true;
    }

    @Override
    public synchronized boolean offer(IntakeFinding finding, Receipt receipt) {
      findings.add(finding);
      receipt.durable();
      notifyAll();
      return true;
    }

    @Override
    public synchronized void changed(String listener, String subscription, Listening state) {
      states.add(state);
      notifyAll();
    }

    synchronized void await(BooleanSupplier what) throws InterruptedException {
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!what.getAsBoolean()) {
        assertThat(System.nanoTime())
            .as("%d messages, %s, %s", messages, findings, states)
            .isLessThan(end);
        wait(50);
      }
    }

    void awaitUp() throws InterruptedException {
      await(() -> !states.isEmpty() && states.getLast() instanceof Listening.Up);
    }

    synchronized int toldStates() {
      return states.size();
    }

    synchronized String deafReason() {
      return states.stream()
          .filter(Listening.Deaf.class::isInstance)
          .map(state -> ((Listening.Deaf) state).reason())
          .skip(1)
          .findFirst()
          .orElse("");
    }
  }

  private BrokerLink link(
      Ears ears, int port, MqttVersion version, @Nullable TlsFiles tls, String... filters) {
    var options =
        new BrokerOptions(
            "broker",
            "localhost",
            port,
            version,
            "penstock-it-" + filters[0].hashCode(),
            Duration.ofHours(1),
            Duration.ofSeconds(20),
            tls,
            null,
            null,
            List.of(filters).stream()
                .map(filter -> new Subscription(new TopicFilter(filter), 1))
                .toList(),
            List.of(TopicRule.of("plant/{source}/{point...}")),
            new NamingLimits(10, 1_000),
            new Limits(
                1 << 20,
                1_000,
                8L << 20,
                Duration.ofSeconds(60),
                Duration.ofMillis(50),
                Duration.ofMillis(200)));
    BrokerLink link =
        BrokerLink.start(
            options, ears, NO_BLOCKS, ears, InstantSource.system(), new SplittableRandom(1));
    open.add(link);
    return link;
  }

  private Mosquitto broker(String more) throws IOException {
    Mosquitto broker = peers.mosquitto(folder, more);
    open.add(broker);
    return broker;
  }

  private int publish(int port, int version, String topic, int from, int count) {
    return publisher
        .ask(
            "publish",
            Map.of(
                "port", port, "version", version, "topic", topic, "from", from, "count", count,
                "qos", 1))
        .get("published")
        .asInt();
  }

  private static void assertAllThere(Ears ears, int count) {
    var missing = new TreeSet<Integer>();
    for (int i = 0; i < count; i++) {
      if (!ears.counts.containsKey(Integer.toString(i))) {
        missing.add(i);
      }
    }
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(MqttVersion.class)
  void whatIsPublishedIsHeardOnce(MqttVersion version) throws Exception {
    var ears = new Ears(true);
    int port = broker("").port();
    var _ = link(ears, port, version, null, "plant/#");
    ears.awaitUp();
    int number = version == MqttVersion.V5 ? 5 : 4;
    assertThat(publish(port, number, "plant/p1/tag/%d", 0, 500)).isEqualTo(500);
    ears.await(() -> ears.messages == 500);
    assertAllThere(ears, 500);
    assertThat(ears.flagged).isZero();
    assertThat(ears.last.source()).isEqualTo("p1");
    assertThat(ears.last.point()).isEqualTo("tag/499");
    assertThat(ears.last.payload().contentType())
        .isEqualTo(version == MqttVersion.V5 ? "text/plain" : null);
  }

  @Test
  void anOrderlyRestartOfTheBrokerUnderLoadLosesNothing() throws Exception {
    var ears = new Ears(true);
    Mosquitto broker = broker("");
    var _ = link(ears, broker.port(), MqttVersion.V5, null, "plant/#");
    ears.awaitUp();
    int before = ears.toldStates();
    Future<Integer> published =
        background.submit(() -> publish(broker.port(), 4, "plant/p1/%d", 0, 3_000));
    ears.await(() -> ears.messages > 200);
    broker.stop();
    broker.startAgain();
    assertThat(published.get()).isEqualTo(3_000);
    ears.await(() -> ears.counts.size() == 3_000);
    ears.await(() -> ears.states.stream().skip(before).anyMatch(Listening.Deaf.class::isInstance));
    ears.awaitUp();
    assertAllThere(ears, 3_000);
    assertThat(ears.states.getLast())
        .isInstanceOfSatisfying(Listening.Up.class, up -> assertThat(up.kept()).isTrue());
  }

  @Test
  void aKilledBrokerIsFoundAgain() throws Exception {
    var ears = new Ears(true);
    Mosquitto broker = broker("");
    var _ = link(ears, broker.port(), MqttVersion.V5, null, "plant/#");
    ears.awaitUp();
    broker.kill();
    ears.await(() -> ears.states.getLast() instanceof Listening.Deaf);
    broker.startAgain();
    ears.awaitUp();
    assertThat(publish(broker.port(), 4, "plant/p1/%d", 0, 50)).isEqualTo(50);
    ears.await(() -> ears.counts.size() == 50);
    assertAllThere(ears, 50);
  }

  /** The first bridge takes messages and dies before they are durable; the second gets them all. */
  @Test
  void whatABridgeHadNotMadeDurableComesToItsNextLifeMarked() throws Exception {
    var first = new Ears(false);
    int port = broker("").port();
    BrokerLink dying = link(first, port, MqttVersion.V5, null, "plant/#");
    first.awaitUp();
    assertThat(publish(port, 4, "plant/p1/%d", 0, 300)).isEqualTo(300);
    // mosquitto has 20 in flight at most, and sends no more until they are acknowledged.
    first.await(() -> first.messages >= 20);
    assertThat(first.messages).isEqualTo(20);
    dying.close();
    assertThat(publish(port, 4, "plant/p1/%d", 300, 100)).isEqualTo(100);
    var second = new Ears(true);
    var _ = link(second, port, MqttVersion.V5, null, "plant/#");
    second.await(() -> second.counts.size() == 400);
    assertAllThere(second, 400);
    assertThat(second.flagged).isEqualTo(20);
  }

  @Test
  void retainedSharedAndSingleLevelSubscriptionsAreHeard() throws Exception {
    int port = broker("").port();
    var _ =
        publisher.ask(
            "publish",
            Map.of(
                "port",
                port,
                "version",
                4,
                "topic",
                "state/%d",
                "from",
                0,
                "count",
                3,
                "qos",
                1,
                "retain",
                true));
    var ears = new Ears(true);
    var _ = link(ears, port, MqttVersion.V5, null, "state/+", "$share/group/shared/#");
    ears.await(() -> ears.messages == 3);
    assertThat(ears.retained).isEqualTo(3);
    assertThat(publish(port, 5, "shared/a/%d", 10, 5)).isEqualTo(5);
    ears.await(() -> ears.messages == 8);
    assertThat(ears.retained).isEqualTo(3);
  }

  @Test
  void aTopicFloodKeepsEachMessageAndFewNames() throws Exception {
    int count = Deep.cases(5_000, 100_000);
    var ears = new Ears(true);
    int port = broker("").port();
    BrokerLink link = link(ears, port, MqttVersion.V5, null, "flood/#");
    ears.awaitUp();
    assertThat(publish(port, 5, "flood/%d/x", 0, count)).isEqualTo(count);
    ears.await(() -> ears.messages == count);
    assertThat(link.counts().collected()).isEqualTo(count - 1_000);
    assertThat(ears.findings)
        .isNotEmpty()
        .allSatisfy(
            finding -> assertThat(finding.kind()).isEqualTo(IntakeFinding.Kind.TOO_MANY_TOPICS));
    assertThat(ears.last.address()).isEqualTo("flood/" + (count - 1) + "/x");
  }

  @Test
  void tlsWithClientCertificatesIsSpokenAndAWrongOneIsNamed() throws Exception {
    authority("ca");
    authority("stranger");
    certificate("broker", "ca", "localhost");
    certificate("bridge", "ca", "bridge");
    Mosquitto broker =
        broker(
            "cafile %1$s/ca.pem\ncertfile %1$s/broker.pem\nkeyfile %1$s/broker.key\n"
                    .formatted(folder)
                + "require_certificate true");
    var own = new TlsFiles(file("ca.pem"), file("bridge.pem"), file("bridge.key"));
    var ears = new Ears(true);
    var _ = link(ears, broker.port(), MqttVersion.V5, own, "plant/#");
    ears.awaitUp();
    var _ =
        publisher.ask(
            "publish",
            Map.of(
                "port",
                broker.port(),
                "version",
                5,
                "topic",
                "plant/p1/%d",
                "from",
                0,
                "count",
                20,
                "qos",
                1,
                "ca",
                file("ca.pem").toString(),
                "chain",
                file("bridge.pem").toString(),
                "key",
                file("bridge.key").toString()));
    ears.await(() -> ears.counts.size() == 20);

    var strangers = new Ears(true);
    var wrong = new TlsFiles(file("stranger.pem"), file("bridge.pem"), file("bridge.key"));
    var _ = link(strangers, broker.port(), MqttVersion.V5, wrong, "wrong/#");
    strangers.await(() -> !strangers.deafReason().isEmpty());
    assertThat(strangers.deafReason())
        .isEqualTo("the broker's certificate is not vouched for by any in the trust file");

    var nameless = new Ears(true);
    var _ =
        link(
            nameless,
            broker.port(),
            MqttVersion.V5,
            new TlsFiles(file("ca.pem"), null, null),
            "n/#");
    nameless.await(() -> !nameless.deafReason().isEmpty());
    assertThat(nameless.deafReason()).doesNotContain("\n").isNotEqualTo("closed");
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void authority(String name) throws Exception {
    openssl(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        name + ".key",
        "-out",
        name + ".pem",
        "-days",
        "2",
        "-subj",
        "/CN=" + name);
  }

  private void certificate(String name, String issuer, String host) throws Exception {
    openssl(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        name + ".key",
        "-out",
        name + ".pem",
        "-days",
        "2",
        "-subj",
        "/CN=" + name,
        "-CA",
        issuer + ".pem",
        "-CAkey",
        issuer + ".key",
        "-addext",
        "subjectAltName=DNS:" + host,
        "-addext",
        "basicConstraints=CA:FALSE");
  }

  private void openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(peers.program("openssl").toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
