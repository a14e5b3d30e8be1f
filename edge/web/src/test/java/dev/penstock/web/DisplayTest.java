package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.access.Bytes;
import dev.penstock.reception.Entry;
import dev.penstock.reception.Origin;
import dev.penstock.web.internal.call.Route;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A screen on the wall looks, and that is all. Req: 62443-4-2 CR 2.1, CR 2.5. */
final class DisplayTest {
  private static final String END = "/api/v1/session/end";

  @TempDir private Path folder;
  private House house;
  private Browser wall;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder);
    Browser admin = Browser.ofFirst(house);
    Browser _ = Browser.of(house, admin, "wall", "[{\"role\": \"viewer\"}]");
    String certificate = "ab".repeat(32);
    String person = "";
    for (JsonNode each : admin.json(200, admin.get("/api/v1/people")).get("items")) {
      if (each.get("name").asText().equals("wall")) {
        person = each.get("id").asText();
      }
    }
    JsonNode _ =
        admin.json(
            200,
            admin.post(
                "/api/v1/people/" + person + "/ties",
                "{\"subjects\": [], \"certificates\": [\"" + certificate + "\"]}"));
    var came =
        house
            .desk
            .reception
            .signIns()
            .byCertificate(
                Origin.of("127.0.0.1"), Bytes.ofHex(certificate).orElseThrow(), () -> true);
    Entry entry =
        switch (came) {
          case dev.penstock.reception.Answer.Given<Entry>(var given) -> given;
          case dev.penstock.reception.Answer.Refused<Entry>(var why) ->
              throw new AssertionError(why.code());
        };
    wall = new Browser(house);
    String _ = wall.cookies().put(Cookies.SESSION, entry.secret());
    JsonNode session = wall.json(200, wall.get("/api/v1/session"));
    assertThat(session.get("state").asText()).isEqualTo("signed-in");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void whatIsSentFromAScreenOnTheWallIsRefusedWhateverItIs() throws Exception {
    List<String> done = new ArrayList<>();
    int asked = 0;
    for (Route route : posts()) {
      if (!(route.access() instanceof Route.Access.Open) && !route.path().equals(END)) {
        HttpResponse<byte[]> answer = wall.post(filled(route), "{}");
        asked++;
        boolean isRefused =
            answer.statusCode() == 403
                && Set.of("display-looks", "not-permitted")
                    .contains(House.json(answer).path("code").asText());
        // Some bodies are judged before the caller; those must not be right ones by chance.
        if (!isRefused && answer.statusCode() != 400) {
          done.add(route.path() + " " + answer.statusCode());
        }
      }
    }
    assertThat(done).isEmpty();
    assertThat(asked).isGreaterThan(25);
    assertThat(wall.json(200, wall.get("/api/v1/session")).get("state").asText())
        .isEqualTo("signed-in");
  }

  @Test
  void whatAPersonDoesWithTheOwnAccountIsRefusedThereWithARightBody() throws Exception {
    String password = "{\"password\": \"" + Browser.PASSWORD + "\"}";
    assertThat(refused("/api/v1/session/lock", "{}")).isEqualTo("403 display-looks");
    assertThat(refused("/api/v1/session/unlock", password)).isEqualTo("403 display-looks");
    assertThat(refused("/api/v1/session/step-up", password)).isEqualTo("403 display-looks");
    assertThat(refused("/api/v1/account/language", "{\"language\": \"de\"}"))
        .isEqualTo("403 display-looks");
    assertThat(
            refused(
                "/api/v1/account/password",
                "{\"old\": \"" + Browser.PASSWORD + "\", \"new\": \"four blue cranes fly\"}"))
        .isEqualTo("403 display-looks");
    assertThat(refused("/api/v1/account/totp/begin", "{}")).isEqualTo("403 display-looks");
    assertThat(refused("/api/v1/account/totp/confirm", "{\"totp\": \"000000\"}"))
        .isEqualTo("403 display-looks");
    assertThat(refused("/api/v1/account/totp/remove", "{}")).isEqualTo("403 display-looks");
    assertThat(refused("/api/v1/account/passkeys/remove", "{\"id\": \"AAAA\"}"))
        .isEqualTo("403 display-looks");
  }

  @Test
  void itIsEndedThere() throws Exception {
    assertThat(wall.post(END, "{}").statusCode()).isEqualTo(204);
    assertThat(wall.json(200, wall.get("/api/v1/session")).get("state").asText())
        .isEqualTo("signed-out");
  }

  private String refused(String path, String body) throws IOException, InterruptedException {
    return Browser.problem(wall.post(path, body));
  }

  private List<Route> posts() {
    return WebServer.routes(
            house.parts.getFirst(),
            House.LIMITS,
            new QueryGate(House.LIMITS),
            new Traffic(),
            new LiveAnswers(house.parts.getFirst()))
        .stream()
        .filter(route -> route.method() == Route.Method.POST)
        .toList();
  }

  private static String filled(Route route) {
    String path = route.path();
    for (var parameter : route.parameters()) {
      path = path.replace("{" + parameter.name() + "}", "0".repeat(32));
    }
    return path;
  }
}
