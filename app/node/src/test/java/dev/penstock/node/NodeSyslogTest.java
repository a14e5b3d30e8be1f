package dev.penstock.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.framessyslog.Framing;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.syslog.SyslogOptions;
import dev.penstock.syslog.SyslogOptions.Way;
import dev.penstock.syslog.TlsFiles;
import dev.penstock.testkit.tls.Certificates;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole node, sent to by syslog and asked over HTTP. */
@Timeout(300)
class NodeSyslogTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  private NodeSettings settings(Certificates certificates) {
    var files =
        new TlsFiles(
            certificates.pem("gateway"), certificates.pem("gateway.key"), certificates.pem("ca"));
    return NodeSettings.named("plant7.example/log")
        .withWeb(new WebOptions("127.0.0.1", 0, WebLimits.DEFAULT))
        .withSyslog(
            List.of(
                new SyslogOptions(
                    "logs",
                    "127.0.0.1",
                    0,
                    new Way.Tls(files, Framing.OCTET_COUNTED, 8, 4_096),
                    NamingLimits.DEFAULT),
                new SyslogOptions("old", "127.0.0.1", 0, new Way.Udp(), NamingLimits.DEFAULT)));
  }

  private static Certificates certificates(Path folder) throws Exception {
    var certificates = new Certificates(Files.createDirectories(folder));
    certificates.authority("ca");
    certificates.certificate("gateway", "ca", "CN=gateway");
    certificates.certificate("plc7", "ca", "CN=plc7");
    // A sender that is called like another one's address.
    certificates.certificate("address", "ca", "CN=127.0.0.1");
    return certificates;
  }

  private static int port(Node node, String listener) throws InterruptedException {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 600 && node.syslog().get(listener).port().isEmpty(); i++) {
      boolean _ = never.await(100, TimeUnit.MILLISECONDS);
    }
    return node.syslog().get(listener).port().orElseThrow();
  }

  private static void sendTls(Node node, Certificates certificates, String name, String message)
      throws Exception {
    try (var socket =
        (SSLSocket)
            certificates
                .sender("ca", name)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port(node, "logs"))) {
      byte[] frame = (message.length() + " " + message).getBytes(UTF_8);
      socket.getOutputStream().write(frame);
    }
  }

  private static void sendUdp(Node node, String message) throws Exception {
    byte[] bytes = message.getBytes(UTF_8);
    try (var socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), port(node, "old")));
    }
  }

  private String get(Node node, String path) throws Exception {
    String token = Files.readString(node.tokenFile().orElseThrow()).strip();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + node.webPort().orElseThrow() + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Asks until the answer has this in it: what was heard is sealed within a second or two. */
  private String await(Node node, String path, String wanted) throws Exception {
    var never = new CountDownLatch(1);
    String body = "";
    for (int i = 0; i < 600 && !body.contains(wanted); i++) {
      boolean _ = never.await(100, TimeUnit.MILLISECONDS);
      body = get(node, path);
    }
    assertThat(body).contains(wanted);
    return body;
  }

  private static String base64(String message) {
    return Base64.getEncoder().encodeToString(message.getBytes(UTF_8));
  }

  private String continuity(Node node, String source) throws Exception {
    Instant now = Instant.now();
    String times = "&from=" + now.minusSeconds(600) + "&to=" + now.plusSeconds(600);
    return get(node, "/api/v1/continuity?source=" + source + times);
  }

  @Test
  void whatSendersSayIsAskedForAndItsWayIsSaid() throws Exception {
    Certificates certificates = certificates(folder.resolve("certificates"));
    String overTls = "<13>1 2026-11-21T09:05:01.5Z plc7 pump - - - valve opened";
    String overUdp = "<13>Nov 21 09:05:01 old-switch link: port 3 up";
    try (Node node =
        Node.start(folder.resolve("data"), settings(certificates), Node.Machine.here())) {
      sendTls(node, certificates, "plc7", overTls);
      sendUdp(node, overUdp);
      String records = await(node, "/api/v1/records?source=plc7", base64(overTls));
      assertThat(records).contains("2026-11-21T09:05:01.5", "plc7/pump");
      assertThat(await(node, "/api/v1/records?source=127.0.0.1", base64(overUdp)))
          .contains("old-switch/link");
      assertThat(get(node, "/api/v1/sources")).contains("syslog-tls", "syslog-udp");
      assertThat(continuity(node, "plc7")).contains("From this gateway's listener on, over TLS;");
      assertThat(continuity(node, "127.0.0.1")).contains("which loses messages without a word");

      // What is said of the loss over UDP is not said of this one, whatever its name.
      sendTls(node, certificates, "address", overTls);
      assertThat(await(node, "/api/v1/records?source=~syslog-tls/127.0.0.1", base64(overTls)))
          .contains("plc7/pump");

      assertThat(StatusLines.of(node))
          .anyMatch(line -> line.startsWith("syslog      logs: 2 messages, "))
          .contains("syslog      old: 1 messages, 0 connections, 0 dropped, 0 peers turned away");
      assertThat(get(node, "/metrics"))
          .contains("penstock_syslog_up{listener=\"logs\"} 1")
          .contains("penstock_syslog_messages_total{listener=\"old\"} 1");
    }
  }

  @Test
  void aPortThatIsTakenIsSaidAndTheNodeRuns() throws Exception {
    Certificates certificates = certificates(folder.resolve("certificates"));
    try (Node first =
        Node.start(folder.resolve("first"), settings(certificates), Node.Machine.here())) {
      NodeSettings all = settings(certificates);
      SyslogOptions taken =
          new SyslogOptions(
              "old", "127.0.0.1", port(first, "old"), new Way.Udp(), NamingLimits.DEFAULT);
      var settings =
          NodeSettings.named(all.origin())
              .withRetention(all.retention())
              .withSyslog(List.of(taken));
      try (Node second = Node.start(folder.resolve("second"), settings, Node.Machine.here())) {
        var never = new CountDownLatch(1);
        for (int i = 0; i < 600 && !status(second).contains("cannot listen"); i++) {
          boolean _ = never.await(100, TimeUnit.MILLISECONDS);
        }
        assertThat(status(second)).contains("old: cannot listen on udp 127.0.0.1 port");
      }
    }
  }

  private static String status(Node node) {
    return String.join("\n", StatusLines.of(node));
  }
}
