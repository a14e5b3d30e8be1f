package dev.penstock.web;

import static dev.penstock.web.Browser.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Req: 62443-4-2 CR 1.1, CR 1.11 */
final class HostTestTest {
  private static final String PATH = "/api/v1/set-up/host";

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

  private String code() {
    return switch (house.desk.reception.newSetUpCode()) {
      case dev.penstock.reception.Answer.Given<String>(var made) -> made;
      case dev.penstock.reception.Answer.Refused<String>(var why) ->
          throw new AssertionError(why.code());
    };
  }

  private HttpResponse<byte[]> ask(String code, String host)
      throws IOException, InterruptedException {
    return new Browser(house)
        .post(PATH, "{\"code\": \"" + code + "\", \"host\": \"" + host + "\"}");
  }

  @Test
  void whoHoldsTheCodeLearnsWhetherANameWillDo() throws Exception {
    String code = code();
    JsonNode good = new Browser(house).json(200, ask(code, "LocalHost"));
    assertThat(good.get("host").asText()).isEqualTo("localhost");
    assertThat(good.get("address").asText()).isEqualTo("http://localhost:7640/");
    assertThat(good.get("settings")).isEmpty();
    assertThat(good.get("checks")).hasSize(6);
    JsonNode bad = new Browser(house).json(200, ask(code, "unknown.plant7.example"));
    assertThat(bad.get("address").isNull()).isTrue();
    assertThat(bad.at("/settings/0").asText()).isEqualTo("http:");
    JsonNode lookup = bad.at("/checks/1");
    assertThat(lookup.get("check").asText()).isEqualTo("lookup");
    assertThat(lookup.get("state").asText()).isEqualTo("failed");
    assertThat(lookup.get("code").asText()).isEqualTo("unknown");
    assertThat(lookup.get("remedy").asText()).contains("192.0.2.7 unknown.plant7.example");
    // The code opens the set-up all the same.
    assertThat(
            new Browser(house)
                .post(
                    "/api/v1/set-up",
                    """
                    {"code": "%s", "name": "ada", "displayName": "Ada", "password": "%s"}\
                    """
                        .formatted(code, Browser.PASSWORD))
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void withoutTheCodeNothingIsLookedUp() throws Exception {
    String _ = code();
    assertThat(problem(ask("AAAA-BBBB-CCCC-DDDD-EEEE", "intranet.plant7.example")))
        .isEqualTo("403 set-up-code-wrong");
    assertThat(problem(ask("", "intranet.plant7.example"))).isEqualTo("403 set-up-code-wrong");
    assertThat(house.tested).isEmpty();
  }

  /** One counter for both: else the code could be guessed here. */
  @Test
  void wrongCodesBurnTheCodeAsTheyDoAtTheSetUp() throws Exception {
    String code = code();
    for (int i = 0; i < 10; i++) {
      assertThat(problem(ask("AAAA-BBBB-CCCC-DDDD-EEEE", "a.example")))
          .isEqualTo("403 set-up-code-wrong");
    }
    assertThat(problem(ask(code, "a.example"))).isEqualTo("403 set-up-code-wrong");
    assertThat(
            problem(
                new Browser(house)
                    .post(
                        "/api/v1/set-up",
                        """
                        {"code": "%s", "name": "ada", "displayName": "Ada", "password": "%s"}\
                        """
                            .formatted(code, Browser.PASSWORD))))
        .isEqualTo("403 set-up-code-wrong");
    assertThat(house.tested).isEmpty();
  }

  @Test
  void onceSomebodyIsThereNamesAreTestedNoMore() throws Exception {
    Browser ada = Browser.ofFirst(house);
    String body = "{\"code\": \"AAAA-BBBB-CCCC-DDDD-EEEE\", \"host\": \"a.example\"}";
    assertThat(problem(ada.post(PATH, body))).isEqualTo("409 set-up-done");
    assertThat(house.tested).isEmpty();
  }

  @Test
  void aNameHasAnEnd() throws Exception {
    assertThat(problem(ask(code(), "a".repeat(257)))).isEqualTo("400 body-malformed");
    assertThat(house.tested).isEmpty();
  }

  @Test
  void aPageAtAnAddressSaysWhyPasskeysDoNotWorkThere() throws Exception {
    var browser = new Browser(house);
    JsonNode host = browser.json(200, browser.get("/api/v1/session")).get("hostOk");
    assertThat(host.get("isPasskeyPossible").asBoolean()).isFalse();
    assertThat(host.get("code").asText()).isEqualTo("address");
    assertThat(host.get("name").asText()).isEqualTo("localhost");
    assertThat(host.get("why").asText()).contains("IP address").contains("localhost");
  }

  @Test
  void tiesAreShownAsTheyWereSet() throws Exception {
    Browser ada = Browser.ofFirst(house);
    Browser _ = Browser.of(house, ada, "wall", "[{\"role\": \"viewer\"}]");
    JsonNode people = ada.json(200, ada.get("/api/v1/people")).get("items");
    String id = "";
    for (JsonNode each : people) {
      id = each.get("name").asText().equals("wall") ? each.get("id").asText() : id;
    }
    String path = "/api/v1/people/" + id + "/ties";
    assertThat(ada.json(200, ada.get(path)).toString())
        .isEqualTo("{\"subjects\":[],\"certificates\":[]}");
    String ties =
        "{\"subjects\":[{\"issuer\":\"https://id.example\",\"subject\":\"42\"}],"
            + "\"certificates\":[\""
            + "ab".repeat(32)
            + "\"]}";
    assertThat(ada.post(path, ties).statusCode()).isEqualTo(200);
    assertThat(ada.json(200, ada.get(path)).toString()).isEqualTo(ties);
    assertThat(problem(ada.get("/api/v1/people/" + "0".repeat(32) + "/ties")))
        .isEqualTo("404 person-unknown");
    String one = "{\"subjects\":[],\"certificates\":[\"" + "cd".repeat(32) + "\"]}";
    assertThat(ada.post(path + "/add", one).statusCode()).isEqualTo(200);
    assertThat(problem(ada.post(path + "/add", one))).isEqualTo("409 conflict");
    assertThat(ada.json(200, ada.get(path)).get("certificates")).hasSize(2);
    assertThat(ada.json(200, ada.get(path)).get("subjects")).hasSize(1);
    assertThat(ada.post(path + "/remove", one).statusCode()).isEqualTo(200);
    assertThat(problem(ada.post(path + "/remove", one))).isEqualTo("409 conflict");
    assertThat(ada.json(200, ada.get(path)).toString()).isEqualTo(ties);
    String tooLong = ties.replace("\"42\"", "\"" + "4".repeat(256) + "\"");
    assertThat(problem(ada.post(path, tooLong))).isEqualTo("400 body-malformed");
  }
}
