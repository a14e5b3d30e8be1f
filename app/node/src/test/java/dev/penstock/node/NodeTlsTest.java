package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.node.backup.KeysFile;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node over TLS, by an authority that it makes itself. Req: 62443-4-2 CR 1.8, CR 3.1. */
class NodeTlsTest {
  private static NodeSettings settings(WebOptions.Way way) {
    return NodeSettings.named("plant7.example/log")
        .withWeb(new WebOptions("127.0.0.1", 0, WebLimits.DEFAULT, way));
  }

  private static WebOptions.Way site() {
    return new WebOptions.Way.Tls(List.of("gate.plant7.example"), Optional.empty());
  }

  private static X509Certificate certificate(Path file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  /** What an operator does: takes the one file, and trusts it. */
  private static HttpClient trusting(Path authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("site", certificate(authority));
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpResponse<String> health(Node node, HttpClient client) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + node.webPort().orElseThrow() + "/health/live"))
            .timeout(Duration.ofSeconds(30))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aNodeIsTrustedByTheCertificateOfItsAuthorityAlsoAfterARestart(@TempDir Path folder)
      throws Exception {
    Path authority = folder.resolve("keys/site-ca.crt");
    String fingerprint;
    try (Node node = Node.start(folder, settings(site()), Node.Machine.here())) {
      TestPlant.awaitNothingInTheWay(node);
      fingerprint = node.authorityFingerprint().orElseThrow();
      assertThat(node.webAddress().orElseThrow())
          .startsWith("https://gate.plant7.example:" + node.webPort().orElseThrow());
      assertThat(node.statusLines()).anyMatch(line -> line.contains(fingerprint));
      try (HttpClient client = trusting(authority)) {
        HttpResponse<String> answer = health(node, client);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      }
    }
    try (HttpClient client = trusting(authority);
        Node node = Node.start(folder, settings(site()), Node.Machine.here())) {
      assertThat(node.authorityFingerprint()).hasValue(fingerprint);
      assertThat(health(node, client).statusCode()).isEqualTo(200);
    }
    for (String secret : List.of("site-server.pem", "site-certificates.txt", "site-ca.crt")) {
      assertThat(Files.getPosixFilePermissions(folder.resolve("keys").resolve(secret)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void theOperatorsOwnCertificateIsShown(@TempDir Path folder) throws Exception {
    Path first = Files.createDirectory(folder.resolve("first"));
    try (Node node = Node.start(first, settings(site()), Node.Machine.here())) {
      assertThat(node.webPort()).isPresent();
    }
    // Key and chain stand in one file there, which serves as both.
    Path own = first.resolve("keys/site-server.pem");
    var way =
        new WebOptions.Way.Tls(List.of(), Optional.of(new WebOptions.OwnCertificate(own, own)));
    Path second = Files.createDirectory(folder.resolve("second"));
    try (Node node = Node.start(second, settings(way), Node.Machine.here());
        HttpClient client = trusting(first.resolve("keys/site-ca.crt"))) {
      HttpResponse<String> answer = health(node, client);
      byte[] shown = answer.sslSession().orElseThrow().getPeerCertificates()[0].getEncoded();
      assertThat(Files.readString(own).replace("\n", ""))
          .contains(Base64.getEncoder().encodeToString(shown));
    }
  }

  @Test
  void whatCannotBeShownIsSaidAndTheNodeRuns(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.pem");
    var way =
        new WebOptions.Way.Tls(
            List.of(), Optional.of(new WebOptions.OwnCertificate(missing, missing)));
    try (Node node = Node.start(folder.resolve("data"), settings(way), Node.Machine.here())) {
      assertThat(node.webPort()).isEmpty();
      assertThat(node.obstacles())
          .anyMatch(line -> line.contains("over TLS") && line.contains("missing.pem is not there"));
    }
  }

  @Test
  void aServerIsCalledByWhatIsConfiguredAndByLoopback() {
    var names = NodeTls.names("10.1.0.5", List.of("gate.plant7.example", "10.1.0.6"));
    assertThat(names.common()).isEqualTo("gate.plant7.example");
    assertThat(names.hosts()).containsExactly("gate.plant7.example", "localhost");
    assertThat(names.addresses())
        .containsExactly("10.1.0.6", "10.1.0.5", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(NodeTls.names("0.0.0.0", List.of()).addresses())
        .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(NodeTls.names("::", List.of()).common()).isEqualTo("penstock");
  }

  @Test
  void theAuthorityComesBackWithTheKeysOfABackup(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    try (Node node = Node.start(data, settings(site()), Node.Machine.here())) {
      assertThat(node.webPort()).isPresent();
    }
    Path keys = folder.resolve("keys.zip");
    KeysFile.write(data.resolve("keys"), keys);
    assertThat(KeysFile.read(keys, "software.keys").orElseThrow())
        .containsKeys("site-ca.crt", "site-certificates.txt", "site-server.pem", "site-ca.crl");
    assertThat(
            new String(
                Files.readAllBytes(data.resolve("keys/site-ca.crt")), StandardCharsets.US_ASCII))
        .startsWith("-----BEGIN CERTIFICATE-----");
  }
}
