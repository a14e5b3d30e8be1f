package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.web.internal.call.Cursor;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is connected, over the API: who sees what of it, and who agrees to other connections. */
@Timeout(300)
final class ConnectionsTest {
  private static final String PATH = "/api/v1/connections";
  private static final String VERSIONS = PATH + "/versions";
  private static final String YAML = "application/yaml";
  private static final String POINTS = PATH + "/devices/plc-1/points";

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

  private Browser engineer(String zone) throws Exception {
    return Browser.of(
        house, admin, "p-" + zone, "[{\"role\": \"engineer\", \"zone\": \"" + zone + "\"}]");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static List<String> texts(JsonNode array, String field) {
    List<String> all = new ArrayList<>();
    array.forEach(each -> all.add(each.get(field).asText()));
    return all;
  }

  @Test
  void whoSeesAllSeesAllThatIsConnected() throws Exception {
    JsonNode whole = house.json(PATH);
    assertThat(whole.get("number").asText()).isEqualTo("1");
    assertThat(whole.get("isWhole").asBoolean()).isTrue();
    assertThat(texts(whole.get("devices"), "id")).containsExactly("panel", "plc-1", "stray");
    assertThat(texts(whole.get("devices"), "zone")).containsExactly("hall", "field", "null");
    JsonNode plc = whole.at("/devices/1");
    assertThat(plc.at("/at/tcp").asText()).isEqualTo("10.0.0.7:502");
    assertThat(plc.at("/rates/fast").asText()).isEqualTo("500 ms");
    assertThat(plc.get("pointCount").asInt()).isEqualTo(7);
    assertThat(plc.get("writableCount").asInt()).isEqualTo(1);
    assertThat(texts(whole.get("destinations"), "id")).containsExactly("cloud", "local");
    assertThat(whole.at("/destinations/0/send")).hasSize(2);
    assertThat(texts(whole.get("proxies"), "id")).containsExactly("inward", "outward", "round");
    assertThat(texts(whole.get("servers"), "id")).containsExactly("to-field", "to-hall");
    assertThat(whole.at("/servers/0/servedCount").asInt()).isEqualTo(2);
    assertThat(house.get(PATH + "?form=yaml").headers().firstValue("Content-Type")).contains(YAML);
    house.fakes.connections.isThere = false;
    assertThat(Browser.problem(house.get(PATH))).isEqualTo("404 connections-unknown");
    assertThat(Browser.problem(house.get(POINTS))).isEqualTo("404 connections-unknown");
  }

  /** Req: 62443-4-2 CR 2.1 */
  @Test
  void whoSeesOneZoneSeesWhatLiesInItAndNoNameOfAnother() throws Exception {
    Browser inField = engineer("field");
    JsonNode part = inField.json(200, inField.get(PATH));
    assertThat(part.get("isWhole").asBoolean()).isFalse();
    assertThat(texts(part.get("devices"), "id")).containsExactly("plc-1");
    assertThat(texts(part.get("destinations"), "id")).containsExactly("local");
    assertThat(part.at("/destinations/0/send")).hasSize(1);
    assertThat(texts(part.get("proxies"), "id")).containsExactly("inward", "outward");
    assertThat(texts(part.get("proxies"), "to")).containsExactly("plc-1", "null");
    assertThat(texts(part.get("servers"), "id")).containsExactly("to-field");
    assertThat(part.at("/servers/0/servedCount").asInt()).isEqualTo(1);
    assertThat(part.toString()).doesNotContain("panel", "Panel", "cloud", "stray", "round");
    for (String path : List.of(PATH + "?form=yaml", VERSIONS, VERSIONS + "/" + "0".repeat(64))) {
      assertThat(Browser.problem(inField.get(path))).as(path).isEqualTo("403 not-permitted");
    }
    assertThat(Browser.problem(inField.postAs(YAML, VERSIONS, "sound")))
        .isEqualTo("403 not-permitted");
    Browser inWorks = engineer("works");
    assertThat(texts(inWorks.json(200, inWorks.get(PATH)).get("devices"), "id"))
        .as("the field lies in the works")
        .containsExactly("plc-1");
  }

  @Test
  void linksSayHowEachThingStands() throws Exception {
    JsonNode links = house.json(PATH + "/links");
    JsonNode panel = links.at("/devices/0");
    assertThat(panel.get("state").asText()).isEqualTo("waiting");
    assertThat(panel.get("reason").asText()).isEqualTo("nobody answers");
    assertThat(panel.get("lastFault").isNull()).isTrue();
    assertThat(panel.get("identity").isNull()).isTrue();
    JsonNode plc = links.at("/devices/1");
    assertThat(plc.get("state").asText()).isEqualTo("running");
    assertThat(plc.get("since").asText()).startsWith("2026-01-01T00:00:00");
    assertThat(plc.get("reason").isNull()).isTrue();
    assertThat(plc.get("lastFault").asText()).isEqualTo("it hung up");
    assertThat(plc.at("/identity/vendor").asText()).isEqualTo("Acme");
    assertThat(plc.at("/identity/others/ModelName").asText()).isEqualTo("Pump");
    assertThat(plc.get("overruns").asText()).isEqualTo("5");
    assertThat(plc.get("refused").asInt()).isEqualTo(2);
    assertThat(links.at("/destinations/0/fault").asText()).isEqualTo("refused");
    assertThat(links.at("/destinations/0/overtaken").asText()).isEqualTo("2");
    assertThat(links.at("/destinations/0/commands/isHeard").asBoolean(true)).isFalse();
    assertThat(links.at("/destinations/0/commands/fault").asText()).isEqualTo("nobody answers");
    assertThat(links.at("/destinations/0/commands/given").asText()).isEqualTo("9");
    assertThat(links.at("/destinations/0/commands/refused").asText()).isEqualTo("4");
    assertThat(links.at("/destinations/1/commands").isNull()).isTrue();
    assertThat(links.at("/proxies/0/clients").asInt()).isEqualTo(2);
    assertThat(links.at("/servers/0/clients").asInt()).isEqualTo(1);
    assertThat(links.at("/servers/0/answered").asText()).isEqualTo("5");
    assertThat(links.at("/servers/0/withoutValue").asText()).isEqualTo("4");
    assertThat(links.at("/servers/0/unmapped").asText()).isEqualTo("3");
    assertThat(links.at("/servers/0/refused").asText()).isEqualTo("2");
    assertThat(links.at("/obstacles/0").asText()).contains("stray");
  }

  /** Req: 62443-4-2 CR 2.1 */
  @Test
  void linksOfOtherZonesAreNotShown() throws Exception {
    Browser inField = engineer("field");
    JsonNode links = inField.json(200, inField.get(PATH + "/links"));
    assertThat(texts(links.get("devices"), "device")).containsExactly("plc-1");
    assertThat(texts(links.get("destinations"), "destination")).containsExactly("local");
    assertThat(texts(links.get("proxies"), "proxy")).containsExactly("inward", "outward");
    assertThat(texts(links.get("servers"), "server")).containsExactly("to-field");
    assertThat(links.get("obstacles")).isEmpty();
    assertThat(links.toString()).doesNotContain("panel", "cloud", "stray");
  }

  @Test
  void pointsAreShownInPagesInTheWordsOfTheFile() throws Exception {
    JsonNode first = house.json(POINTS + "?limit=2");
    assertThat(texts(first.get("points"), "name")).containsExactly("level", "level low");
    JsonNode level = first.at("/points/0");
    assertThat(level.get("address").asText()).isEqualTo("holding:100");
    assertThat(level.at("/scaling/beyond").asText()).isEqualTo("clamped");
    assertThat(level.at("/scaling/rawHigh").asDouble()).isEqualTo(27_648);
    assertThat(level.get("deadband").asText()).isEqualTo("0.5 %");
    assertThat(level.get("silenceMax").asText()).isEqualTo("5 min");
    assertThat(level.at("/limits/low").asDouble()).isZero();
    assertThat(level.at("/limits/high").isNull()).isTrue();
    assertThat(first.at("/points/1/expression").asText()).contains("{level}");
    assertThat(first.at("/points/1/address").isNull()).isTrue();
    JsonNode second = house.json(first.get("next").asText());
    assertThat(texts(second.get("points"), "name")).containsExactly("state 0", "state 1");
    assertThat(house.json(POINTS).get("next").isNull()).isTrue();
    String question = POINTS + " " + hex(FakeConnections.MODEL.digest().bytes());
    for (String place : List.of("x", "99", "99999999999")) {
      assertThat(Browser.problem(house.get(POINTS + "?cursor=" + Cursor.write(question, place))))
          .as(place)
          .isEqualTo("400 cursor-invalid");
    }
    String other = Cursor.write(POINTS + " " + "0".repeat(64), "2");
    assertThat(Browser.problem(house.get(POINTS + "?cursor=" + other)))
        .as("of another version")
        .isEqualTo("400 cursor-invalid");
  }

  /** Req: 62443-4-2 CR 2.1 */
  @Test
  void aDeviceOfAnotherZoneIsNotToldFromOneOfNowhere() throws Exception {
    Browser inField = engineer("field");
    assertThat(inField.json(200, inField.get(POINTS)).get("points")).hasSize(7);
    JsonNode elsewhere = House.json(inField.get(PATH + "/devices/panel/points"));
    assertThat(elsewhere.get("code").asText()).isEqualTo("not-permitted");
    assertThat(House.json(inField.get(PATH + "/devices/nobody/points"))).isEqualTo(elsewhere);
    assertThat(Browser.problem(house.get(PATH + "/devices/nobody/points")))
        .isEqualTo("404 connections-unknown");
  }

  /** Req: 62443-4-2 CR 2.1 RE(4) */
  @Test
  void otherConnectionsTakeASecondPersonWhoIsNotTheAuthor() throws Exception {
    Browser officer = Browser.of(house, admin, "p-officer", "[{\"role\": \"security-officer\"}]");
    officer.addApp();
    Browser owner = Browser.of(house, admin, "p-owner", "[{\"role\": \"asset-owner\"}]");
    officer.approveAll();
    owner.addApp();
    officer.stepUp();
    JsonNode waiting = officer.json(202, officer.postAs(YAML, VERSIONS, "sound: yes\n"));
    assertThat(waiting.get("number").asText()).isEqualTo("2");
    assertThat(waiting.at("/approval/kind").asText()).isEqualTo("connections.change");
    assertThat(waiting.at("/diff/0/after").asText()).isEqualTo("Old pump");
    String approve = "/api/v1/approvals/" + waiting.at("/approval/id").asText() + "/approve";
    String digest = "{\"digest\": \"" + waiting.at("/approval/digest").asText() + "\"}";
    assertThat(Browser.problem(officer.post(approve, digest))).isEqualTo("403 approver-is-author");
    assertThat(house.desk.carriedOut).isEmpty();
    owner.approveAll();
    assertThat(house.desk.carriedOut)
        .containsExactly(
            "connections.change {\"do\":\"connections\",\"model\":\""
                + hex(FakeConnections.OLDER.digest().bytes())
                + "\"}");
  }

  @Test
  void whatIsNotSoundOrNotKeptOrInForceIsToldApart() throws Exception {
    house.fakes.connections.needsTwo = false;
    Browser officer = Browser.of(house, admin, "p-officer", "[{\"role\": \"security-officer\"}]");
    officer.stepUp();
    HttpResponse<byte[]> unsound = officer.postAs(YAML, VERSIONS, "nonsense\n");
    assertThat(Browser.problem(unsound)).isEqualTo("422 connections-unsound");
    assertThat(House.json(unsound).at("/reasons/0").asText()).startsWith("3:7: devices[plc-1]");
    String older = VERSIONS + "/" + hex(FakeConnections.OLDER.digest().bytes());
    String same = VERSIONS + "/" + hex(FakeConnections.MODEL.digest().bytes());
    String none = VERSIONS + "/" + "0".repeat(64);
    assertThat(officer.json(200, officer.post(older + "/propose", "{}")).get("outcome").asText())
        .isEqualTo("CONNECTIONS_CHANGE was done");
    assertThat(Browser.problem(officer.post(same + "/propose", "{}"))).isEqualTo("409 conflict");
    assertThat(Browser.problem(officer.post(none + "/propose", "{}")))
        .isEqualTo("404 connections-unknown");
    assertThat(Browser.problem(house.get(older))).isEqualTo("404 connections-unknown");
    assertThat(house.get(same).statusCode()).isEqualTo(200);
    JsonNode difference = house.json(older + "/difference");
    assertThat(difference.get("isInForce").asBoolean()).isFalse();
    assertThat(difference.at("/diff/0/path").asText()).isEqualTo("devices[plc-1].name");
    assertThat(house.json(same + "/difference").get("isInForce").asBoolean()).isTrue();
    assertThat(house.json(same + "/difference").get("diff")).isEmpty();
    assertThat(Browser.problem(house.get(none + "/difference")))
        .isEqualTo("404 connections-unknown");
    house.clock.advance(Duration.ofMinutes(6));
    assertThat(Browser.problem(officer.postAs(YAML, VERSIONS, "sound")))
        .isEqualTo("403 step-up-needed");
  }

  @Test
  void aPlantThatIsKeptIsComparedWithTheOneInForce() throws Exception {
    String path = "/api/v1/plant/versions/%s/difference";
    String older = path.formatted(hex(FakeDesks.OLDER.digest().bytes()));
    assertThat(house.json(older).at("/diff/0/after").asText()).isEqualTo("Old hall");
    assertThat(Browser.problem(house.get(path.formatted("0".repeat(64)))))
        .isEqualTo("404 plant-unknown");
  }

  /** Req: 62443-4-2 CR 2.1 */
  @Test
  void thePolicyIsShownOfConduitsThatAreSeen() throws Exception {
    JsonNode whole = house.json("/api/v1/plant").get("policy");
    assertThat(whole.get("timeZone").asText()).isEqualTo("Europe/Stockholm");
    assertThat(texts(whole.get("channels"), "id")).containsExactly("asides", "readings");
    assertThat(whole.at("/channels/0/reads").asText()).isEqualTo("deny");
    JsonNode rule = whole.at("/channels/1/rules/0");
    assertThat(rule.get("id").asText()).isEqualTo("set-points");
    assertThat(rule.get("effect").asText()).isEqualTo("two-people");
    assertThat(rule.at("/who/0").asText()).isEqualTo("anyone");
    assertThat(rule.at("/operations/0").asText()).isEqualTo("write");
    assertThat(rule.at("/objects/0").asText()).isEqualTo("unit 1 holding 110");
    assertThat(rule.at("/values/0").asText()).isEqualTo("0..400");
    assertThat(rule.get("rate").asText()).isEqualTo("10 per minute");
    assertThat(rule.at("/when/0").asText()).isEqualTo("mon..fri 06:00..18:00");
    assertThat(rule.get("from").asText()).isEqualTo("2026-01-01");
    assertThat(rule.get("until").isNull()).isTrue();
    Browser inField = engineer("field");
    JsonNode part = inField.json(200, inField.get("/api/v1/plant")).get("policy");
    assertThat(texts(part.get("channels"), "id")).containsExactly("readings");
    assertThat(part.toString()).doesNotContain("asides", "side");
  }
}
