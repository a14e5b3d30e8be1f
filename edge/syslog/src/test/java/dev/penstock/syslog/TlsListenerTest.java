package dev.penstock.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.framessyslog.Framing;
import dev.penstock.syslog.SyslogOptions.Way;
import dev.penstock.testkit.tls.Certificates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class TlsListenerTest {
  private static final String MESSAGE = "<13>1 2026-11-21T09:05:01Z plc7 app - - - number ";
  private static final NamingLimits NAMES = new NamingLimits(10, 100);

  @TempDir static Path folder;
  private static Certificates certificates;

  private final FakeIntake intake = new FakeIntake();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new Certificates(folder);
    certificates.authority("ca");
    // A sender shows a certificate only when its issuer is called like one that is asked for.
    certificates.authority("stranger");
    certificates.certificate("false-ca", "stranger", "CN=ca", "-ext", "bc:c");
    certificates.certificate("gateway", "ca", "CN=gateway", "-ext", "san=dns:localhost");
    certificates.certificate("plc7", "ca", "CN=ignored", "-ext", "san=dns:PLC7.plant.example");
    certificates.certificate("spy", "false-ca", "CN=plc7.plant.example");
    certificates.certificate("old", "ca", "CN=old", "-startdate", "-10d", "-validity", "5");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    background.shutdownNow();
  }

  private static Way.Tls way(@Nullable Path clients, Framing framing, int connections) {
    var files = new TlsFiles(certificates.pem("gateway"), certificates.pem("gateway.key"), clients);
    return new Way.Tls(files, framing, connections, 4_096);
  }

  private SyslogListener listen(Way way, int port) {
    SyslogListener listener =
        SyslogListener.start(
            new SyslogOptions("logs", "127.0.0.1", port, way, NAMES),
            intake,
            intake,
            InstantSource.system());
    open.add(listener);
    return listener;
  }

  /** One that demands certificates and is listening. */
  private SyslogListener listen() {
    SyslogListener listener = listen(way(certificates.pem("ca"), Framing.OCTET_COUNTED, 8), 0);
    intake.await(intake::isUp);
    return listener;
  }

  private SSLSocket connect(SyslogListener listener, SSLContext sender, String protocol)
      throws IOException {
    var socket =
        (SSLSocket)
            sender
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), listener.port().orElseThrow());
    open.add(socket);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.setSoTimeout(30_000);
    socket.startHandshake();
    return socket;
  }

  private SSLSocket plc7(SyslogListener listener) throws Exception {
    return connect(listener, certificates.sender("ca", "plc7"), "TLSv1.3");
  }

  private static byte[] counted(String message) {
    byte[] bytes = message.getBytes(UTF_8);
    return ((bytes.length + " ") + message).getBytes(UTF_8);
  }

  private static void send(SSLSocket socket, String... messages) throws IOException {
    OutputStream out = socket.getOutputStream();
    for (String each : messages) {
      out.write(counted(each));
    }
    out.flush();
  }

  private List<String> texts() {
    return intake.heard.stream()
        .map(each -> new String(each.payload().bytes().bytes(), UTF_8))
        .toList();
  }

  private IntakeFinding finding(Kind kind) {
    intake.await(() -> intake.findings.stream().anyMatch(each -> each.kind() == kind));
    return intake.findings.stream().filter(each -> each.kind() == kind).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void messagesStandUnderTheNameInTheCertificate(String protocol) throws Exception {
    SyslogListener listener = listen();
    SSLSocket socket = connect(listener, certificates.sender("ca", "plc7"), protocol);
    send(socket, MESSAGE + 1, "<13>Nov 21 09:05:01 plc8 cron[7]: x", "<13>hello");
    intake.await(() -> intake.heard.size() == 3);
    Heard first = intake.heard.getFirst();
    assertThat(first.listener()).isEqualTo("logs");
    assertThat(first.source()).isEqualTo("plc7.plant.example");
    assertThat(first.sourceTime()).isEqualTo(Instant.parse("2026-11-21T09:05:01Z"));
    assertThat(first.payload().contentType()).isEqualTo("text/plain");
    assertThat(first.address()).isNull();
    assertThat(texts().getFirst()).isEqualTo(MESSAGE + 1);
    assertThat(intake.heard)
        .extracting(Heard::point)
        .containsExactly("plc7/app", "plc8/cron", "-/-");
    assertThat(intake.heard.get(1).sourceTime()).isNull();
    assertThat(intake.findings).isEmpty();
    assertThat(listener.counts().messages()).isEqualTo(3);
    assertThat(listener.counts().connections()).isEqualTo(1);
  }

  @Test
  void withoutAClientsFileTheAddressIsTheName() throws Exception {
    SyslogListener listener = listen(way(null, Framing.OCTET_COUNTED, 8), 0);
    intake.await(intake::isUp);
    send(connect(listener, certificates.sender("ca", ""), "TLSv1.3"), MESSAGE);
    intake.await(() -> intake.heard.size() == 1);
    assertThat(intake.heard.getFirst().source()).isEqualTo("127.0.0.1");
  }

  @Test
  void linesAreHeardWhereTheSettingsSaySo() throws Exception {
    SyslogListener listener = listen(way(certificates.pem("ca"), Framing.LINES, 8), 0);
    intake.await(intake::isUp);
    OutputStream out = plc7(listener).getOutputStream();
    out.write((MESSAGE + "1\n" + MESSAGE + "2\n").getBytes(UTF_8));
    intake.await(() -> intake.heard.size() == 2);
    assertThat(texts()).containsExactly(MESSAGE + "1", MESSAGE + "2");
  }

  /** The sender may or may not be told before it sends: in TLS 1.3 it is told after. */
  private void knock(SyslogListener listener, String certificate) throws Exception {
    try (SSLSocket socket = connect(listener, certificates.sender("ca", certificate), "TLSv1.3")) {
      send(socket, MESSAGE);
      var _ = socket.getInputStream().read();
    } catch (IOException e) {
      assertThat(e).isNotNull(); // it was told
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spy", "old", ""})
  void whoHasNoAdmittedCertificateIsNotHeard(String certificate) throws Exception {
    SyslogListener listener = listen();
    knock(listener, certificate);
    IntakeFinding finding = finding(Kind.PEER_REFUSED);
    assertThat(finding.address()).isEqualTo("127.0.0.1");
    assertThat(finding.source()).isNull();
    assertThat(finding.text())
        .startsWith("TLS failed: the sender")
        .contains(
            switch (certificate) {
              case "spy" -> "not vouched for";
              case "old" -> "expired";
              default -> "shows no certificate";
            });
    send(plc7(listener), MESSAGE);
    intake.await(() -> intake.heard.size() == 1);
    assertThat(listener.counts().refused()).isEqualTo(1);
  }

  @Test
  void whoDoesNotSpeakTlsIsNotHeard() throws Exception {
    SyslogListener listener = listen();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port().orElseThrow())) {
      socket.getOutputStream().write(counted(MESSAGE));
      assertThat(finding(Kind.PEER_REFUSED).text()).contains("does not speak TLS");
    }
    assertThat(intake.heard).isEmpty();
  }

  @Test
  void garbageEndsOnlyItsOwnConnection() throws Exception {
    SyslogListener listener = listen();
    SSLSocket good = plc7(listener);
    SSLSocket bad = plc7(listener);
    send(bad, MESSAGE + 1);
    intake.await(() -> intake.heard.size() == 1);
    bad.getOutputStream().write("\0\1\2garbage".getBytes(UTF_8));
    assertThat(finding(Kind.MALFORMED).source()).isEqualTo("plc7.plant.example");
    assertThat(bad.getInputStream().read()).isEqualTo(-1);
    send(good, MESSAGE + 2);
    intake.await(() -> intake.heard.size() == 2);
    assertThat(listener.counts().brokenOff()).isEqualTo(1);
  }

  @Test
  void aSenderThatDoesNotCountIsToldOfInPlainWords() throws Exception {
    plc7(listen()).getOutputStream().write((MESSAGE + "\n").getBytes(UTF_8));
    assertThat(finding(Kind.MALFORMED).text()).contains("must count octets");
  }

  @Test
  void aFrameWithoutAHeaderIsKeptAndSaid() throws Exception {
    send(plc7(listen()), "what is this", "<999>nor this");
    intake.await(() -> intake.heard.size() == 2);
    assertThat(texts()).containsExactly("what is this", "<999>nor this");
    assertThat(intake.heard).extracting(Heard::point).containsOnly("~unreadable");
    assertThat(finding(Kind.HEADER_UNREADABLE).address()).isEqualTo("plc7.plant.example");
  }

  @Test
  void halfAMessageAndACutWireAreAFinding() throws Exception {
    SyslogListener listener = listen();
    SSLSocket socket = plc7(listener);
    send(socket, MESSAGE + 1);
    socket.getOutputStream().write("100 only a part".getBytes(UTF_8));
    socket.getOutputStream().flush();
    socket.close();
    IntakeFinding finding = finding(Kind.MALFORMED);
    assertThat(finding.text()).contains("ended inside a message");
    assertThat(finding.bytes()).isEqualTo("only a part".length());
    assertThat(finding.source()).isEqualTo("plc7.plant.example");
    assertThat(texts()).containsExactly(MESSAGE + 1);
  }

  @Test
  void aSlowSenderHoldsUpNobody() throws Exception {
    SyslogListener listener = listen();
    SSLSocket slow = plc7(listener);
    byte[] bytes = counted(MESSAGE + "slow");
    slow.getOutputStream().write(bytes, 0, 10);
    slow.getOutputStream().flush();
    send(plc7(listener), MESSAGE + "fast");
    intake.await(() -> intake.heard.size() == 1);
    slow.getOutputStream().write(bytes, 10, bytes.length - 10);
    slow.getOutputStream().flush();
    intake.await(() -> intake.heard.size() == 2);
    assertThat(texts()).containsExactly(MESSAGE + "fast", MESSAGE + "slow");
  }

  @Test
  void aHugeMessageIsAFindingWithSizeAndDigestAndTheNextIsKept() throws Exception {
    SyslogListener listener = listen();
    send(plc7(listener), MESSAGE + "x".repeat(3_000_000), MESSAGE + 2);
    intake.await(() -> intake.heard.size() == 1);
    IntakeFinding finding = finding(Kind.PAYLOAD_TOO_LARGE);
    assertThat(finding.bytes()).isEqualTo(MESSAGE.length() + 3_000_000);
    assertThat(finding.digest()).isNotNull();
    assertThat(texts()).containsExactly(MESSAGE + 2);
    assertThat(listener.counts().unkept()).isEqualTo(1);
  }

  /** No record can hold it; the message is kept, and the thread that numbers records lives. */
  @Test
  void aTimeThatNoRecordCanHoldIsNone() throws Exception {
    send(
        plc7(listen()),
        "<13>1 9999-12-31T23:59:59Z a b - - -",
        "<13>1 0000-01-01T00:00:00Z a b - - -");
    intake.await(() -> intake.heard.size() == 2);
    assertThat(intake.heard).extracting(Heard::sourceTime).containsOnlyNulls();
  }

  @Test
  void aFullIntakeStopsTheReadingAndNothingIsLostOrOutOfOrder() throws Exception {
    int count = 20_000;
    String text = MESSAGE + "y".repeat(500) + " ";
    SyslogListener listener = listen();
    intake.full(true);
    SSLSocket socket = plc7(listener);
    var sent =
        background.submit(() -> {
          for (int i = 0; i < count; i++) {
            send(socket, text + i);
          }
          return true;
        });
    intake.await(() -> listener.counts().messages() == 1);
    assertThat(intake.heard).isEmpty();
    intake.full(false);
    intake.await(() -> intake.heard.size() == count);
    assertThat(sent.get()).isTrue();
    List<String> texts = texts();
    for (int i = 0; i < count; i++) {
      assertThat(texts.get(i)).endsWith(" " + i);
    }
    assertThat(listener.counts().lost()).isZero();
  }

  @Test
  void whatWasReadIsHandedInAtTheEnd() throws Exception {
    SyslogListener listener = listen();
    intake.full(true);
    send(plc7(listener), MESSAGE + 1);
    intake.await(() -> listener.counts().messages() == 1);
    var closed = background.submit(listener::close);
    intake.full(false);
    assertThat(closed.get()).isNull();
    assertThat(texts()).containsExactly(MESSAGE + 1);
    assertThat(listener.counts().lost()).isZero();
    assertThat(intake.states.getLast()).isInstanceOf(Listening.Deaf.class);
  }

  @Test
  void connectionsAreBoundedAndAFreedPlaceIsGivenAgain() throws Exception {
    SyslogListener listener = listen(way(certificates.pem("ca"), Framing.OCTET_COUNTED, 4), 0);
    intake.await(intake::isUp);
    SSLSocket first = plc7(listener);
    send(first, MESSAGE + 1);
    intake.await(() -> intake.heard.size() == 1);
    // Of four places one address has one.
    knock(listener, "plc7");
    assertThat(finding(Kind.PEER_REFUSED).text()).contains("from this address, which is the limit");
    first.close();
    intake.await(() -> listener.counts().connections() == 0);
    send(plc7(listener), MESSAGE + 2);
    intake.await(() -> intake.heard.size() == 2);
    assertThat(texts()).containsExactly(MESSAGE + 1, MESSAGE + 2);
  }

  @Test
  void aPortThatIsTakenIsSaidAndHadWhenItIsFree() throws Exception {
    SyslogListener listener;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listener = listen(way(null, Framing.OCTET_COUNTED, 8), taken.getLocalPort());
      intake.await(() -> deafReason().contains("cannot listen on tls 127.0.0.1 port"));
      assertThat(listener.port()).isEmpty();
    }
    intake.await(intake::isUp);
    assertThat(listener.port()).isPresent();
  }

  private String deafReason() {
    return intake.states.getLast() instanceof Listening.Deaf deaf ? deaf.reason() : "";
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws Exception {
    var files = new TlsFiles(certificates.pem("gateway"), certificates.pem("plc7.key"), null);
    var _ = listen(new Way.Tls(files, Framing.OCTET_COUNTED, 8, 4_096), 0);
    intake.await(() -> deafReason().contains("is not the key of the first certificate"));
    var missing = new TlsFiles(folder.resolve("none.pem"), certificates.pem("plc7.key"), null);
    var _ = listen(new Way.Tls(missing, Framing.OCTET_COUNTED, 8, 4_096), 0);
    intake.await(() -> deafReason().contains("none.pem"));
    assertThat(intake.isUp()).isFalse();
  }

  @Test
  void aRenewedCertificateNeedsNoRestart() throws Exception {
    Path chain = folder.resolve("renewed.pem");
    Path key = folder.resolve("renewed.key.pem");
    Files.copy(certificates.pem("gateway"), chain);
    Files.copy(certificates.pem("gateway.key"), key);
    SyslogListener listener =
        listen(new Way.Tls(new TlsFiles(chain, key, null), Framing.OCTET_COUNTED, 64, 4_096), 0);
    intake.await(intake::isUp);
    // Half of the renewal: it goes on with what it has.
    replace(certificates.pem("plc7"), chain, 1);
    intake.await(() -> shown(listener).contains("gateway") && listener.remark().isPresent());
    replace(certificates.pem("plc7.key"), key, 2);
    intake.await(() -> shown(listener).contains("ignored") && listener.remark().isEmpty());
    assertThat(listener.remark()).isEmpty();
  }

  private static void replace(Path by, Path file, int hours) throws IOException {
    Files.copy(by, file, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3_600L * hours)));
  }

  /** The subject of the certificate that the listener shows; none while it cannot be reached. */
  private String shown(SyslogListener listener) {
    try (SSLSocket socket = connect(listener, certificates.sender("ca", ""), "TLSv1.3")) {
      return socket.getSession().getPeerPrincipal().getName();
    } catch (IOException e) {
      return "";
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
