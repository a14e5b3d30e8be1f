package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Mosquitto;
import dev.penstock.it.peers.Peers;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.mqtt.BrokerOptions.Limits;
import dev.penstock.mqtt.Login;
import dev.penstock.mqtt.OwnWill;
import dev.penstock.mqtt.Subscription;
import dev.penstock.mqtt.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may in, and what is said to who may not: the bridge against mosquitto. */
@Timeout(300)
class MqttAdmissionTest {
  private static final DeviceBlocks NO_BLOCKS = (_, _) -> false;

  private final Peers peers = Peers.ofThisMachine();
  private final List<AutoCloseable> open = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** Takes all, durable at once. */
  private static final class Ears implements Intake, ListeningWatch {
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<Listening> states = new ArrayList<>();
    private final List<Heard> all = new ArrayList<>();

    @Override
    public synchronized boolean offer(Heard heard, Receipt receipt) {
      all.add(heard);
      String said = new String(heard.payload().bytes().bytes(), StandardCharsets.UTF_8);
      counts.merge(said, 1, Integer::sum);
      receipt.durable();
      notifyAll();
      return true;
    }

    @Override
    public boolean offer(IntakeFinding finding, Receipt receipt) {
      receipt.durable();
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
        assertThat(System.nanoTime()).as("%s, %s", counts, states).isLessThan(end);
        wait(50);
      }
    }

    void awaitUp() throws InterruptedException {
      await(() -> !states.isEmpty() && states.getLast() instanceof Listening.Up);
    }

    /** Why it is deaf, behind "not connected yet". */
    String awaitReason() throws InterruptedException {
      await(() -> states.size() >= 2);
      return states.get(1) instanceof Listening.Deaf(var _, var reason, var _) ? reason : "";
    }
  }

  /** How a link differs from the plain one. */
  private record Wish(
      String client,
      @Nullable TlsFiles tls,
      @Nullable Login login,
      @Nullable OwnWill will,
      String filter,
      int qos) {
    static Wish plain(String filter) {
      return new Wish("penstock-a", null, null, null, filter, 1);
    }

    Wish as(String other) {
      return new Wish(other, tls, login, will, filter, qos);
    }

    Wish with(TlsFiles files) {
      return new Wish(client, files, login, will, filter, qos);
    }

    Wish with(Login known) {
      return new Wish(client, tls, known, will, filter, qos);
    }

    Wish with(OwnWill own) {
      return new Wish(client, tls, login, own, filter, qos);
    }

    Wish at(int least) {
      return new Wish(client, tls, login, will, filter, least);
    }
  }

  private BrokerLink link(Ears ears, int port, Wish wish) {
    return link(ears, port, wish, MqttVersion.V5);
  }

  private BrokerLink link(Ears ears, int port, Wish wish, MqttVersion version) {
    var options =
        new BrokerOptions(
            "broker",
            "localhost",
            port,
            version,
            wish.client(),
            Duration.ofHours(1),
            Duration.ofSeconds(20),
            wish.tls(),
            wish.login(),
            wish.will(),
            List.of(new Subscription(new TopicFilter(wish.filter()), wish.qos())),
            List.of(),
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

  private Mosquitto broker(String more, Map<String, String> environment) throws IOException {
    Mosquitto broker = peers.mosquitto(folder, more, environment);
    open.add(broker);
    return broker;
  }

  private int publish(int port, String topic, int count, int qos) throws IOException {
    Judge publisher = peers.mqttPublisher();
    open.add(publisher);
    return publisher
        .ask(
            "publish",
            Map.of(
                "port", port, "version", 5, "topic", topic, "from", 0, "count", count, "qos", qos))
        .get("published")
        .asInt();
  }

  private static Login login(String password) {
    return new Login("plant", ByteString.of(password.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({"V3_1_1", "V5"})
  void aPasswordOpensAndAWrongOneIsNamed(MqttVersion version) throws Exception {
    Path file = folder.resolve("passwords");
    run(
        peers.program("mosquitto_passwd").toString(),
        "-b",
        "-c",
        file.toString(),
        "plant",
        "right");
    int port = broker("allow_anonymous false\npassword_file " + file, Map.of()).port();
    var right = new Ears();
    var _ = link(right, port, Wish.plain("a").with(login("right")), version);
    right.awaitUp();
    var wrong = new Ears();
    var _ = link(wrong, port, Wish.plain("a").as("other").with(login("guessed")), version);
    assertThat(wrong.awaitReason())
        .startsWith("the broker refused us: ")
        .containsAnyOf("not authorised", "user name or password")
        .doesNotContain("guessed");
    var nobody = new Ears();
    var _ = link(nobody, port, Wish.plain("a").as("third"), version);
    assertThat(nobody.awaitReason()).startsWith("the broker refused us: ");
  }

  /** The lower of what is published and what is asked for counts, and nothing is acknowledged. */
  @Test
  void aSubscriptionAtQos0IsHeardAndItsQosIsStated() throws Exception {
    int port = broker("", Map.of()).port();
    var ears = new Ears();
    BrokerLink link = link(ears, port, Wish.plain("plant/#").at(0));
    ears.awaitUp();
    assertThat(((Listening.Up) ears.states.getLast()).qos()).isZero();
    assertThat(publish(port, "plant/%d", 200, 1)).isEqualTo(200);
    ears.await(() -> ears.counts.size() == 200);
    assertThat(link.counts().qos0()).isEqualTo(200);
  }

  /** Each message goes to one of the two, and none to neither. */
  @Test
  void twoNodesShareASubscription() throws Exception {
    int port = broker("", Map.of()).port();
    var one = new Ears();
    var two = new Ears();
    var _ = link(one, port, Wish.plain("$share/penstock/plant/#"));
    var _ = link(two, port, Wish.plain("$share/penstock/plant/#").as("penstock-b"));
    one.awaitUp();
    two.awaitUp();
    assertThat(publish(port, "plant/%d", 300, 1)).isEqualTo(300);
    one.await(() -> one.counts.size() + two.counts.size() == 300);
    assertThat(one.counts).doesNotContainKeys(two.counts.keySet().toArray(String[]::new));
    assertThat(one.counts).isNotEmpty();
    assertThat(two.counts).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"V3_1_1", "V5"})
  void aPlantSeesItsGatewayComeAndGo(MqttVersion version) throws Exception {
    int port = broker("", Map.of()).port();
    var plant = new Ears();
    var _ = link(plant, port, Wish.plain("watch/#").as("plant"));
    plant.awaitUp();
    var will = new OwnWill("watch/penstock", "gone", "here", 1, true);
    var ears = new Ears();
    BrokerLink gateway = link(ears, port, Wish.plain("a").with(will), version);
    plant.await(() -> plant.counts.containsKey("here"));
    assertThat(plant.counts).doesNotContainKey("gone");
    gateway.close();
    plant.await(() -> plant.counts.containsKey("gone"));
    var late = new Ears();
    var _ = link(late, port, Wish.plain("watch/#").as("late"));
    late.await(() -> late.counts.containsKey("gone"));
    assertThat(late.counts).doesNotContainKey("here");
  }

  @ParameterizedTest
  @CsvSource({
    "20200101000000Z, 20200201000000Z, the broker's certificate has expired",
    "20900101000000Z, 20900201000000Z, the broker's certificate is not valid yet: compare the clocks",
  })
  void aCertificateOutOfItsTimeIsNamed(String from, String to, String reason) throws Exception {
    authority("ca");
    certificate("broker", "ca", "localhost", from, to);
    int port = broker(tls(), Map.of()).port();
    var ears = new Ears();
    var _ = link(ears, port, Wish.plain("a").with(trust("ca")));
    assertThat(ears.awaitReason()).isEqualTo(reason);
  }

  @Test
  void aCertificateForAnotherHostOrOfAStrangerIsNamed() throws Exception {
    authority("ca");
    authority("stranger");
    certificate("broker", "ca", "elsewhere.example", "20200101000000Z", "20900101000000Z");
    int port = broker(tls(), Map.of()).port();
    var other = new Ears();
    var _ = link(other, port, Wish.plain("a").with(trust("ca")));
    assertThat(other.awaitReason()).startsWith("the broker's certificate is for another name: ");
    var strange = new Ears();
    var _ = link(strange, port, Wish.plain("a").as("b").with(trust("stranger")));
    assertThat(strange.awaitReason())
        .isEqualTo("the broker's certificate is not vouched for by any in the trust file");
  }

  @Test
  void tls12IsSpokenAndTls11IsNot() throws Exception {
    authority("ca");
    certificate("broker", "ca", "localhost", "20200101000000Z", "20900101000000Z");
    Mosquitto newer = broker(tls() + "\ntls_version tlsv1.2", only("1.2"));
    var ears = new Ears();
    BrokerLink link = link(ears, newer.port(), Wish.plain("a").with(trust("ca")));
    ears.awaitUp();
    link.close();
    newer.stop();
    Mosquitto older = broker(tls() + "\ntls_version tlsv1.1", only("1.1"));
    var refused = new Ears();
    var _ = link(refused, older.port(), Wish.plain("a").with(trust("ca")));
    assertThat(refused.awaitReason()).isEqualTo("the broker speaks neither TLS 1.3 nor TLS 1.2");
  }

  /** OpenSSL's own settings of a process: mosquitto has a least version only. */
  private Map<String, String> only(String version) throws IOException {
    Path file = folder.resolve("tls" + version + ".cnf");
    Path _ =
        Files.writeString(
            file,
            """
            openssl_conf = a
            [a]
            ssl_conf = b
            [b]
            system_default = c
            [c]
            MinProtocol = TLSv%1$s
            MaxProtocol = TLSv%1$s
            CipherString = DEFAULT@SECLEVEL=0
            """
                .formatted(version));
    return Map.of("OPENSSL_CONF", file.toString());
  }

  private String tls() {
    return "cafile %1$s/ca.pem\ncertfile %1$s/broker.pem\nkeyfile %1$s/broker.key"
        .formatted(folder);
  }

  private TlsFiles trust(String name) {
    return new TlsFiles(folder.resolve(name + ".pem"), null, null);
  }

  private void authority(String name) throws Exception {
    openssl(
        ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %1$s.key"
                + " -out %1$s.pem -days 2 -subj /CN=%1$s")
            .formatted(name));
  }

  /** A certificate for any time; openssl 3.0 lets only its ca command give one for the past. */
  private void certificate(String name, String issuer, String host, String from, String to)
      throws Exception {
    Path _ = Files.writeString(folder.resolve("index.txt"), "");
    Path _ =
        Files.writeString(
            folder.resolve("ca.cnf"),
            """
            [ca]
            default_ca = d
            [d]
            database = index.txt
            new_certs_dir = .
            default_md = sha256
            policy = p
            rand_serial = yes
            x509_extensions = x
            [p]
            commonName = supplied
            [x]
            subjectAltName = DNS:%s
            basicConstraints = CA:FALSE
            """
                .formatted(host));
    openssl(
        ("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %1$s.key"
                + " -out %1$s.csr -subj /CN=%1$s")
            .formatted(name));
    openssl(
        ("ca -batch -notext -config ca.cnf -cert %2$s.pem -keyfile %2$s.key -in %1$s.csr"
                + " -out %1$s.pem -startdate %3$s -enddate %4$s")
            .formatted(name, issuer, from, to));
  }

  private void openssl(String arguments) throws Exception {
    run((peers.program("openssl") + " " + arguments).split(" "));
  }

  private void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
