package dev.penstock.web;

import static dev.penstock.web.Browser.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Req: 62443-4-2 CR 1.1, CR 1.3, CR 1.4, CR 1.5, CR 1.11, CR 2.1, CR 2.5, CR 2.6, CR 2.8 */
final class PeopleTest {
  private static final String VIEWER = "[{\"role\": \"viewer\"}]";

  @TempDir private Path folder;
  private House house;

  @BeforeEach
  void open() throws IOException {
    house = new House(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aNodeThatNobodyHasSetUpSaysSoAndShowsItsNotice() throws Exception {
    var browser = new Browser(house);
    JsonNode session = browser.json(200, browser.get("/api/v1/session"));
    assertThat(session.get("state").asText()).isEqualTo("set-up-needed");
    assertThat(session.at("/notice/title").asText()).isEqualTo("Private");
    assertThat(session.has("person")).isFalse();
    assertThat(session.at("/hostOk/isPasskeyPossible").asBoolean()).isFalse();
    assertThat(session.at("/hostOk/why").asText()).contains("localhost");
  }

  @Test
  void theFirstPersonComesWithTheCodeAndOnlyOnce() throws Exception {
    var wrong = new Browser(house);
    assertThat(
            problem(
                wrong.post(
                    "/api/v1/set-up",
                    """
                    {"code": "AAAA-BBBB-CCCC-DDDD-EEEE", "name": "eve", "displayName": "Eve",
                     "password": "seven grey herons at noon"}\
                    """)))
        .isEqualTo("403 set-up-code-wrong");
    Browser ada = Browser.ofFirst(house);
    assertThat(
            problem(
                ada.post(
                    "/api/v1/set-up",
                    """
                    {"code": "x", "name": "eve", "displayName": "Eve", "password": "y"}\
                    """)))
        .isEqualTo("409 set-up-done");
    assertThat(ada.json(200, ada.get("/api/v1/session")).at("/person/name").asText())
        .isEqualTo("ada");
  }

  @Test
  void aRefusedSignInSaysTheSameForAnyReason() throws Exception {
    Browser _ = Browser.ofFirst(house);
    var browser = new Browser(house);
    String unknown = new String(browser.signIn("nobody-here", "x").body(), UTF_8);
    String wrong = new String(browser.signIn("ada", "not the password").body(), UTF_8);
    assertThat(unknown).isEqualTo(wrong).contains("sign-in-refused");
  }

  @Test
  void aWeakPasswordIsRefusedWithItsReasons() throws Exception {
    Browser ada = Browser.ofFirst(house);
    var answer =
        ada.post(
            "/api/v1/account/password",
            "{\"old\": \"" + Browser.PASSWORD + "\", \"new\": \"short\"}");
    assertThat(problem(answer)).isEqualTo("422 password-refused");
    assertThat(House.json(answer).get("reasons").get(0).asText()).isEqualTo("too-short");
  }

  @Test
  void aPostWithoutTheTokenOrFromElsewhereIsRefused() throws Exception {
    Browser ada = Browser.ofFirst(house);
    String right = ada.csrf;
    ada.csrf = "wrong";
    assertThat(problem(ada.post("/api/v1/session/lock", "{}"))).isEqualTo("403 csrf-wrong");
    ada.csrf = right;
    ada.more.put("Sec-Fetch-Site", "cross-site");
    assertThat(problem(ada.post("/api/v1/session/lock", "{}"))).isEqualTo("403 csrf-wrong");
    ada.more.put("Sec-Fetch-Site", "same-origin");
    assertThat(ada.post("/api/v1/session/lock", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void aFormOfAnotherSiteIsNotRead() throws Exception {
    Browser ada = Browser.ofFirst(house);
    var form =
        HttpRequest.newBuilder(house.at("/api/v1/session"))
            .header("Content-Type", "text/plain")
            .header("Sec-Fetch-Site", "cross-site")
            .POST(BodyPublishers.ofString("{\"name\": \"ada\", \"password\": \"x\"}"))
            .build();
    assertThat(problem(house.send(form))).isEqualTo("415 body-not-json");
    assertThat(ada.csrf).isNotEmpty();
  }

  @Test
  void aSessionHasANewSecretEachTimeSoThatNobodyCanPlantOne() throws Exception {
    Browser ada = Browser.ofFirst(house);
    var browser = new Browser(house);
    browser.cookies().put("__Host-penstock", "planted-by-somebody-else");
    assertThat(browser.signIn("ada", Browser.PASSWORD).statusCode()).isEqualTo(200);
    assertThat(browser.cookies().get("__Host-penstock"))
        .isNotEqualTo("planted-by-somebody-else")
        .isNotEqualTo(ada.cookies().get("__Host-penstock"))
        .hasSizeGreaterThan(40);
  }

  @Test
  void cookiesInFieldsOfTheirOwnAreOneList() throws Exception {
    Browser ada = Browser.ofFirst(house);
    var request = HttpRequest.newBuilder(house.at("/api/v1/account"));
    ada.cookies().forEach((name, value) -> request.header("Cookie", name + "=" + value));
    assertThat(ada.cookies()).hasSize(2);
    assertThat(house.send(request.build()).statusCode()).isEqualTo(200);
  }

  @Test
  void aSessionThatWasEndedOpensNothing() throws Exception {
    Browser ada = Browser.ofFirst(house);
    Map<String, String> kept = Map.copyOf(ada.cookies());
    assertThat(ada.post("/api/v1/session/end", "{}").statusCode()).isEqualTo(204);
    assertThat(ada.cookies()).doesNotContainKey("__Host-penstock");
    ada.cookies().putAll(kept);
    assertThat(problem(ada.get("/api/v1/account"))).isEqualTo("401 session-needed");
  }

  @Test
  void anIdleSessionLocksAndItsPersonOpensItAgain() throws Exception {
    Browser ada = Browser.ofFirst(house);
    house.clock.advance(Duration.ofMinutes(16));
    assertThat(problem(ada.get("/api/v1/people"))).isEqualTo("401 session-locked");
    assertThat(problem(ada.post("/api/v1/session/unlock", "{\"password\": \"wrong\"}")))
        .isEqualTo("401 sign-in-refused");
    JsonNode open =
        ada.json(
            200,
            ada.post("/api/v1/session/unlock", "{\"password\": \"" + Browser.PASSWORD + "\"}"));
    assertThat(open.get("state").asText()).isEqualTo("signed-in");
    assertThat(ada.get("/api/v1/people").statusCode()).isEqualTo(200);
  }

  @Test
  void whatTheConsoleAsksByItselfKeepsNoSessionOpen() throws Exception {
    Browser ada = Browser.ofFirst(house);
    ada.more.put("Penstock-Background", "1");
    for (int i = 0; i < 4; i++) {
      house.clock.advance(Duration.ofMinutes(4));
      var _ = ada.get("/api/v1/people");
    }
    assertThat(problem(ada.get("/api/v1/people"))).isEqualTo("401 session-locked");
  }

  @Test
  void oneEndsTheSessionOfAnother() throws Exception {
    Browser ada = Browser.ofFirst(house);
    Browser bob = Browser.of(house, ada, "bob", VIEWER);
    assertThat(bob.get("/api/v1/sources").statusCode()).isEqualTo(200);
    String id = "";
    for (JsonNode each : ada.json(200, ada.get("/api/v1/sessions")).get("items")) {
      id = each.get("isOwn").asBoolean() ? id : each.get("id").asText();
    }
    assertThat(ada.post("/api/v1/sessions/" + id + "/end", "{}").statusCode()).isEqualTo(204);
    assertThat(problem(bob.get("/api/v1/sources"))).isEqualTo("401 session-needed");
  }

  @Test
  void wrongPasswordsMakeAStrangerWaitAndNotTheOwner() throws Exception {
    Browser ada = Browser.ofFirst(house);
    var stranger = new Browser(house);
    for (int i = 0; i < 8; i++) {
      assertThat(stranger.signIn("ada", "guess number " + i).statusCode()).isIn(401, 429);
    }
    assertThat(stranger.signIn("ada", Browser.PASSWORD).statusCode()).isIn(401, 429);
    // The session that is open goes on.
    assertThat(ada.get("/api/v1/people").statusCode()).isEqualTo(200);
  }

  @Test
  void aServiceAccountDoesWhatItsRolesSayAndNoMore() throws Exception {
    Browser ada = Browser.ofFirst(house);
    ada.stepUp();
    JsonNode made =
        ada.json(
            201,
            ada.post(
                "/api/v1/tokens",
                """
                {"label": "historian", "roles": [{"role": "viewer"}],
                 "until": "2026-03-01T00:00:00Z"}\
                """));
    String secret = made.get("secret").asText();
    assertThat(asService(secret, "/api/v1/sources")).isEqualTo(200);
    assertThat(asService(secret, "/api/v1/records")).isEqualTo(403);
    assertThat(asService(secret + "0", "/api/v1/sources")).isEqualTo(401);
    String id = made.at("/token/id").asText();
    assertThat(ada.post("/api/v1/tokens/" + id + "/revoke", "{}").statusCode()).isEqualTo(200);
    assertThat(asService(secret, "/api/v1/sources")).isEqualTo(401);
  }

  private int asService(String token, String path) throws IOException, InterruptedException {
    return house
        .send(
            HttpRequest.newBuilder(house.at(path))
                .header("Authorization", "Bearer " + token)
                .build())
        .statusCode();
  }

  @Test
  void whatCannotBeWrittenDownIsNotDone() throws Exception {
    Browser ada = Browser.ofFirst(house);
    ada.stepUp();
    house.desk.isUnwritable = true;
    assertThat(
            problem(
                ada.post(
                    "/api/v1/people",
                    """
                    {"name": "bob", "displayName": "Bob", "roles": [{"role": "viewer"}]}\
                    """)))
        .isEqualTo("503 audit-unwritable");
    house.desk.isUnwritable = false;
    assertThat(ada.json(200, ada.get("/api/v1/people")).get("items").toString())
        .doesNotContain("bob");
  }

  @Test
  void whatIsSeenOfTheEvidenceIsWrittenDownAndNotTooOften() throws Exception {
    Browser ada = Browser.ofFirst(house);
    Browser eng = Browser.of(house, ada, "eng", "[{\"role\": \"engineer\"}]");
    house.desk.written.clear();
    for (int i = 0; i < 5; i++) {
      assertThat(eng.get("/api/v1/records/0.0/proof").statusCode()).isEqualTo(200);
    }
    assertThat(house.desk.written).hasSize(1);
    assertThat(house.desk.written.peek().action()).isEqualTo("evidence.view");
    assertThat(house.desk.written.peek().object()).contains("/api/v1/records/");
  }

  @Test
  void anExportIsWrittenDownEachTimeBeforeItLeaves() throws Exception {
    Browser ada = Browser.ofFirst(house);
    Browser owner =
        Browser.of(
            house, ada, "aud", "[{\"role\": \"auditor\", \"until\": \"2026-06-01T00:00:00Z\"}]");
    house.desk.written.clear();
    String bundle = "/api/v1/bundle?source=pump1&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z";
    assertThat(owner.get(bundle).statusCode()).isEqualTo(200);
    assertThat(owner.get(bundle).statusCode()).isEqualTo(200);
    assertThat(house.desk.written).hasSize(2);
    house.desk.isUnwritable = true;
    assertThat(problem(owner.get(bundle))).isEqualTo("503 audit-unwritable");
  }

  /** Else an answer that is right becomes a mistake of the node. */
  @Test
  void whatTakesTwoPeopleGivesItsStatusesAndNoOthers() throws Exception {
    Browser admin = Browser.ofFirst(house);
    Browser second = Browser.of(house, admin, "second", "[{\"role\": \"security-officer\"}]");
    String id = admin.json(200, admin.get("/api/v1/session")).get("person").get("id").asText();
    String nobody = "/api/v1/people/" + "0".repeat(32);
    String ties = "{\"subjects\": [], \"certificates\": [\"" + "ab".repeat(32) + "\"]}";
    Map<String, String> deeds =
        Map.of("/reset", "{}", "/erase", "{\"reason\": \"left\"}", "/ties", ties);
    for (Map.Entry<String, String> deed : deeds.entrySet()) {
      assertThat(Browser.problem(admin.post(nobody + deed.getKey(), deed.getValue())))
          .isEqualTo("404 person-unknown");
      assertThat(admin.post("/api/v1/people/" + id + deed.getKey(), deed.getValue()).statusCode())
          .as(deed.getKey())
          .isEqualTo(202);
      assertThat(
              Browser.problem(second.post("/api/v1/people/" + id + deed.getKey(), deed.getValue())))
          .isEqualTo("403 not-permitted");
    }
    assertThat(admin.post("/api/v1/break-glass/reset", "{}").statusCode()).isEqualTo(202);
    assertThat(
            Browser.problem(
                admin.post(
                    "/api/v1/people/" + id + "/ties",
                    "{\"subjects\": [], \"certificates\": [\"ab\"]}")))
        .isEqualTo("400 body-malformed");
    house.clock.advance(Duration.ofMinutes(6));
    for (String path : List.of("/api/v1/people/" + id + "/reset", "/api/v1/break-glass/reset")) {
      assertThat(Browser.problem(admin.post(path, "{}"))).isEqualTo("403 step-up-needed");
    }
    admin.stepUp();
    house.desk.isUnwritable = true;
    for (String path : List.of("/api/v1/people/" + id + "/reset", "/api/v1/break-glass/reset")) {
      assertThat(Browser.problem(admin.post(path, "{}"))).isEqualTo("503 audit-unwritable");
    }
    house.desk.isUnwritable = false;
  }

  @Test
  void theSealedAccountThatIsNotThereYetHasItsStatus() {
    var sealed =
        WebServer.routes(
                house.parts.getFirst(),
                House.LIMITS,
                new QueryGate(House.LIMITS),
                new Traffic(),
                new LiveAnswers(house.parts.getFirst()))
            .stream()
            .filter(route -> route.path().equals("/api/v1/break-glass/reset"))
            .findFirst()
            .orElseThrow();
    assertThat(sealed.hasStatus(404)).isTrue();
    assertThat(sealed.hasStatus(409)).isTrue();
  }
}
