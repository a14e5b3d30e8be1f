package dev.penstock.notices.send.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.notices.Occasion;
import dev.penstock.notices.Severity;
import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.Errands;
import dev.penstock.notices.send.FakePeer;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.SenderContract;
import dev.penstock.notices.send.Sending;
import dev.penstock.notices.send.TestTls;
import dev.penstock.notices.send.TrustFiles;
import dev.penstock.testkit.FakeClock;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogSenderTest extends SenderContract {
  @TempDir static Path folder;
  private static TestTls tls;

  private final List<String> heard = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    tls = TestTls.in(folder);
  }

  private static NoticeSender sender(Endpoint to, TrustFiles trust) {
    return new SyslogSender("plant7", new CollectorOptions(to, trust, 16, LIMIT), FakeClock.of());
  }

  private NoticeSender peer(FakePeer.Serving serving, TrustFiles trust) throws Exception {
    FakePeer peer = FakePeer.of(serving);
    open(peer);
    return sender(peer.endpoint(), trust);
  }

  private void collect(Socket socket, String certificate, boolean needsClient) throws Exception {
    Socket secured = TestTls.serve(tls.server(certificate), socket, needsClient);
    heard.add(new String(secured.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    secured.close();
  }

  @Override
  protected boolean isRefusalFinal() {
    // A collector can only end the connection; why, it does not say.
    return false;
  }

  @Override
  protected NoticeSender towards(Behaviour behaviour) throws Exception {
    return peer(
        switch (behaviour) {
          case TAKES -> socket -> collect(socket, "peer", false);
          case REFUSES -> socket -> collect(socket, "peer", true);
          case SILENT -> FakePeer::silent;
          case GARBAGE -> FakePeer::garbage;
          case CUTS -> Socket::close;
        },
        tls.trust());
  }

  @Override
  protected NoticeSender towardsNobody() throws Exception {
    try (var gone = new ServerSocket(0)) {
      return sender(new Endpoint("127.0.0.1", gone.getLocalPort()), tls.trust());
    }
  }

  @Test
  void aCollectorThatAsksIsShownWhoSends() throws Exception {
    NoticeSender sender = peer(socket -> collect(socket, "peer", true), tls.trustAndShow());
    assertThat(sender.send(Errands.raised())).isEqualTo(Sending.taken());
    assertThat(heard)
        .singleElement()
        .satisfies(frame -> {
          String message = frame.substring(frame.indexOf(' ') + 1);
          int length = Integer.parseInt(frame.substring(0, frame.indexOf(' ')));
          assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSize(length);
        });
  }

  @Test
  void aCollectorOfAnotherNameGetsNothing() throws Exception {
    NoticeSender sender = peer(socket -> collect(socket, "other", false), tls.trust());
    assertThatThrownBy(() -> sender.send(Errands.raised())).hasMessageContaining("no TLS with");
    assertThat(heard).isEmpty();
  }

  /** RFC 5424 §6. */
  @Test
  void theMessageHasTheFormOfRfc5424() {
    Instant now = Instant.parse("2026-03-01T06:05:09.123456Z");
    assertThat(SyslogText.message("plant 7", 16, Errands.raised(), now))
        .isEqualTo(
            "<132>1 2026-03-01T06:05:09.123Z plant-7 penstock - source-silent - \ufeff"
                + "Penstock plant 7: source silent: plc7 [id=17 occasion=raised severity=warning"
                + " since=2026-03-01T06:00:00Z] quiet for 5 min");
    assertThat(
            SyslogText.message("", 0, Errands.of(Occasion.CLEARED, Severity.CRITICAL, "", ""), now))
        .startsWith("<5>1 2026-03-01T06:05:09.123Z - penstock");
    assertThat(SyslogText.hostname("")).isEqualTo("-");
  }
}
