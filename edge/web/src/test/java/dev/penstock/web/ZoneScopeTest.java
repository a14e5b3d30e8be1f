package dev.penstock.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.web.internal.call.Cursor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has a role in one zone sees and does what lies there. Req: 62443-4-2 CR 2.1 */
@Timeout(300)
final class ZoneScopeTest {
  private static final String DAY = "&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z";

  @TempDir private Path folder;
  private House house;
  private Browser admin;
  private Browser inField;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder);
    admin = Browser.ofFirst(house);
    inField = engineer("p-field", "field");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Browser engineer(String name, String zone) throws Exception {
    return Browser.of(house, admin, name, "[{\"role\": \"engineer\", \"zone\": \"" + zone + "\"}]");
  }

  private static List<String> texts(JsonNode array, String field) {
    List<String> all = new ArrayList<>();
    array.forEach(each -> all.add(each.get(field).asText()));
    return all;
  }

  private static List<String> sources(Browser browser) throws Exception {
    return texts(browser.json(200, browser.get("/api/v1/sources")).get("sources"), "name");
  }

  @Test
  void listsOfSourcesHaveThoseOfTheZone() throws Exception {
    assertThat(sources(inField)).containsExactly("pump1");
    assertThat(sources(engineer("p-hall", "hall"))).containsExactly("plant/valve ü");
    assertThat(sources(engineer("p-gone", "nowhere"))).isEmpty();
    JsonNode page = inField.json(200, inField.get("/api/v1/sources?limit=1"));
    assertThat(page.get("next").isNull()).isTrue();
    assertThat(page.at("/sources/0/zone").asText()).isEqualTo("field");
  }

  /** What stands in a cursor, which is no secret to whoever gets it. */
  private static String place(JsonNode page) {
    String cursor = page.get("next").asText().replaceAll(".*[?&]cursor=([^&]*).*", "$1");
    return new String(Base64.getUrlDecoder().decode(cursor), ISO_8859_1);
  }

  @Test
  void whereAPageGoesOnTellsNoNameOfAnotherZone() throws Exception {
    house.archive.seal(
        house.archive.sample("foreign a", "state", SampleValue.of(1L)),
        house.archive.sample("pump2", "speed", SampleValue.of(1L)),
        house.archive.sample("pulley of others", "state", SampleValue.of(1L)));
    Browser both =
        Browser.of(
            house,
            admin,
            "p-both",
            "[{\"role\": \"engineer\", \"zone\": \"field\"},"
                + " {\"role\": \"engineer\", \"zone\": \"hall\"}]");
    JsonNode first = both.json(200, both.get("/api/v1/sources?limit=1"));
    assertThat(texts(first.get("sources"), "name")).containsExactly("plant/valve ü");
    assertThat(place(first)).contains("plant/valve").doesNotContain("pulley", "foreign");
    JsonNode second = both.json(200, both.get(first.get("next").asText()));
    assertThat(texts(second.get("sources"), "name")).containsExactly("pump1");
  }

  @Test
  void aPageThatEndsAfterManyOfOtherZonesTellsNoneOfTheirNames() throws Exception {
    for (int i = 0; i < 20 * SealedRecords.NAMES_MAX; i++) {
      long _ = house.archive.sourceNumber("foreign %05d".formatted(i), "mqtt");
    }
    JsonNode first = inField.json(200, inField.get("/api/v1/sources"));
    assertThat(first.get("sources").size()).isZero();
    assertThat(place(first)).doesNotContain("foreign");
    String next = first.get("next").asText();
    JsonNode second = inField.json(200, inField.get(next));
    assertThat(texts(second.get("sources"), "name")).containsExactly("pump1");
    String forged = Cursor.write("/api/v1/sources by number", "123456789");
    assertThat(Browser.problem(inField.get("/api/v1/sources?cursor=" + forged)))
        .isEqualTo("400 cursor-invalid");
  }

  @Test
  void aZoneHasWhatLiesInTheZonesInsideIt() throws Exception {
    assertThat(sources(engineer("p-works", "works"))).containsExactly("pump1");
  }

  @Test
  void whatIsOfAnotherZoneIsRefusedOneByOne() throws Exception {
    String number = number("plant/valve ü");
    String place = place("plant/valve ü");
    for (String path :
        List.of(
            "/api/v1/sources?source=plant/valve%20%C3%BC",
            "/api/v1/sources?source=never-heard-of",
            "/api/v1/sources/" + number,
            "/api/v1/sources/" + number + "/points",
            "/api/v1/records?sourceNumber=" + number,
            "/api/v1/records/" + place,
            "/api/v1/records/" + place + "/proof",
            "/api/v1/records/" + place + "/tlog-proof",
            "/api/v1/continuity?sourceNumber=" + number + DAY)) {
      assertThat(Browser.problem(inField.get(path))).as(path).isEqualTo("403 not-permitted");
    }
    assertThat(house.desk.written)
        .anyMatch(access ->
            access.outcome() == Access.Outcome.REFUSED && access.action().equals("evidence.view"));
  }

  /**
   * Else whoever has one zone could find out what the others are called, and how many there are.
   */
  @Test
  void whatIsElsewhereIsNotToldFromWhatIsNowhere() throws Exception {
    String foreign = number("plant/valve ü");
    for (String path :
        List.of(
            "/api/v1/sources?source=%s",
            "/api/v1/records?source=%s", "/api/v1/continuity?source=%s" + DAY)) {
      assertSame(inField, path.formatted("plant/valve%20%C3%BC"), path.formatted("never-heard-of"));
    }
    Browser officer =
        Browser.of(
            house, admin, "p-officer", "[{\"role\": \"security-officer\", \"zone\": \"field\"}]");
    for (String path :
        List.of(
            "/api/v1/continuity/certificate?sourceNumber=%s" + DAY,
            "/api/v1/bundle?sourceNumber=%s" + DAY)) {
      assertSame(officer, path.formatted(foreign), path.formatted("999999"));
    }
    for (String path :
        List.of(
            "/api/v1/sources/%s",
            "/api/v1/sources/%s/points",
            "/api/v1/records?sourceNumber=%s",
            "/api/v1/continuity?sourceNumber=%s" + DAY)) {
      assertSame(inField, path.formatted(foreign), path.formatted("999999"));
    }
    assertSame(inField, "/api/v1/records/" + place("plant/valve ü"), "/api/v1/records/987654.3");
    // Of their own zone they are told.
    assertThat(Browser.problem(inField.get("/api/v1/records?source=pump1-spare")))
        .isEqualTo("404 source-unknown");
    assertThat(Browser.problem(house.get("/api/v1/sources/999999")))
        .isEqualTo("404 source-unknown");
  }

  private static void assertSame(Browser browser, String foreign, String unknown) throws Exception {
    JsonNode elsewhere = House.json(browser.get(foreign));
    assertThat(elsewhere.get("code").asText()).as(foreign).isEqualTo("not-permitted");
    assertThat(House.json(browser.get(unknown))).as(unknown).isEqualTo(elsewhere);
  }

  @Test
  void whatIsOfTheZoneIsThereOneByOne() throws Exception {
    String number = number("pump1");
    String place = place("pump1");
    for (String path :
        List.of(
            "/api/v1/sources?source=pump1",
            "/api/v1/sources/" + number,
            "/api/v1/sources/" + number + "/points",
            "/api/v1/records?sourceNumber=" + number,
            "/api/v1/records/" + place,
            "/api/v1/records/" + place + "/proof",
            "/api/v1/continuity?sourceNumber=" + number + DAY)) {
      assertThat(inField.get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  private String number(String source) throws Exception {
    for (JsonNode each : house.json("/api/v1/sources").get("sources")) {
      if (each.get("name").asText().equals(source)) {
        return each.get("number").asText();
      }
    }
    throw new AssertionError("no " + source);
  }

  private String place(String source) throws Exception {
    return house
        .json("/api/v1/records?sourceNumber=" + number(source))
        .at("/records/0/place")
        .asText();
  }

  @Test
  void rowsOfOtherZonesArePassedOverAndPagesStillEnd() throws Exception {
    for (int i = 0; i < 300; i++) {
      house.archive.seal(
          house.archive.sample("plant/valve ü", "state", SampleValue.of("v" + i)),
          house.archive.sample("pump1", "speed", SampleValue.of((long) i)));
    }
    List<String> seen = new ArrayList<>();
    String next = "/api/v1/records?limit=70";
    int pages = 0;
    while (!next.equals("null")) {
      JsonNode page = inField.json(200, inField.get(next));
      for (JsonNode record : page.get("records")) {
        assertThat(record.at("/source/name").asText()).isEqualTo("pump1");
        seen.add(record.get("place").asText());
      }
      assertThat(page.get("records").size()).isLessThanOrEqualTo(70);
      next = page.get("next").asText();
      pages++;
      assertThat(pages).isLessThan(50);
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize(303);
  }

  @Test
  void eventsMaySpeakForSourcesOfTheZoneAlone() throws Exception {
    String path = "/api/v1/events?point=note&source=";
    assertThat(Browser.problem(inField.post(path + "plant/new", "{}")))
        .isEqualTo("403 not-permitted");
    assertThat(house.intake.heard).isEmpty();
    assertThat(Browser.problem(inField.post(path + "other", "{}"))).isEqualTo("403 not-permitted");
  }

  @Test
  void thePlantIsShownAsFarAsTheZoneGoes() throws Exception {
    JsonNode part = inField.json(200, inField.get("/api/v1/plant"));
    assertThat(part.get("isWhole").asBoolean()).isFalse();
    assertThat(texts(part.get("zones"), "id")).containsExactly("field");
    assertThat(texts(part.get("assets"), "id")).containsExactly("plc");
    assertThat(texts(part.get("conduits"), "id")).containsExactly("up");
    assertThat(Browser.problem(inField.get("/api/v1/plant?form=yaml")))
        .isEqualTo("403 not-permitted");
    assertThat(Browser.problem(inField.get("/api/v1/plant/versions")))
        .isEqualTo("403 not-permitted");
    JsonNode whole = house.json("/api/v1/plant");
    assertThat(whole.get("isWhole").asBoolean()).isTrue();
    assertThat(texts(whole.get("zones"), "id")).containsExactly("field", "hall", "works");
  }

  /** What leads into another zone, and what is accepted there, is not for who sees one zone. */
  @Test
  void waysInAndFunctionsAreShownAsFarAsTheZoneGoes() throws Exception {
    JsonNode part = inField.json(200, inField.get("/api/v1/plant"));
    assertThat(texts(part.get("accessPoints"), "id"))
        .as("a way into the hall is none of the field's, also through a conduit of both")
        .containsExactly("radio");
    assertThat(part.toString()).doesNotContain("modem", "Modem");
    assertThat(part.get("accepted")).isEmpty();
    assertThat(part.at("/functions/0/assets")).hasSize(1);
    JsonNode whole = house.json("/api/v1/plant");
    assertThat(texts(whole.get("accessPoints"), "id"))
        .containsExactly("modem", "radio", "usb", "vpn");
    assertThat(whole.at("/functions/0/assets")).hasSize(2);
    assertThat(whole.at("/accepted/0/rule").asText()).isEqualTo("Z9");
    assertThat(whole.at("/system/id").asText()).isEqualTo("suc");
    assertThat(whole.get("format").asText()).isEqualTo("penstock-plant-2");
  }

  @Test
  void validationsAreForWhoSeesAllOfTheModel() throws Exception {
    JsonNode review = house.json("/api/v1/plant/validations");
    assertThat(texts(review.get("items"), "rule")).contains("Z9", "Z10", "Z15", "Z17", "S1");
    for (JsonNode each : review.get("items")) {
      boolean isAccepted = each.get("at").asText().equals("asset/hmi");
      assertThat(each.get("acceptedUntil").isNull()).isEqualTo(!isAccepted);
    }
    assertThat(Browser.problem(inField.get("/api/v1/plant/validations")))
        .isEqualTo("403 not-permitted");
  }

  @Test
  void whatWasObservedIsAmongTheValidationsAndWhetherAllOfItWasRead() throws Exception {
    JsonNode review = house.json("/api/v1/plant/validations");
    assertThat(review.get("isRead").asBoolean()).isTrue();
    JsonNode first = review.at("/items/0");
    assertThat(first.get("rule").asText()).isEqualTo("Z2");
    assertThat(first.get("at").asText()).isEqualTo("flow/works/hall");
    assertThat(first.get("severity").asText()).isEqualTo("error");
    house.fakes.map.isRead = false;
    assertThat(house.json("/api/v1/plant/validations").get("isRead").asBoolean()).isFalse();
  }

  @Test
  void aScreenOfAZoneGetsItsValuesAndNotTheStateOfTheNode() throws Exception {
    String cookies =
        String.join("; ", inField.cookies().entrySet().stream().map(Map.Entry::toString).toList());
    var request =
        HttpRequest.newBuilder(house.at("/api/v1/live"))
            .header("Cookie", cookies)
            .header("Sec-Fetch-Site", "same-origin")
            .build();
    var answer = house.client.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    try (var lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      assertThat(lines.readLine()).startsWith("retry:");
      house.live.durable("plant/valve ü", heard("open"));
      house.live.durable("pump1", heard("12"));
      List<String> all = new ArrayList<>();
      String line = lines.readLine();
      while (!line.contains("\"pump1\"")) {
        all.add(line);
        line = lines.readLine();
      }
      assertThat(line).doesNotContain("valve");
      assertThat(all).contains(": alive").noneMatch(each -> each.contains("state"));
    }
  }

  private static Heard heard(String text) {
    return new Heard(
        "line1",
        "any",
        "value",
        null,
        null,
        Instant.parse("2026-02-01T00:00:00Z"),
        new Payload("text/plain", ByteString.of(text.getBytes(UTF_8)), null),
        1);
  }
}
