package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.evidence.record.Access;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are looked at before they are proposed, and points that are tried out. */
@Timeout(300)
final class DraftAnswersTest {
  private static final String PATH = "/api/v1/connections";
  private static final String CHECK = PATH + "/drafts/check";
  private static final String IMPORT = PATH + "/devices/plc-1/points/import";
  private static final String ONCE = PATH + "/devices/plc-1/read-once";
  private static final String CSV = "text/csv";
  private static final String YAML = "application/yaml";

  @TempDir private Path folder;
  private House house;
  private Browser admin;
  private Browser engineer;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder);
    admin = Browser.ofFirst(house);
    Browser officer = Browser.of(house, admin, "p-officer", "[{\"role\": \"security-officer\"}]");
    officer.addApp();
    engineer = Browser.of(house, admin, "p-engineer", "[{\"role\": \"engineer\"}]");
    officer.approveAll();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static String points(String... addresses) {
    List<String> all = new ArrayList<>();
    for (String each : addresses) {
      all.add("{\"address\": \"" + each + "\", \"type\": \"uint16\"}");
    }
    return "{\"points\": [" + String.join(", ", all) + "]}";
  }

  @Test
  void aFileIsLookedAtAndNothingIsKept() throws Exception {
    JsonNode sound = engineer.json(200, engineer.postAs(YAML, CHECK, "sound"));
    assertThat(sound.get("isSound").asBoolean()).isTrue();
    assertThat(sound.at("/diff/0/after").asText()).isEqualTo("Old pump");
    assertThat(house.fakes.connections.checkedWithPlant).isTrue();
    JsonNode unsound = engineer.json(200, engineer.postAs(YAML, CHECK, "nonsense"));
    assertThat(unsound.get("isSound").asBoolean()).isFalse();
    assertThat(unsound.at("/findings/0/line").asInt()).isEqualTo(3);
    assertThat(unsound.at("/findings/0/column").asInt()).isEqualTo(7);
    assertThat(unsound.at("/findings/0/what").asText()).isEqualTo("is no such thing");
    assertThat(unsound.get("diff")).isEmpty();
    assertThat(house.desk.carriedOut).isEmpty();
    assertThat(Browser.problem(engineer.postAs(CSV, CHECK, "sound")))
        .isEqualTo("415 body-not-yaml");
    assertThat(Browser.problem(engineer.postAs(YAML, CHECK, "x".repeat((1 << 20) + 1))))
        .isEqualTo("413 body-too-large");
  }

  @Test
  void aTableIsLaidOverTheDeviceOfTheVersionThatWasLookedAt() throws Exception {
    JsonNode made = engineer.json(200, engineer.postAs(CSV, IMPORT, "sound"));
    assertThat(made.get("yaml").asText()).startsWith("format:");
    assertThat(made.get("table").asText()).startsWith("name,address");
    assertThat(made.at("/points/added").asInt()).isEqualTo(1);
    assertThat(made.at("/points/removed").asInt()).isZero();
    assertThat(made.at("/notTaken/0").asText()).isEqualTo("note");
    String model = HexFormat.of().formatHex(FakeConnections.MODEL.digest().bytes());
    String replace = IMPORT + "?mode=replace&of=";
    assertThat(
            engineer
                .json(200, engineer.postAs(CSV, replace + model, "sound"))
                .at("/points/removed")
                .asInt())
        .isEqualTo(6);
    assertThat(Browser.problem(engineer.postAs(CSV, replace + "0".repeat(64), "sound")))
        .isEqualTo("409 conflict");
    JsonNode refused = engineer.json(200, engineer.postAs(CSV, IMPORT, "nonsense"));
    assertThat(refused.get("yaml").isNull()).isTrue();
    assertThat(refused.get("table").isNull()).isTrue();
    assertThat(Browser.problem(engineer.postAs(YAML, IMPORT, "sound")))
        .isEqualTo("415 body-not-csv");
    String nobody = PATH + "/devices/nobody/points/import";
    assertThat(Browser.problem(engineer.postAs(CSV, nobody, "sound")))
        .isEqualTo("404 connections-unknown");
    house.fakes.connections.isThere = false;
    assertThat(Browser.problem(engineer.postAs(CSV, IMPORT + "?of=" + model, "sound")))
        .isEqualTo("409 conflict");
  }

  @Test
  void thePointsOfADeviceAreHandedOutAsATable() throws Exception {
    HttpResponse<byte[]> table = house.get(PATH + "/devices/plc-1/points?form=csv");
    assertThat(new String(table.body(), UTF_8))
        .isEqualTo(PointSheet.write(FakeConnections.MODEL.device("plc-1").orElseThrow()));
    assertThat(table.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("plc-1-points.csv");
    Browser inField =
        Browser.of(house, admin, "p-field", "[{\"role\": \"engineer\", \"zone\": \"field\"}]");
    assertThat(inField.get(PATH + "/devices/plc-1/points?form=csv").statusCode()).isEqualTo(200);
    assertThat(Browser.problem(inField.get(PATH + "/devices/panel/points?form=csv")))
        .isEqualTo("403 not-permitted");
  }

  /** Req: 62443-4-2 CR 2.1, CR 2.12 */
  @Test
  void whoTriesAPointOutShowsWhoTheyAreAndItIsWrittenDown() throws Exception {
    house.clock.advance(Duration.ofMinutes(10));
    assertThat(Browser.problem(engineer.post(ONCE, points("holding:1"))))
        .isEqualTo("403 step-up-needed");
    assertThat(house.fakes.connections.onceAsked).isEmpty();
    engineer.stepUp();
    JsonNode read = engineer.json(200, engineer.post(ONCE, points("holding:1", "holding:2")));
    assertThat(read.get("at").asText()).startsWith("2026-01-01T00:00:00");
    assertThat(read.get("points")).hasSize(2);
    assertThat(read.at("/points/1/address").asText()).isEqualTo("holding:2");
    assertThat(read.at("/points/1/value/value").asText()).isEqualTo("7");
    assertThat(read.at("/points/1/quality/severity").asText()).isEqualTo("good");
    assertThat(read.at("/points/1/reason").isNull()).isTrue();
    assertThat(house.fakes.connections.onceAsked).hasSize(1);
    assertThat(house.desk.written)
        .anyMatch(record ->
            record.action().equals("plant.change")
                && record.outcome() == Access.Outcome.GRANTED
                && record.object().equals("plc-1/read-once")
                && record.details().toString().contains("holding:1, holding:2"));
  }

  @Test
  void whatIsNotReadSaysWhy() throws Exception {
    engineer.stepUp();
    HttpResponse<byte[]> busy = engineer.post(ONCE, points("busy"));
    assertThat(Browser.problem(busy)).isEqualTo("503 busy");
    assertThat(busy.headers().firstValue("Retry-After")).contains("1");
    assertThat(Browser.problem(engineer.post(ONCE, points("down")))).isEqualTo("409 conflict");
    String nobody = PATH + "/devices/nobody/read-once";
    assertThat(Browser.problem(engineer.post(nobody, points("x"))))
        .isEqualTo("404 connections-unknown");
    house.fakes.connections.onceAsked.clear();
    String many = points(Collections.nCopies(129, "p").toArray(String[]::new));
    for (String bad : List.of("{}", "{\"points\": []}", points(" "), many, "{\"points\": [1]}")) {
      assertThat(Browser.problem(engineer.post(ONCE, bad))).as(bad).isEqualTo("400 body-malformed");
    }
    assertThat(house.fakes.connections.onceAsked).isEmpty();
  }

  /** Req: 62443-4-2 CR 2.1 */
  @Test
  void aRoleInAZoneDoesNotReachThem() throws Exception {
    Browser inField =
        Browser.of(house, admin, "p-field", "[{\"role\": \"engineer\", \"zone\": \"field\"}]");
    inField.stepUp();
    assertThat(Browser.problem(inField.postAs(YAML, CHECK, "sound")))
        .isEqualTo("403 not-permitted");
    assertThat(Browser.problem(inField.postAs(CSV, IMPORT, "sound")))
        .isEqualTo("403 not-permitted");
    assertThat(Browser.problem(inField.post(ONCE, points("holding:1"))))
        .isEqualTo("403 not-permitted");
    assertThat(house.fakes.connections.onceAsked).isEmpty();
  }
}
