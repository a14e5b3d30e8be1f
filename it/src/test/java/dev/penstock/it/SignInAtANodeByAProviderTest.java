package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.it.peers.OidcProviderProcess;
import dev.penstock.it.peers.Peers;
import dev.penstock.node.Node;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.yaml.SettingsFile;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People come in at a running node by a certified provider of another make, as a client of HTTP
 * goes the way and as a real browser does.
 *
 * <p>Req: 62443-4-2 CR 1.1
 */
class SignInAtANodeByAProviderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "seven grey herons at noon";
  private static final String SECRET = "a secret: with + and %";
  private static final String SESSION = "/api/v1/session";
  private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
  private static final Pattern ONWARD = Pattern.compile("content=\"0;url=([^\"]+)\"");
  private static final String REFUSED = "/console/?problem=sign-in-refused";
  private static final int STEPS_MAX = 20;
  private static final long BROWSING_SECONDS_MAX = 600;

  @TempDir Path folder;

  private OidcProviderProcess provider;
  private Node node;
  private String origin;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The cookies of one browser at the node. The JDK's own keeps none that are Secure over HTTP. */
  private final class Browser {
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String csrf = "";

    HttpResponse<String> send(HttpRequest.Builder request)
        throws IOException, InterruptedException {
      if (!cookies.isEmpty()) {
        var _ =
            request.header(
                "Cookie",
                String.join("; ", cookies.entrySet().stream().map(Map.Entry::toString).toList()));
      }
      HttpResponse<String> answer =
          http.send(
              request.header("Sec-Fetch-Site", "same-origin").build(), BodyHandlers.ofString());
      for (String cookie : answer.headers().allValues("Set-Cookie")) {
        int at = cookie.indexOf('=');
        String name = cookie.substring(0, at);
        String value = cookie.substring(at + 1).split(";", -1)[0];
        String _ = value.isEmpty() ? cookies.remove(name) : cookies.put(name, value);
      }
      return answer;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
      return send(HttpRequest.newBuilder(URI.create(origin + path)));
    }

    String location(String path) throws IOException, InterruptedException {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
      return answer.headers().firstValue("Location").orElseThrow();
    }

    JsonNode post(int status, String path, String body) throws IOException, InterruptedException {
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(URI.create(origin + path))
                  .header("Content-Type", "application/json")
                  .header("Penstock-Csrf", csrf)
                  .POST(BodyPublishers.ofString(body)));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
      JsonNode json = JSON.readTree(answer.body());
      csrf = json.path("csrf").asText(csrf);
      return json;
    }

    JsonNode session() throws IOException, InterruptedException {
      return JSON.readTree(get(SESSION).body());
    }

    /** The first person of the node, who is ada at the provider. */
    void setUpAndTie() throws IOException, InterruptedException {
      String code = node.setUpCode().orElseThrow();
      JsonNode session =
          post(
              201,
              "/api/v1/set-up",
              """
              {"code": "%s", "name": "boss", "displayName": "Ada Boss", "password": "%s"}\
              """
                  .formatted(code, PASSWORD));
      JsonNode _ =
          post(
              200,
              "/api/v1/people/" + session.get("person").get("id").asText() + "/ties",
              """
              {"subjects": [{"issuer": "%s", "subject": "ada"}], "certificates": []}\
              """
                  .formatted(provider.issuer()));
    }

    /** To the provider as this person, and back to the last step, which is not asked yet. */
    String upToTheLastStep(String person) throws IOException, InterruptedException {
      String back = signInThere(location(SESSION + "/oidc/begin"), person);
      // As it comes from another site: no browser sends a Strict cookie then.
      HttpResponse<String> page =
          http.send(
              HttpRequest.newBuilder(URI.create(back))
                  .header("Sec-Fetch-Site", "cross-site")
                  .build(),
              BodyHandlers.ofString());
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
      Matcher onward = ONWARD.matcher(page.body());
      assertThat(onward.find()).as(page.body()).isTrue();
      return onward.group(1).replace("&amp;", "&");
    }
  }

  @BeforeEach
  void start() throws Exception {
    int port = HeldPorts.next();
    origin = "http://localhost:" + port;
    provider = Peers.ofThisMachine().oidcProvider(folder, origin + SESSION + "/oidc/return");
    Path secret = Files.writeString(folder.resolve("client-secret"), SECRET + "\n");
    String text =
        """
        origin: plant7.example/log
        http: {port: %d}
        people:
          oidc:
            issuer: %s
            client-id: by-es256
            client-secret-file: %s
            name: Plant directory
        """
            .formatted(port, provider.issuer(), secret);
    node =
        switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
          case SettingsFile.Reading.Valid<NodeSettings>(var settings) ->
              Node.start(folder.resolve("data"), settings, Node.Machine.here());
          case SettingsFile.Reading.Faulty<NodeSettings>(var problems) ->
              throw new AssertionError(problems);
        };
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    if (node != null) {
      node.close();
    }
    if (provider != null) {
      provider.close();
    }
  }

  @Test
  void whoIsTiedComesInOnceForEachReturn() throws Exception {
    new Browser().setUpAndTie();
    var browser = new Browser();
    String last = browser.upToTheLastStep("ada");
    String secret = browser.cookies.get("__Host-penstock-oidc");
    assertThat(browser.location(last)).isEqualTo("/console/");
    JsonNode session = browser.session();
    assertThat(session.get("state").asText()).isEqualTo("signed-in");
    assertThat(session.get("person").get("name").asText()).isEqualTo("boss");
    assertThat(session.hasNonNull("steppedUpUntil"))
        .as("a provider's word is no step-up")
        .isFalse();
    var thief = new Browser();
    String _ = thief.cookies.put("__Host-penstock-oidc", secret);
    assertThat(thief.location(last)).as("the same once more").isEqualTo(REFUSED);
    assertThat(thief.session().get("state").asText()).isEqualTo("signed-out");
  }

  @Test
  void nobodyElseComesInAndItIsWrittenDown() throws Exception {
    new Browser().setUpAndTie();
    var eve = new Browser();
    assertThat(eve.location(eve.upToTheLastStep("eve"))).as("tied to nobody").isEqualTo(REFUSED);
    var mallory = new Browser();
    String ofMallory = mallory.upToTheLastStep("ada");
    var victim = new Browser();
    assertThat(victim.location(ofMallory)).as("a browser that began nothing").isEqualTo(REFUSED);
    String _ = victim.location(SESSION + "/oidc/begin");
    assertThat(victim.location(ofMallory)).as("another's return").isEqualTo(REFUSED);
    assertThat(victim.session().get("state").asText()).isEqualTo("signed-out");
    var guessing = new Browser();
    String right = guessing.upToTheLastStep("ada");
    assertThat(guessing.location(right.replaceAll("state=[^&]*", "state=another")))
        .as("another state")
        .isEqualTo(REFUSED);
    String trail = awaitTrail("state-unknown");
    assertThat(trail).contains("browser-differs", "sign-in-refused").doesNotContain("eve");
  }

  @Test
  void aRealBrowserComesBackWithItsSession() throws Exception {
    new Browser().setUpAndTie();
    JsonNode seen = browsed("ada", "eve");
    JsonNode ada = seen.get(0);
    assertThat(ada.get("heading").asText()).as(ada.toString()).isEqualTo("Home");
    assertThat(ada.get("address").asText()).doesNotContain("code", "state");
    assertThat(ada.get("afterReload").asText()).isEqualTo("Home");
    List<String> names = new ArrayList<>();
    for (JsonNode cookie : ada.get("cookies")) {
      names.add(cookie.get("name").asText());
      assertThat(cookie.get("sameSite").asText()).as(cookie.toString()).isEqualTo("Strict");
      assertThat(cookie.get("httpOnly").asBoolean()).isTrue();
    }
    assertThat(names).containsExactlyInAnyOrder("__Host-penstock", "__Host-penstock-device");
    JsonNode eve = seen.get(1);
    assertThat(eve.get("heading").asText()).as(eve.toString()).isEqualTo("Sign in");
    assertThat(eve.get("alert").asText()).contains("provider did not lead in", "tied to you");
    assertThat(eve.get("address").asText()).isEqualTo("/console/");
    assertThat(eve.get("alertsAfterReload").asInt()).as("told once").isZero();
    for (JsonNode each : seen) {
      assertThat(each.get("said").toString()).doesNotContain("Content Security Policy");
    }
  }

  @Test
  void aRealBrowserIsToldThatTheProviderIsDown() throws Exception {
    new Browser().setUpAndTie();
    provider.close();
    JsonNode seen = browsed("ada").get(0);
    assertThat(seen.get("heading").asText()).isEqualTo("Sign in");
    assertThat(seen.get("alert").asText()).contains("provider does not answer", "password");
    var browser = new Browser();
    JsonNode session =
        browser.post(200, SESSION, "{\"name\": \"boss\", \"password\": \"" + PASSWORD + "\"}");
    assertThat(session.get("state").asText()).isEqualTo("signed-in");
  }

  private JsonNode browsed(String... people) throws IOException, InterruptedException {
    var peers = Peers.ofThisMachine();
    Path scripts = Optional.ofNullable(peers.npmModules().getParent()).orElseThrow();
    Path answers = folder.resolve("answers");
    Path said = folder.resolve("said");
    List<String> command =
        new ArrayList<>(
            List.of(
                peers.program("node").toString(),
                "provider-sign-in.mjs",
                peers.program("chromium").toString(),
                origin));
    command.addAll(List.of(people));
    Process process =
        new ProcessBuilder(command)
            .directory(scripts.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(BROWSING_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    } finally {
      Process _ = process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    return JSON.readTree(Files.readString(answers));
  }

  /** Records are sealed within a second or two; only then does the trail have them. */
  private String awaitTrail(String wanted) throws IOException, InterruptedException {
    var never = new CountDownLatch(1);
    String token = Files.readString(node.tokenFile().orElseThrow()).strip();
    String body = "";
    for (int i = 0; i < 900 && !body.contains(wanted); i++) {
      boolean _ = never.await(100, TimeUnit.MILLISECONDS);
      HttpRequest asking =
          HttpRequest.newBuilder(URI.create(origin + "/api/v1/audit?action=sign-in"))
              .header("Authorization", "Bearer " + token)
              .build();
      body = http.send(asking, BodyHandlers.ofString()).body();
    }
    assertThat(body).contains(wanted);
    return body;
  }

  /** What a person does with a browser at the provider, up to the address of the return. */
  private String signInThere(String from, String person) throws IOException, InterruptedException {
    try (HttpClient there =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build()) {
      URI at = URI.create(from);
      HttpRequest request = HttpRequest.newBuilder(at).build();
      for (int step = 0; step < STEPS_MAX; step++) {
        HttpResponse<String> page = there.send(request, BodyHandlers.ofString());
        Optional<String> location = page.headers().firstValue("Location");
        if (location.isPresent()) {
          at = at.resolve(location.get());
          if (at.toString().startsWith(origin)) {
            return at.toString();
          }
          request = HttpRequest.newBuilder(at).build();
          continue;
        }
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        Matcher form = ACTION.matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        at = at.resolve(form.group(1));
        String filled =
            page.body().contains("name=\"login\"")
                ? "prompt=login&login=" + person + "&password=x"
                : "prompt=consent";
        request =
            HttpRequest.newBuilder(at)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(filled))
                .build();
      }
      throw new AssertionError("the provider sends the browser in circles, now to " + at);
    }
  }
}
