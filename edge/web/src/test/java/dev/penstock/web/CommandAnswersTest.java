package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.commanding.Wish;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Scalar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands to devices over the API. Req: 62443-4-2 CR 2.1, CR 2.1 RE(4) */
final class CommandAnswersTest {
  private static final String PATH = "/api/v1/commands";

  @TempDir private Path folder;
  private House house;
  private Browser admin;
  private Browser engineer;
  private Browser owner;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder);
    admin = Browser.ofFirst(house);
    Browser officer = Browser.of(house, admin, "p-officer", "[{\"role\": \"security-officer\"}]");
    officer.addApp();
    engineer = Browser.of(house, admin, "p-engineer", "[{\"role\": \"engineer\"}]");
    owner = Browser.of(house, admin, "p-owner", "[{\"role\": \"asset-owner\"}]");
    officer.approveAll();
    owner.addApp();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static String body(String point, String value) {
    return "{\"source\": \"plc\", \"point\": \"" + point + "\", \"value\": " + value + "}";
  }

  @Test
  void whatAnEngineerGivesIsTakenAndWrittenDownWithWhoGaveIt() throws Exception {
    engineer.stepUp();
    JsonNode taken =
        engineer.json(
            202,
            engineer.post(
                PATH,
                "{\"source\": \"plc\", \"point\": \"level\", \"value\": 7.5, \"key\": \"k\","
                    + " \"withinSeconds\": 60}"));
    assertThat(taken.get("phase").asText()).isEqualTo("asked");
    assertThat(taken.get("rule").asText()).isEqualTo("set-points");
    Wish wish = house.fakes.commands.wishes.getFirst();
    assertThat(wish.value()).isEqualTo(new Scalar.Real(7.5));
    assertThat(wish.key()).contains("k");
    assertThat(wish.until()).contains(house.clock.instant().plus(Duration.ofMinutes(1)));
    assertThat(wish.asker().identity()).startsWith("person:");
    assertThat(wish.asker().person()).isPresent();
    assertThat(wish.asker().zone()).contains("works");
    JsonNode shown = engineer.json(200, engineer.get(PATH + "/" + taken.get("id").asText()));
    assertThat(shown.get("point").asText()).isEqualTo("level");
    assertThat(house.desk.written)
        .anyMatch(record ->
            record.action().equals("command.write")
                && record.outcome() == Access.Outcome.GRANTED
                && record.object().equals("plc/level"));
    assertThat(Browser.problem(engineer.get(PATH + "/" + "f".repeat(32))))
        .isEqualTo("404 command-unknown");
  }

  @Test
  void withoutHavingShownAgainWhoOneIsNothingIsTaken() throws Exception {
    house.clock.advance(Duration.ofMinutes(10));
    assertThat(Browser.problem(engineer.post(PATH, body("level", "7"))))
        .isEqualTo("403 step-up-needed");
    assertThat(house.fakes.commands.wishes).isEmpty();
  }

  @Test
  void whatIsRefusedSaysWhy() throws Exception {
    engineer.stepUp();
    List<String> points = List.of("denied", "nowhere", "unfit", "used", "full", "unrecorded");
    assertThat(
            points.stream()
                .map(point -> {
                  try {
                    return Browser.problem(engineer.post(PATH, body(point, "true")));
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                })
                .toList())
        .containsExactly(
            "403 command-denied",
            "404 point-unknown",
            "422 request-refused",
            "409 conflict",
            "503 busy",
            "503 audit-unwritable");
    assertThat(Browser.problem(engineer.post(PATH, body("level", "[1]"))))
        .isEqualTo("400 body-malformed");
    assertThat(Browser.problem(engineer.post(PATH, body("", "1")))).isEqualTo("400 body-malformed");
    assertThat(engineer.post(PATH, body("known", "1")).statusCode()).isEqualTo(200);
  }

  @Test
  void whatTakesTwoPeopleWaitsForASecondWhoIsNotTheFirst() throws Exception {
    engineer.stepUp();
    JsonNode waiting = engineer.json(202, engineer.post(PATH, body("two", "7")));
    assertThat(waiting.get("phase").asText()).isEqualTo("waits");
    assertThat(waiting.at("/approval/kind").asText()).isEqualTo("command.write");
    assertThat(house.desk.carriedOut).isEmpty();
    owner.approveAll();
    assertThat(house.desk.carriedOut).containsExactly("command.write {\"do\":\"command\"}");
    assertThat(house.fakes.commands.withdrawn).isEmpty();
    assertThat(house.fakes.commands.wishes.getFirst().until()).isEqualTo(Optional.empty());
  }

  /** A source that speaks from the field may be commanded by who is engineer there. */
  @Test
  void aRoleInAZoneReachesWhatLiesThereOnly() throws Exception {
    Browser inField =
        Browser.of(house, admin, "p-field", "[{\"role\": \"engineer\", \"zone\": \"field\"}]");
    inField.stepUp();
    String there = body("level", "1").replace("plc", "pump1");
    assertThat(inField.post(PATH, there).statusCode()).isEqualTo(202);
    String elsewhere = body("level", "1").replace("plc", "plant/valve");
    assertThat(Browser.problem(inField.post(PATH, elsewhere))).isEqualTo("403 not-permitted");
    assertThat(house.fakes.commands.wishes).hasSize(1);
  }
}
