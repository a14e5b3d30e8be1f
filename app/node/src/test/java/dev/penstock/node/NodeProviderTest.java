package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.yaml.SettingsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole node and a provider that is down, silent or confused. Req: 62443-4-2 CR 1.1. */
class NodeProviderTest {
  private static final String PASSWORD = "seven grey herons at noon";
  private static final String METADATA = "/.well-known/openid-configuration";
  private static final String UNREACHABLE = "/console/?problem=provider-unreachable";

  @TempDir Path folder;
  private HttpServer provider;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What a provider says instead of what it should. */
  enum Fault {
    STATUS_500,
    GARBAGE,
    SILENCE
  }

  @BeforeEach
  void start() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var _ = provider.createContext("/", this::answer);
    provider.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    provider.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    provider.stop(0);
    http.close();
  }

  private String issuer() {
    return "http://127.0.0.1:" + provider.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Fault fault = faults.get(exchange.getRequestURI().getPath());
      if (fault == null) {
        String metadata =
            """
            {"issuer": "%1$s", "authorization_endpoint": "%1$s/auth", "token_endpoint": \
            "%1$s/token", "jwks_uri": "%1$s/keys"}\
            """
                .formatted(issuer());
        send(exchange, 200, metadata);
        return;
      }
      switch (fault) {
        case STATUS_500 -> send(exchange, 500, "{}");
        case GARBAGE -> send(exchange, 200, "<html>");
        case SILENCE -> end.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Node node(String issuer, String more) throws Exception {
    String text =
        """
        origin: plant7.example/log
        http: {port: %d}
        people:
          oidc: {issuer: '%s', client-id: penstock, name: Plant directory%s}
        """
            .formatted(HeldPorts.next(), issuer, more);
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case SettingsFile.Reading.Valid<NodeSettings>(var settings) ->
          Node.start(folder.resolve("data"), settings, Node.Machine.here());
      case SettingsFile.Reading.Faulty<NodeSettings>(var problems) ->
          throw new AssertionError(problems);
    };
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    if (!cookies.isEmpty()) {
      var _ =
          request.header(
              "Cookie",
              String.join("; ", cookies.entrySet().stream().map(Map.Entry::toString).toList()));
    }
    HttpResponse<String> answer =
        http.send(
            request.header("Sec-Fetch-Site", "same-origin").build(),
            HttpResponse.BodyHandlers.ofString());
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      int at = cookie.indexOf('=');
      String _ = cookies.put(cookie.substring(0, at), cookie.substring(at + 1).split(";", -1)[0]);
    }
    return answer;
  }

  private HttpRequest.Builder to(Node node, String path) {
    return HttpRequest.newBuilder(
        URI.create("http://localhost:" + node.webPort().orElseThrow() + path));
  }

  private String location(Node node, String path) throws Exception {
    HttpResponse<String> answer = send(to(node, path));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private HttpResponse<String> post(Node node, String path, String body) throws Exception {
    return send(
        to(node, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private void setUp(Node node) throws Exception {
    String code = node.setUpCode().orElseThrow();
    HttpResponse<String> answer =
        post(
            node,
            "/api/v1/set-up",
            """
            {"code": "%s", "name": "ada", "displayName": "Ada", "password": "%s"}\
            """
                .formatted(code, PASSWORD));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private void assertPasswordsStillOpen(Node node) throws Exception {
    HttpResponse<String> answer =
        post(node, "/api/v1/session", "{\"name\": \"ada\", \"password\": \"" + PASSWORD + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"oidc\"", "Plant directory");
  }

  @Test
  void aNodeStartsWithoutItsProviderAndSaysWhatMustBeEnteredThere() throws Exception {
    try (Node node = node("http://127.0.0.1:" + HeldPorts.next(), "")) {
      assertThat(StatusLines.of(node))
          .contains(
              "provider    Plant directory, redirect address http://localhost:"
                  + node.webPort().orElseThrow()
                  + "/api/v1/session/oidc/return");
      setUp(node);
      assertThat(location(node, "/api/v1/session/oidc/begin")).isEqualTo(UNREACHABLE);
      assertPasswordsStillOpen(node);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatSaysNothingOfUseIsSaidToBeOutOfReach(Fault fault) throws Exception {
    var _ = faults.put(METADATA, fault);
    try (Node node = node(issuer(), "")) {
      setUp(node);
      assertThat(location(node, "/api/v1/session/oidc/begin")).isEqualTo(UNREACHABLE);
      assertPasswordsStillOpen(node);
      var _ = faults.remove(METADATA);
      assertThat(location(node, "/api/v1/session/oidc/begin")).startsWith(issuer() + "/auth?");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatFailsAtTheCodeLetsNobodyInAndItIsWrittenDown(Fault fault) throws Exception {
    var _ = faults.put("/token", fault);
    try (Node node = node(issuer(), "")) {
      setUp(node);
      String to = location(node, "/api/v1/session/oidc/begin");
      String state = to.replaceAll(".*[?&]state=([^&]*).*", "$1");
      assertThat(to).contains("code_challenge_method=S256", "nonce=", "scope=openid");
      boolean _ = cookies.keySet().removeIf("__Host-penstock"::equals);
      String back = location(node, "/api/v1/session/oidc/finish?code=1&state=" + state);
      assertThat(back).isEqualTo(UNREACHABLE);
      assertThat(cookies.get("__Host-penstock")).isNull();
      // Taken out once, whatever came of it.
      var _ = faults.remove("/token");
      String _ = cookies.put("__Host-penstock-oidc", "x");
      assertThat(location(node, "/api/v1/session/oidc/finish?code=1&state=" + state))
          .isEqualTo("/console/?problem=sign-in-refused");
      assertPasswordsStillOpen(node);
    }
  }

  @Test
  void aFileOfAuthoritiesThatIsNoneIsToldAndTheNodeGoesOn() throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), "this is no certificate");
    try (Node node = node(issuer(), ", ca-file: '" + file + "'")) {
      assertThat(node.obstacles())
          .anySatisfy(text -> assertThat(text).contains("Plant directory", "no certificate"));
      HttpResponse<String> session = send(to(node, "/api/v1/session"));
      assertThat(session.body()).doesNotContain("\"oidc\"");
    }
  }
}
