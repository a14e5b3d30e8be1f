package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.access.OidcSubject;
import dev.penstock.reception.Answer;
import dev.penstock.reception.Entry;
import dev.penstock.reception.Origin;
import dev.penstock.reception.Refusal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a provider and back, as browsers go it. Req: 62443-4-2 CR 1.1. */
final class OidcTest {
  private static final OidcSubject ADA = new OidcSubject("https://id.example", "ada");

  @TempDir private Path folder;
  private final FakeDoor door = new FakeDoor();
  private House house;
  private Browser browser;

  /** A provider that signs in ada whenever the browser's secret is the one that was left. */
  private final class FakeDoor implements OidcDoor {
    private final List<String> queries = new ArrayList<>();
    private boolean isDown;
    private String home = "";

    @Override
    public String name() {
      return "Plant directory";
    }

    @Override
    public String home() {
      return home;
    }

    @Override
    public Begun begin() throws IOException {
      if (isDown) {
        throw new IOException("nobody answers");
      }
      return new Begun("https://id.example/auth?state=1", "left-in-the-browser");
    }

    @Override
    public Answer<Entry> finish(Origin origin, String kept, String query) throws IOException {
      queries.add(query);
      if (isDown) {
        throw new IOException("nobody answers");
      }
      return kept.equals("left-in-the-browser")
          ? house.desk.reception.signIns().byOidc(origin, ADA)
          : Answer.refused(new Refusal.SignInRefused());
    }
  }

  @BeforeEach
  void open() throws Exception {
    house = new House(folder, door);
    door.home = "http://127.0.0.1:" + house.server.port();
    browser = new Browser(house);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void tieAda() throws IOException, InterruptedException {
    Browser admin = Browser.ofFirst(house);
    JsonNode me = admin.json(200, admin.get("/api/v1/people")).get("items").get(0);
    JsonNode _ =
        admin.json(
            200,
            admin.post(
                "/api/v1/people/" + me.get("id").asText() + "/ties",
                """
                {"subjects": [{"issuer": "https://id.example", "subject": "ada"}],\
                 "certificates": []}\
                """));
  }

  private static String location(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(302);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private String state() throws IOException, InterruptedException {
    return browser.json(200, browser.get("/api/v1/session")).get("state").asText();
  }

  @Test
  void thePageForSigningInNamesTheProvider() throws Exception {
    JsonNode session = browser.json(200, browser.get("/api/v1/session"));
    assertThat(session.get("ways").toString()).contains("\"oidc\"");
    assertThat(session.get("oidcName").asText()).isEqualTo("Plant directory");
  }

  @Test
  void aPersonGoesToTheProviderAndComesBackIn() throws Exception {
    tieAda();
    HttpResponse<byte[]> begun = browser.get("/api/v1/session/oidc/begin");
    assertThat(location(begun)).isEqualTo("https://id.example/auth?state=1");
    assertThat(begun.headers().allValues("Set-Cookie"))
        .singleElement()
        .satisfies(cookie ->
            assertThat(cookie)
                .startsWith("__Host-penstock-oidc=")
                .contains("SameSite=Strict", "HttpOnly", "Secure", "Max-Age=600"));
    // As a browser comes from another site: with no cookie of ours at all.
    HttpResponse<byte[]> returned =
        house.getOpen(
            "/api/v1/session/oidc/return?code=a%2Bb&state=s&iss=https%3A%2F%2Fid.example");
    assertThat(returned.statusCode()).isEqualTo(200);
    assertThat(returned.headers().allValues("Set-Cookie")).isEmpty();
    assertThat(new String(returned.body(), UTF_8))
        .contains("http-equiv=\"refresh\"")
        .contains(
            "0;url=/api/v1/session/oidc/finish?code=a%2Bb&amp;state=s&amp;"
                + "iss=https%3A%2F%2Fid.example\"")
        .doesNotContain("<script", "style=");
    assertThat(door.queries).isEmpty();
    HttpResponse<byte[]> finished =
        browser.get("/api/v1/session/oidc/finish?code=a%2Bb&state=s&iss=https%3A%2F%2Fid.example");
    assertThat(location(finished)).isEqualTo("/console/");
    assertThat(browser.cookies()).containsKey("__Host-penstock");
    assertThat(browser.cookies()).doesNotContainKey("__Host-penstock-oidc");
    assertThat(state()).isEqualTo("signed-in");
    assertThat(door.queries).containsExactly("code=a%2Bb&state=s&iss=https%3A%2F%2Fid.example");
  }

  /** Else each sign-in would make the browser a new one, and push out those that are known. */
  @Test
  void aKnownBrowserStaysKnown() throws Exception {
    tieAda();
    var _ = browser.get("/api/v1/session/oidc/begin");
    var _ = browser.get("/api/v1/session/oidc/finish?code=1&state=1");
    String device = browser.cookies().get(Cookies.DEVICE);
    var _ = browser.get("/api/v1/session/oidc/begin");
    var _ = browser.get("/api/v1/session/oidc/finish?code=2&state=2");
    assertThat(browser.cookies().get(Cookies.DEVICE)).isEqualTo(device).isNotNull();
  }

  @Test
  void whoIsTiedToNobodyIsRefusedInTheSameWordsAsEver() throws Exception {
    var _ = Browser.ofFirst(house);
    var _ = browser.get("/api/v1/session/oidc/begin");
    assertThat(location(browser.get("/api/v1/session/oidc/finish?code=1&state=1")))
        .isEqualTo("/console/?problem=sign-in-refused");
    assertThat(browser.cookies()).doesNotContainKey("__Host-penstock");
    assertThat(house.desk.written)
        .anySatisfy(record -> {
          assertThat(record.action()).isEqualTo("sign-in");
          assertThat(record.details().toString()).contains("sign-in-refused");
        });
  }

  @Test
  void aBrowserThatBeganNothingIsNotSignedIn() throws Exception {
    tieAda();
    assertThat(location(browser.get("/api/v1/session/oidc/finish?code=1&state=1")))
        .isEqualTo("/console/?problem=sign-in-refused");
    assertThat(door.queries).isEmpty();
    String _ = browser.cookies().put(Cookies.OIDC, "of-another-browser");
    assertThat(location(browser.get("/api/v1/session/oidc/finish?code=1&state=1")))
        .isEqualTo("/console/?problem=sign-in-refused");
    assertThat(state()).isEqualTo("signed-out");
  }

  @Test
  void aProviderThatIsDownIsSaidToBeAndPasswordsGoOn() throws Exception {
    tieAda();
    door.isDown = true;
    assertThat(location(browser.get("/api/v1/session/oidc/begin")))
        .isEqualTo("/console/?problem=provider-unreachable");
    String _ = browser.cookies().put(Cookies.OIDC, "left-in-the-browser");
    assertThat(location(browser.get("/api/v1/session/oidc/finish?code=1&state=1")))
        .isEqualTo("/console/?problem=provider-unreachable");
    assertThat(browser.signIn("ada", Browser.PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void whoOpenedTheConsoleByAnotherNameBeginsAtTheOneTheProviderKnows() throws Exception {
    door.home = "http://localhost:" + house.server.port();
    assertThat(location(browser.get("/api/v1/session/oidc/begin")))
        .isEqualTo(door.home + "/api/v1/session/oidc/begin");
    assertThat(browser.cookies()).isEmpty();
  }

  /** RFC 6749 §4.1.2: what a client does not know it must ignore. */
  @Test
  void whatAProviderAddsIsLetPassAndNothingOfItIsMarkup() throws Exception {
    String odd = "code=1&authuser=0&hd=plant.example&x=%22%3E%3Cscript%3E'";
    HttpResponse<byte[]> returned = house.getOpen("/api/v1/session/oidc/return?" + odd);
    assertThat(returned.statusCode()).isEqualTo(200);
    assertThat(new String(returned.body(), UTF_8))
        .contains("authuser=0&amp;hd=plant.example&amp;x=%22%3E%3Cscript%3E%27\"")
        .doesNotContain("<script");
    assertThat(returned.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'");
  }

  @Test
  void aNodeWithoutProviderSaysSo() throws Exception {
    Path other = folder.resolve("other");
    Path _ = Files.createDirectory(other);
    try (var bare = new House(other)) {
      for (String step : List.of("begin", "return", "finish")) {
        assertThat(bare.getOpen("/api/v1/session/oidc/" + step).statusCode()).isEqualTo(404);
      }
    }
  }
}
