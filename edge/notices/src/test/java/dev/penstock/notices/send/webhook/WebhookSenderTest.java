package dev.penstock.notices.send.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.penstock.notices.Occasion;
import dev.penstock.notices.Severity;
import dev.penstock.notices.send.Errands;
import dev.penstock.notices.send.FakePeer;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.Secret;
import dev.penstock.notices.send.SenderContract;
import dev.penstock.notices.send.Sending;
import dev.penstock.notices.send.TestTls;
import dev.penstock.notices.send.TrustFiles;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSenderTest extends SenderContract {
  private static final Secret KEY = Secret.of("0123456789abcdef");

  @TempDir static Path folder;
  private static TestTls tls;

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> signatures = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    tls = TestTls.in(folder);
  }

  private static NoticeSender sender(String url, TrustFiles trust) {
    return new WebhookSender(
        "plant7", new WebhookOptions(URI.create(url), KEY, trust, LIMIT), FakeClock.of());
  }

  private NoticeSender answering(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    return serving(server, status, "http", TrustFiles.MACHINE);
  }

  private NoticeSender serving(HttpServer server, int status, String scheme, TrustFiles trust) {
    server.createContext(
        "/",
        exchange -> {
          take(exchange);
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    open(() -> server.stop(0));
    return sender(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/hook?x=1", trust);
  }

  private void take(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    signatures.add(exchange.getRequestHeaders().getFirst("Penstock-Signature"));
  }

  private NoticeSender raw(FakePeer.Serving serving) throws IOException {
    FakePeer peer = FakePeer.of(serving);
    open(peer);
    return sender("http://127.0.0.1:" + peer.port() + "/", TrustFiles.MACHINE);
  }

  @Override
  protected NoticeSender towards(Behaviour behaviour) throws Exception {
    return switch (behaviour) {
      case TAKES -> answering(204);
      case REFUSES -> answering(403);
      case SILENT -> raw(FakePeer::silent);
      case GARBAGE -> raw(FakePeer::garbage);
      case CUTS ->
          raw(socket -> {
            socket.getOutputStream().write("HTTP/1.1 20".getBytes(StandardCharsets.US_ASCII));
            socket.close();
          });
    };
  }

  @Override
  protected NoticeSender towardsNobody() throws Exception {
    try (var gone = new ServerSocket(0)) {
      return sender("http://127.0.0.1:" + gone.getLocalPort() + "/", TrustFiles.MACHINE);
    }
  }

  @Test
  void theBodyIsOneObjectAndItsSignatureCoversTheTime() throws Exception {
    assertThat(answering(200).send(Errands.raised())).isEqualTo(Sending.taken());
    assertThat(bodies)
        .containsExactly(
            """
            {"version":1,"id":17,"node":"plant7","occasion":"raised","kind":"source-silent",\
            "subject":"plc7","severity":"warning","state":"raised","since":"2026-03-01T06:00:00Z",\
            "written_at":"2026-03-01T06:05:00Z","headline":"Penstock plant7: source silent: plc7",\
            "text":"quiet for 5 min","advice":"Look at the source and at the way to it; the gap stands \
            in its certificate."}\
            """);
    long second = FakeClock.of().instant().getEpochSecond();
    byte[] body = bodies.getFirst().getBytes(StandardCharsets.UTF_8);
    assertThat(signatures)
        .containsExactly("t=" + second + ",v1=" + WebhookSender.sign(KEY, second, body));
    assertThat(WebhookSender.sign(KEY, second + 1, body))
        .isNotEqualTo(WebhookSender.sign(KEY, second, body));
  }

  /** Computed with openssl dgst -sha256 -hmac 0123456789abcdef over {@code 1700000000.{}}. */
  @Test
  void theSignatureIsWhatOthersCompute() {
    assertThat(WebhookSender.sign(KEY, 1_700_000_000, "{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void noRedirectIsFollowed(int status) throws Exception {
    assertThat(answering(status).send(Errands.raised())).isInstanceOf(Sending.Refused.class);
    assertThat(bodies).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void aBusyReceiverIsTriedAgain(int status) throws Exception {
    NoticeSender sender = answering(status);
    assertThatThrownBy(() -> sender.send(Errands.raised()))
        .isInstanceOf(IOException.class)
        .hasMessage("127.0.0.1 answers with status " + status);
  }

  @Test
  void anAnswerThatNeverEndsIsLeft() throws Exception {
    NoticeSender sender =
        raw(socket -> {
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"
                      .getBytes(StandardCharsets.US_ASCII));
          FakePeer.silent(socket);
        });
    assertThatThrownBy(() -> sender.send(Errands.raised()))
        .hasMessageContaining("no whole answer in 2 s");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyAReceiverThatIsVouchedForGetsIt(boolean isKnown) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.server("peer")));
    NoticeSender sender =
        serving(server, 200, "https", isKnown ? tls.trust() : tls.trustOfStrangers());
    if (isKnown) {
      assertThat(sender.send(Errands.raised())).isEqualTo(Sending.taken());
    } else {
      assertThatThrownBy(() -> sender.send(Errands.raised())).isInstanceOf(IOException.class);
      assertThat(bodies).isEmpty();
    }
  }

  @Test
  void whatIsInAStringStaysInIt() {
    assertThat(NoticeJson.quoted("a\"b\\c\n\u007f\ud83d\ude00ü"))
        .isEqualTo("\"a\\\"b\\\\c\\u000a\\u007f\\ud83d\\ude00ü\"");
    var errand = Errands.of(Occasion.RAISED, Severity.INFO, "\",\"kind\":\"x", "");
    assertThat(new String(NoticeJson.of("plant7", errand), StandardCharsets.UTF_8))
        .contains("\"subject\":\"\\\",\\\"kind\\\":\\\"x\"");
  }

  @Test
  void addressesThatWouldBetrayAreRefused() {
    for (String bad :
        List.of(
            "http://hook.example/",
            "ftp://127.0.0.1/",
            "https:///x",
            "https://a@b/",
            "https://b/#c")) {
      assertThatIllegalArgumentException()
          .as(bad)
          .isThrownBy(() -> new WebhookOptions(URI.create(bad), KEY, TrustFiles.MACHINE, LIMIT));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new WebhookOptions(
                URI.create("https://b/"), Secret.of("short"), TrustFiles.MACHINE, LIMIT));
    assertThat(
            new WebhookOptions(URI.create("https://b/secret"), KEY, TrustFiles.MACHINE, LIMIT)
                .toString())
        .doesNotContain("secret", "0123");
  }
}
