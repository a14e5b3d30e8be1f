package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.query.PointKnown;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.framessyslog.Framing;
import dev.penstock.it.peers.Peers;
import dev.penstock.it.peers.Rsyslog;
import dev.penstock.node.Node;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.syslog.SyslogListener;
import dev.penstock.syslog.SyslogOptions;
import dev.penstock.syslog.SyslogOptions.Way;
import dev.penstock.syslog.TlsFiles;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.testkit.tls.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that hears rsyslog and logger. */
@Timeout(300)
class SyslogSendersTest {
  /** ESTABLISHED and CLOSE_WAIT, as Linux numbers the states of a connection. */
  private static final Set<String> SENDING_STATES = Set.of("01", "08");

  private final Peers peers = Peers.ofThisMachine();
  private final List<AutoCloseable> open = new ArrayList<>();

  @TempDir Path folder;

  private Certificates certificates;
  private Path logger;

  @BeforeEach
  void makeCertificates() throws Exception {
    logger = peers.program("logger");
    certificates = new Certificates(Files.createDirectory(folder.resolve("c")));
    certificates.authority("ca");
    certificates.certificate("gateway", "ca", "CN=gateway", "-ext", "san=dns:gateway.example");
    certificates.certificate("plc7", "ca", "CN=plc7");
    // GnuTLS wants the public half in the file of an EC key too, and the JDK leaves it away.
    run(
        List.of(
            peers.program("openssl").toString(),
            "ec",
            "-in",
            certificates.pem("plc7.key").toString(),
            "-out",
            key().toString()));
  }

  /** The sender's key. */
  private Path key() {
    return folder.resolve("plc7.key");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private Node node(Framing framing, int port) throws Exception {
    var files =
        new TlsFiles(
            certificates.pem("gateway"), certificates.pem("gateway.key"), certificates.pem("ca"));
    var settings =
        NodeSettings.named("plant7.example/log")
            .withSyslog(
                List.of(
                    new SyslogOptions(
                        "logs",
                        "127.0.0.1",
                        port,
                        new Way.Tls(files, framing, 8, 64 << 10),
                        NamingLimits.DEFAULT),
                    new SyslogOptions("old", "127.0.0.1", 0, new Way.Udp(), NamingLimits.DEFAULT)));
    Node node = Node.start(folder.resolve("data"), settings, Node.Machine.here());
    open.add(node);
    return node;
  }

  private static int port(Node node, String listener) throws InterruptedException {
    SyslogListener found = node.syslog().get(listener);
    await(() -> found.port().isPresent(), "a port of " + listener);
    return found.port().orElseThrow();
  }

  private interface Condition {
    boolean isMet() throws IOException;
  }

  private interface Words {
    String say() throws IOException;
  }

  private static void await(Condition condition, String what) throws InterruptedException {
    await(condition, () -> what);
  }

  private static void await(Condition condition, Words what) throws InterruptedException {
    var never = new CountDownLatch(1);
    try {
      boolean isMet = condition.isMet();
      for (int i = 0; i < 1_800 && !isMet; i++) {
        boolean _ = never.await(100, TimeUnit.MILLISECONDS);
        isMet = condition.isMet();
      }
      if (!isMet) {
        throw new AssertionError("not in three minutes: " + what.say());
      }
    } catch (IOException e) {
      throw new AssertionError("it could not be looked at", e);
    }
  }

  private Rsyslog rsyslog(int port, String more) throws IOException {
    Rsyslog daemon =
        peers.rsyslog(
            Files.createDirectory(folder.resolve("r")),
            """
            global(workDirectory="%2$s"
                   DefaultNetstreamDriverCAFile="%3$s"
                   DefaultNetstreamDriverCertFile="%4$s"
                   DefaultNetstreamDriverKeyFile="%5$s")
            action(type="omfwd" target="127.0.0.1" port="%1$d" protocol="tcp"
                   StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"
                   StreamDriverPermittedPeers="gateway.example"
                   queue.type="LinkedList" queue.size="100000" queue.timeoutEnqueue="600000"
                   action.resumeRetryCount="-1" action.resumeInterval="1"
                   template="RSYSLOG_SyslogProtocol23Format" %6$s)
            """
                .formatted(
                    port, folder, certificates.pem("ca"), certificates.pem("plc7"), key(), more));
    open.add(daemon);
    return daemon;
  }

  private void logger(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(logger.toString()));
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Gives lines {@code valve FROM} to {@code valve TO-1} to the daemon. */
  private void log(Rsyslog daemon, int from, int to) throws Exception {
    Path lines = folder.resolve("lines");
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append("valve ").append(i).append('\n');
    }
    Files.writeString(lines, text);
    logger("--socket", daemon.socket().toString(), "--tag", "pump", "--file", lines.toString());
  }

  /** All texts that are sealed of a source, in their order. */
  private static List<String> sealed(Node node, String name) throws IOException {
    SealedRecords records = node.projections().records();
    Optional<SourceKnown> source = records.source(name);
    List<String> texts = new ArrayList<>();
    if (source.isEmpty()) {
      return texts;
    }
    var query =
        new RecordQuery(
            Optional.of(source.get().number()),
            Optional.empty(),
            0,
            Long.MAX_VALUE,
            RecordQuery.Order.OLDEST_FIRST,
            Optional.empty(),
            RecordQuery.LIMIT_MAX);
    RecordPage page = records.find(query);
    while (true) {
      for (SealedRecord each : page.records()) {
        if (each.record().value() instanceof Sample(Payload payload)) {
          // rsyslog's format ends with a line feed, inside a counted frame too.
          texts.add(new String(payload.bytes().bytes(), StandardCharsets.UTF_8).stripTrailing());
        }
      }
      if (page.next().isEmpty()) {
        return texts;
      }
      page =
          records.find(
              new RecordQuery(
                  query.source(),
                  query.point(),
                  query.from(),
                  query.to(),
                  query.order(),
                  page.next(),
                  query.limit()));
    }
  }

  private static List<String> points(Node node, String source) throws IOException {
    SealedRecords records = node.projections().records();
    long number = records.source(source).orElseThrow().number();
    return records.points(number, "", SealedRecords.NAMES_MAX).stream()
        .map(PointKnown::name)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "OCTET_COUNTED, 'TCP_Framing=\"octet-counted\"'",
    // What rsyslog does when it is told nothing.
    "LINES, ''"
  })
  void rsyslogOverTlsIsSealedCompleteAndInOrder(Framing framing, String how) throws Exception {
    int count = 3_000;
    Node node = node(framing, 0);
    Rsyslog daemon = rsyslog(port(node, "logs"), how);
    log(daemon, 0, count);
    await(() -> sealed(node, "plc7").size() >= count, () -> sealed(node, "plc7").size() + " came");
    List<String> texts = sealed(node, "plc7");
    assertThat(texts).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(texts.get(i)).startsWith("<13>1 ").contains(" pump ").endsWith("valve " + i);
    }
    assertThat(points(node, "plc7")).singleElement().asString().endsWith("/pump");
    assertThat(node.projections().records().source("plc7").orElseThrow().protocol())
        .contains("syslog-tls");
  }

  @Test
  void rsyslogThatSendsLinesToAListenerThatCountsIsToldOf() throws Exception {
    Node node = node(Framing.OCTET_COUNTED, 0);
    Rsyslog daemon = rsyslog(port(node, "logs"), "");
    log(daemon, 0, 3);
    await(() -> node.syslog().get("logs").counts().brokenOff() > 0, "a broken connection");
    assertThat(sealed(node, "plc7")).isEmpty();
  }

  /** What rsyslog had given to TCP when the node went is lost to it; what it kept comes. */
  @Test
  void whatIsLoggedWhileTheNodeIsAwayComesWhenItIsBack() throws Exception {
    int port = HeldPorts.next();
    Node first = node(Framing.OCTET_COUNTED, port);
    assertThat(port(first, "logs")).isEqualTo(port);
    Rsyslog daemon = rsyslog(port, "TCP_Framing=\"octet-counted\"");
    log(daemon, 0, 100);
    await(() -> sealed(first, "plc7").size() == 100, "the first messages");
    open.remove(first);
    first.close();
    // What is sent before the sender knows that nobody is there is lost on the way: syslog over TCP
    // has no acknowledgement. The answer to the first message tells it.
    log(daemon, 100, 101);
    await(() -> !isConnectedTo(port), "the sender's connection to be gone");
    log(daemon, 101, 200);
    Node second = node(Framing.OCTET_COUNTED, port);
    log(daemon, 200, 300);
    await(
        () -> sealed(second, "plc7").stream().anyMatch(text -> text.endsWith("valve 299")),
        "the last message");
    List<String> texts = sealed(second, "plc7");
    assertThat(texts).doesNotHaveDuplicates().hasSizeBetween(299, 300);
  }

  /** Whether somebody on this machine has a connection to a port that still takes what is sent. */
  private static boolean isConnectedTo(int port) throws IOException {
    String remote = ":%04X".formatted(port);
    return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
        .map(line -> line.strip().split(" +"))
        .anyMatch(words -> words[2].endsWith(remote) && SENDING_STATES.contains(words[3]));
  }

  @ParameterizedTest
  @CsvSource({"--rfc5424, '<14>1 '", "--rfc3164, '<14>'"})
  void loggerOverUdpIsSealed(String form, String start) throws Exception {
    Node node = node(Framing.OCTET_COUNTED, 0);
    String port = Integer.toString(port(node, "old"));
    for (int i = 0; i < 20; i++) {
      logger(
          "--server",
          "127.0.0.1",
          "--port",
          port,
          "--udp",
          form,
          "--priority",
          "user.info",
          "--tag",
          "pump",
          "valve " + i);
    }
    await(() -> sealed(node, "127.0.0.1").size() == 20, "all messages");
    List<String> texts = sealed(node, "127.0.0.1");
    assertThat(texts.getFirst()).startsWith(start).endsWith("valve 0");
    assertThat(points(node, "127.0.0.1")).singleElement().asString().endsWith("/pump");
    assertThat(node.projections().records().source("127.0.0.1").orElseThrow().protocol())
        .contains("syslog-udp");
  }
}
