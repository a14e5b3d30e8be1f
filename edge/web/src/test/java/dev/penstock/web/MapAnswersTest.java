package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The map on screen and paper, and a conduit; Req: 62443-4-2 CR 2.1 */
@Timeout(300)
final class MapAnswersTest {
  @TempDir private Path folder;
  private House house;
  private Browser admin;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder);
    admin = Browser.ofFirst(house);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Browser viewer(String name, String zone) throws Exception {
    String where = zone.isEmpty() ? "" : ", \"zone\": \"" + zone + "\"";
    return Browser.of(house, admin, name, "[{\"role\": \"viewer\"" + where + "}]");
  }

  private static List<String> texts(JsonNode array, String field) {
    List<String> all = new ArrayList<>();
    array.forEach(each -> all.add(each.get(field).asText()));
    return all;
  }

  @Test
  void theMapHasZonesConduitsAndWhatIsNotInTheModelWithTheirPlaces() throws Exception {
    JsonNode map = house.json("/api/v1/map");
    assertThat(texts(map.get("zones"), "id")).containsExactly("hall", "works", "field");
    assertThat(map.at("/zones/2/parent").asText()).isEqualTo("works");
    assertThat(map.at("/zones/2/heard").asInt()).isEqualTo(1);
    assertThat(map.at("/zones/2/box/width").asDouble()).isGreaterThan(100);
    assertThat(map.at("/conduits/0/state").asText()).isEqualTo("live");
    assertThat(map.at("/conduits/0/unusedRules").asInt()).isEqualTo(1);
    assertThat(map.at("/conduits/0/line/points").size()).isEqualTo(2);
    assertThat(map.at("/ghosts/0/from").asText()).isEqualTo("works");
    assertThat(map.at("/ghosts/0/reason").asText()).isEqualTo("no-conduit");
    assertThat(map.at("/ghosts/0/denied").asText()).isEqualTo("5");
    assertThat(map.at("/ghosts/0/waited").asText()).isEqualTo("0");
    assertThat(map.at("/conduits/0/waited").asText()).isEqualTo("2");
    assertThat(map.at("/conduits/0/denied").asText()).isEqualTo("0");
    assertThat(map.at("/zones/2/waited").asText()).isEqualTo("2");
    assertThat(map.get("unplaced").asText()).isEqualTo("2");
    assertThat(map.at("/size/width").asDouble()).isGreaterThan(500);
  }

  @Test
  void aMomentAndAStretchAreAskedFor() throws Exception {
    JsonNode map = house.json("/api/v1/map?at=2026-01-01T08:00:00Z&minutes=240");
    assertThat(map.get("at").asText()).startsWith("2026-01-01T08:00:00");
    assertThat(house.fakes.map.stretch).isEqualTo(Duration.ofHours(4));
    JsonNode later = house.json("/api/v1/map?at=2250-01-01T00:00:00Z");
    assertThat(later.get("at").asText()).startsWith("2026");
    Browser who = viewer("p-early", "");
    assertThat(Browser.problem(who.get("/api/v1/map?at=2025-01-01T00:00:00Z")))
        .isEqualTo("404 plant-unknown");
    assertThat(Browser.problem(who.get("/api/v1/map?minutes=14")))
        .isEqualTo("400 parameter-invalid");
  }

  @Test
  void whoSeesAZoneSeesItAndWhatEndsInIt() throws Exception {
    Browser inField = viewer("p-field", "field");
    JsonNode map = inField.json(200, inField.get("/api/v1/map"));
    assertThat(map.get("isWhole").asBoolean()).isFalse();
    assertThat(texts(map.get("zones"), "id")).containsExactly("field", "hall");
    assertThat(map.at("/zones/0/parent").isNull()).isTrue();
    assertThat(map.at("/zones/1/isOutside").asBoolean()).isTrue();
    assertThat(map.at("/zones/1/name").asText()).isEqualTo("hall");
    assertThat(map.at("/zones/1/sources").asInt()).isZero();
    assertThat(texts(map.get("conduits"), "id")).containsExactly("up");
    // It goes from the works to the hall, and neither is the field.
    assertThat(map.get("ghosts").size()).isZero();
    assertThat(map.get("unplaced").asText()).isEqualTo("0");
    String svg = new String(inField.get("/api/v1/map.svg").body(), UTF_8);
    assertThat(svg).contains(">Field<").doesNotContain("Works").doesNotContain(">Hall<");
    Browser nowhere = viewer("p-nowhere", "nowhere");
    assertThat(nowhere.json(200, nowhere.get("/api/v1/map")).get("zones").size()).isZero();
    assertThat(Browser.problem(nowhere.get("/api/v1/map/conduits/up")))
        .isEqualTo("404 conduit-unknown");
    assertThat(Browser.problem(nowhere.get("/api/v1/map.svg"))).isEqualTo("422 map-impossible");
  }

  @Test
  void whoMayNotLookAtThePlantAsItRunsSeesNoMap() throws Exception {
    Browser supplier =
        Browser.of(house, admin, "p-sup", "[{\"role\": \"supplier\", \"zone\": \"field\"}]");
    for (String path : List.of("/api/v1/map", "/api/v1/map.svg", "/api/v1/map/conduits/up")) {
      assertThat(Browser.problem(supplier.get(path))).as(path).isEqualTo("403 not-permitted");
    }
  }

  @Test
  void aConduitHasItsRulesBesideWhatWasObserved() throws Exception {
    JsonNode conduit = house.json("/api/v1/map/conduits/up");
    assertThat(conduit.get("hasPolicy").asBoolean()).isTrue();
    assertThat(conduit.at("/policy/0/id").asText()).isEqualTo("asks");
    assertThat(conduit.at("/policy/0/reads").asText()).isEqualTo("allow");
    assertThat(texts(conduit.at("/policy/0/rules"), "id")).containsExactly("nights", "setpoints");
    assertThat(conduit.at("/policy/0/rules/0/passed").asText()).isEqualTo("0");
    assertThat(conduit.at("/policy/0/rules/0/last").isNull()).isTrue();
    assertThat(conduit.at("/policy/0/rules/1/passed").asText()).isEqualTo("3");
    assertThat(conduit.at("/observed/0/outcome").asText()).isEqualTo("passed");
    assertThat(conduit.at("/policy/0/rules/1/denied").asText()).isEqualTo("0");
    assertThat(conduit.at("/policy/0/rules/1/waited").asText()).isEqualTo("2");
    assertThat(conduit.at("/observed/1/outcome").asText()).isEqualTo("needed-two");
    assertThat(conduit.get("observed").size()).isEqualTo(2);
  }

  @Test
  void theMapForPaperIsADrawingWithoutAScript() throws Exception {
    Browser who = viewer("p-paper", "");
    HttpResponse<byte[]> answer = who.get("/api/v1/map.svg?paper=a3&language=de");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .matches("attachment; filename=\"map-[0-9A-Z.-]+svg\"");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'");
    String svg = new String(answer.body(), UTF_8);
    assertThat(svg)
        .contains("width=\"420mm\"", "Zonen und Conduits", "beobachtet und nicht im Modell")
        .doesNotContain("<script", "href");
    var document =
        DocumentBuilderFactory.newDefaultNSInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(answer.body()));
    assertThat(document.getDocumentElement().getLocalName()).isEqualTo("svg");
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
  }

  @Test
  void whatCannotBeDrawnIsListedAllTheSame() throws Exception {
    house.fakes.map.isDrawn = false;
    JsonNode map = house.json("/api/v1/map");
    assertThat(map.get("size").isNull()).isTrue();
    assertThat(map.at("/zones/0/box").isNull()).isTrue();
    assertThat(map.at("/conduits/0/line").isNull()).isTrue();
    assertThat(map.get("zones").size()).isEqualTo(3);
  }

  @Test
  void answersHaveTheFieldsThatAreDescribed() throws Exception {
    Object description =
        new Load(LoadSettings.builder().build())
            .loadFromString(new String(house.getOpen("/openapi").body(), UTF_8));
    JsonNode document = new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(description);
    JsonNode map = house.json("/api/v1/map");
    mustHaveFieldsOf(document, "Map", map);
    mustHaveFieldsOf(document, "MapZone", map.at("/zones/0"));
    mustHaveFieldsOf(document, "MapConduit", map.at("/conduits/0"));
    mustHaveFieldsOf(document, "MapGhost", map.at("/ghosts/0"));
    JsonNode use = house.json("/api/v1/map/conduits/up");
    mustHaveFieldsOf(document, "MapConduitUse", use);
    mustHaveFieldsOf(document, "MapChannelUse", use.at("/policy/0"));
    mustHaveFieldsOf(document, "MapRuleUse", use.at("/policy/0/rules/0"));
    mustHaveFieldsOf(document, "MapSeen", use.at("/observed/0"));
  }

  private static void mustHaveFieldsOf(JsonNode document, String schema, JsonNode answer) {
    Set<String> described = new TreeSet<>();
    document
        .at("/components/schemas/" + schema + "/required")
        .forEach(field -> described.add(field.asText()));
    Set<String> there = new TreeSet<>();
    answer.fieldNames().forEachRemaining(there::add);
    assertThat(there).as(schema).isEqualTo(described).isNotEmpty();
  }
}
