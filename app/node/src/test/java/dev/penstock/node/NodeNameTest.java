package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node says by which name passkeys will work. Req: 62443-4-2 CR 1.1. */
class NodeNameTest {
  @TempDir Path folder;

  private static NodeSettings settings(WebOptions.Way way) throws IOException {
    return settings("127.0.0.1", way);
  }

  private static NodeSettings settings(String bind, WebOptions.Way way) throws IOException {
    var options = new WebOptions(bind, HeldPorts.next(), WebLimits.DEFAULT, way);
    return NodeSettings.named("plant7.example/log").withWeb(options);
  }

  private HttpClient trusting() throws Exception {
    byte[] authority = Files.readAllBytes(folder.resolve("keys/site-ca.crt"));
    var certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(authority));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("site", certificate);
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static String test(Node node, HttpClient client, String scheme, String host)
      throws Exception {
    String body =
        "{\"code\": \"" + node.setUpCode().orElseThrow() + "\", \"host\": \"" + host + "\"}";
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    scheme
                        + "://localhost:"
                        + node.webPort().orElseThrow()
                        + "/api/v1/set-up/host"))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void aNodeOnLoopbackIsCalledLocalhost() throws Exception {
    try (Node node = Node.start(folder, settings(new WebOptions.Way.Plain()), Node.Machine.here());
        HttpClient client = HttpClient.newHttpClient()) {
      String good = test(node, client, "http", "localhost");
      assertThat(good)
          .contains("\"address\":\"http://localhost:" + node.webPort().orElseThrow() + "/\"")
          .doesNotContain("failed");
      assertThat(test(node, client, "http", "10.20.0.7")).contains("\"code\":\"address\"");
    }
  }

  /** There localhost leads nowhere, so nobody is sent there; commands never come by the network. */
  @Test
  void aNodeThatListensAtOneAddressIsCalledByIt() throws Exception {
    var plain = new WebOptions.Way.Plain();
    try (Node node = Node.start(folder, settings("127.0.0.2", plain), Node.Machine.here());
        HttpClient client = HttpClient.newHttpClient()) {
      String address = "http://127.0.0.2:" + node.webPort().orElseThrow();
      assertThat(node.webAddress()).contains(address);
      var request = HttpRequest.newBuilder(URI.create(address + "/api/v1/session")).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("host name").doesNotContain("localhost");
      assertThat(ControlClient.ask(folder, List.of("status")))
          .isInstanceOf(ControlAnswer.Done.class);
    }
  }

  @Test
  void overTlsTheCertificateThatIsShownIsLookedAt() throws Exception {
    var way = new WebOptions.Way.Tls(List.of(), Optional.empty());
    try (Node node = Node.start(folder, settings(way), Node.Machine.here());
        HttpClient client = trusting()) {
      String good = test(node, client, "https", "localhost");
      assertThat(good).contains("\"code\":\"covered\"", "\"address\":\"https://localhost:");
    }
  }

  @Test
  void aNodeThatIsCalledOtherwiseSaysWhatMustChange() throws Exception {
    var way = new WebOptions.Way.Tls(List.of("gate.plant7.example"), Optional.empty());
    try (Node node = Node.start(folder, settings(way), Node.Machine.here());
        HttpClient client = trusting()) {
      String other = test(node, client, "https", "localhost");
      assertThat(other)
          .contains("\"code\":\"other-name\",\"about\":\"gate.plant7.example\"")
          .contains("\"      - localhost\",\"      - gate.plant7.example\"")
          .contains("\"address\":null");
    }
  }
}
