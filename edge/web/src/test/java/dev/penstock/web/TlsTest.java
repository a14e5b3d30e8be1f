package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.testkit.tls.Certificates;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The API over TLS, asked by the JDK's client. Req: 62443-4-2 CR 1.9, CR 3.1, CR 4.1. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final String HOST = "gate.plant7.example";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;

  private Certificates certificates;
  private House house;
  private Identity identity;
  private WebServer server;

  /** Shows what a test wants, and believes all that are not withdrawn. */
  private final class Identity implements TlsIdentity {
    private final Set<X509Certificate> withdrawn = ConcurrentHashMap.newKeySet();
    private volatile String name = "server";

    @Override
    public Shown shown() {
      try {
        return new Shown(key(name), List.of(certificates.certificate(name)));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public List<X509Certificate> clientAuthorities() {
      try {
        return List.of(certificates.certificate("ca"));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public boolean isGood(X509Certificate client) {
      return !withdrawn.contains(client);
    }
  }

  private PrivateKey key(String name) throws Exception {
    String text = Files.readString(certificates.pem(name + ".key"));
    byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /** Says whom the handlers take the client for. */
  private static Route whoami() {
    return new Route(
        Route.Method.GET,
        "/test/whoami",
        Route.Access.OPEN,
        Route.Pace.AT_ONCE,
        List.of(),
        Set.of(200),
        call ->
            Answer.of(
                200,
                Answer.TEXT,
                call.certificate()
                    .map(shown -> shown.getSubjectX500Principal().getName())
                    .orElse("nobody")
                    .getBytes(StandardCharsets.UTF_8)));
  }

  @BeforeAll
  void open() throws Exception {
    Path made = Files.createDirectories(folder.resolve("tls"));
    certificates = new Certificates(made);
    certificates.authority("ca");
    certificates.authority("stranger");
    String names = "san=dns:localhost,dns:" + HOST + ",ip:127.0.0.1";
    certificates.certificate("server", "ca", "CN=one", "-ext", names);
    certificates.certificate("second", "ca", "CN=two", "-ext", names);
    certificates.certificate("ana", "ca", "CN=ana", "-ext", "eku=clientAuth");
    certificates.certificate("ben", "ca", "CN=ben", "-ext", "eku=clientAuth");
    certificates.certificate("only-server", "ca", "CN=other", "-ext", "eku=serverAuth");
    certificates.certificate("foreign", "stranger", "CN=ana", "-ext", "eku=clientAuth");
    certificates.certificate(
        "ended", "ca", "CN=ana", "-startdate", "-30d", "-validity", "10", "-ext", "eku=clientAuth");
    house = new House(folder);
    identity = new Identity();
    server = start(House.LIMITS);
  }

  private WebServer start(WebLimits limits) throws IOException {
    var way = new WebOptions.Way.Tls(List.of(HOST), Optional.empty());
    return WebServer.start(
        new WebOptions("127.0.0.1", 0, limits, way),
        house.parts.getFirst(),
        Optional.of(identity),
        List.of(whoami()));
  }

  @AfterAll
  void close() {
    server.close();
    house.close();
  }

  private HttpClient client(String name) throws Exception {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_2)
        .sslContext(certificates.sender("ca", name))
        .build();
  }

  private HttpResponse<String> get(HttpClient client, String address) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + address))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + house.token)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theApiIsThereOverHttp2AndTls13() throws Exception {
    try (HttpClient client = client("")) {
      HttpResponse<String> answer = get(client, "/api/v1/sources");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.body()).contains("pump1");
    }
  }

  @Test
  void http11IsSpokenToWhoeverKnowsNoOther() throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(certificates.sender("ca", ""))
            .build()) {
      HttpResponse<String> answer = get(client, "/health/live");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void olderTlsIsRefused() throws Exception {
    var only12 = new SSLParameters();
    only12.setProtocols(new String[] {"TLSv1.2"});
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(certificates.sender("ca", ""))
            .sslParameters(only12)
            .build()) {
      assertThatThrownBy(() -> get(client, "/health/live"))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void whoTrustsAnotherAuthorityDoesNotCome() throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(certificates.sender("stranger", "")).build()) {
      assertThatThrownBy(() -> get(client, "/health/live")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void plainHttpAtThePortIsAnsweredByNothing() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write(
              ("GET /health/live HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] said = socket.getInputStream().readAllBytes();
      assertThat(new String(said, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP", "ok");
      assertThat(said.length).as("an alert at most").isLessThanOrEqualTo(7);
    }
  }

  @Test
  void handlersSeeTheCertificateOfAClientThatShowsOne() throws Exception {
    try (HttpClient ana = client("ana");
        HttpClient nobody = client("")) {
      assertThat(get(ana, "/test/whoami").body()).isEqualTo("CN=ana");
      assertThat(get(nobody, "/test/whoami").body()).isEqualTo("nobody");
    }
  }

  @Test
  void certificatesOfOthersAndEndedOnesAreRefused() throws Exception {
    for (String name : List.of("foreign", "ended", "only-server")) {
      assertThatThrownBy(() -> insist(name)).as(name).isInstanceOf(IOException.class);
    }
    assertThat(insist("ana")).contains("CN=ana");
  }

  /**
   * A client that asks the server first shows none of these; this one does. The answer to a
   * request.
   */
  private String insist(String name) throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(
        new KeyManager[] {new Insisting(key(name), certificates.certificate(name))},
        new TrustManager[] {new Trusting()},
        null);
    return raw(context, "localhost", "GET /test/whoami HTTP/1.1\r\n");
  }

  private String raw(SSLContext context, String host, String first) throws Exception {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 10_000);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      try (var tls =
          (SSLSocket) context.getSocketFactory().createSocket(socket, host, server.port(), true)) {
        var parameters = tls.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        tls.setSSLParameters(parameters);
        OutputStream out = tls.getOutputStream();
        out.write(
            (first + "Host: " + host + ":" + server.port() + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        InputStream in = tls.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void aRevokedCertificateIsRefusedAndOpensNothingOnConnectionsThatAreOpen() throws Exception {
    try (HttpClient ben = client("ben")) {
      assertThat(get(ben, "/test/whoami").body()).isEqualTo("CN=ben");
      boolean _ = identity.withdrawn.add(certificates.certificate("ben"));
      assertThat(get(ben, "/test/whoami").body()).as("the same connection").isEqualTo("nobody");
    }
    assertThatThrownBy(() -> insist("ben")).isInstanceOf(IOException.class);
  }

  /** RFC 6797: by a name it is said, and by an address or localhost it is not. */
  @Test
  void browsersAreToldToStayWithTlsWhereTheyCameByAName() throws Exception {
    SSLContext context = certificates.sender("ca", "");
    String get = "GET /health/live HTTP/1.1\r\n";
    assertThat(raw(context, HOST, get))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("Strict-Transport-Security: max-age=31536000");
    assertThat(raw(context, "localhost", get))
        .startsWith("HTTP/1.1 200")
        .doesNotContainIgnoringCase("Strict-Transport-Security");
  }

  @Test
  void onlyConfiguredNamesAreOurs() throws Exception {
    SSLContext context = certificates.sender("ca", "");
    String get = "GET /health/live HTTP/1.1\r\n";
    assertThat(raw(context, "evil.example", get))
        .startsWith("HTTP/1.1 421")
        .contains("host-not-allowed", HOST + ":" + server.port());
  }

  @Test
  void aNewCertificateIsShownWithoutAStopAndOpenConnectionsGoOn() throws Exception {
    try (WebServer other = start(House.LIMITS)) {
      var address = URI.create("https://localhost:" + other.port() + "/health/live");
      var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
      try (HttpClient before = client("");
          HttpClient after = client("")) {
        var body = HttpResponse.BodyHandlers.ofString();
        assertThat(subject(before.send(request, body))).isEqualTo("CN=one");
        identity.name = "second";
        other.reloadTls();
        assertThat(subject(before.send(request, body))).as("open before").isEqualTo("CN=one");
        assertThat(subject(after.send(request, body))).as("new").isEqualTo("CN=two");
      } finally {
        identity.name = "server";
      }
    }
  }

  private static String subject(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(200);
    var shown = (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  @Test
  void passwordsCannotBeTriedWithoutEnd() throws Exception {
    var rates = new WebLimits.Rates(200, 1_000, 6, 3, 100);
    try (WebServer slow = start(House.LIMITS.with(rates));
        HttpClient client = client("")) {
      var request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + slow.port() + "/api/v1/session"))
              .timeout(PATIENCE)
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      var body = HttpResponse.BodyHandlers.ofString();
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(request, body).statusCode()).isNotEqualTo(429);
      }
      HttpResponse<String> refused = client.send(request, body);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 10L);
      assertThat(refused.body()).contains("too-many-requests");
    }
  }

  @Test
  void aWayNeedsWhatBelongsToIt() {
    var tls = new WebOptions.Way.Tls(List.of(), Optional.empty());
    assertThatThrownBy(() -> new WebOptions("0.0.0.0", 0, House.LIMITS))
        .hasMessageContaining("loopback");
    assertThat(new WebOptions("0.0.0.0", 0, House.LIMITS, tls).bind()).isEqualTo("0.0.0.0");
    assertThatThrownBy(() -> new WebOptions("plant7", 0, House.LIMITS, tls))
        .hasMessageContaining("address");
    assertThatThrownBy(() -> new WebOptions.Way.Tls(List.of("Plant 7"), Optional.empty()))
        .hasMessageContaining("host name");
    var plain = new WebOptions("127.0.0.1", 0, House.LIMITS);
    assertThatThrownBy(() -> WebServer.start(plain, house.parts.getFirst(), identity))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> house.server.reloadTls()).isInstanceOf(IllegalStateException.class);
  }
}
