package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What another model would have made of traffic, as far as one looks; Req: 62443-4-2 CR 2.1 */
@Timeout(300)
final class DryRunAnswersTest {
  private static final String RUN =
      "/api/v1/plant/versions/" + HexFormat.of().formatHex(FakeDryRuns.MODEL.bytes()) + "/dry-run";

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

  @Test
  void whatWouldHaveBeenAnsweredDifferentlyHasRulesCountsAndRecords() throws Exception {
    JsonNode run = house.json(RUN);
    assertThat(run.get("number").asText()).isEqualTo("2");
    assertThat(run.get("isWhole").asBoolean()).isTrue();
    assertThat(run.get("isRead").asBoolean()).isTrue();
    assertThat(run.get("looked").asText()).isEqualTo("25");
    assertThat(run.get("nowDenied").asText()).isEqualTo("3");
    assertThat(run.get("notToldApart").asText()).isEqualTo("7");
    assertThat(run.get("unplaced").asText()).isEqualTo("4");
    assertThat(run.get("changes").size()).isEqualTo(3);
    JsonNode first = run.at("/changes/0");
    assertThat(first.get("certainty").asText()).isEqualTo("sure");
    assertThat(first.get("objects").asText()).isEqualTo("unit 1 holding 100..120");
    assertThat(first.at("/before/rule").asText()).isEqualTo("setpoints");
    assertThat(first.at("/after/verdicts/0").asText()).isEqualTo("deny");
    assertThat(first.at("/examples/0/place").asText()).isEqualTo("12.3");
    assertThat(run.at("/changes/1/after/verdicts").size()).isEqualTo(2);
    assertThat(run.at("/own/0").toString())
        .contains("\"device\":\"plc-1\"", "\"lost\":\"2\"", "\"gained\":\"1\"");
    assertThat(run.at("/own/0/examples/0/point").asText()).isEqualTo("level");
    assertThat(run.at("/own/0/examples/0/isLost").asBoolean()).isTrue();
  }

  @Test
  void theLastDayIsLookedAtWhereNothingElseIsAsked() throws Exception {
    JsonNode run = house.json(RUN);
    assertThat(run.get("to").asText()).startsWith("2026-02-01T00:01:00");
    assertThat(house.fakes.dryRuns.to - house.fakes.dryRuns.from)
        .isEqualTo(Duration.ofDays(1).toNanos());
    JsonNode asked = house.json(RUN + "?from=2026-01-30T00:00:00Z&to=2026-01-31T12:00:00Z");
    assertThat(asked.get("from").asText()).startsWith("2026-01-30T00:00:00");
    assertThat(house.fakes.dryRuns.to)
        .isEqualTo(Instant.parse("2026-01-31T12:00:00Z").getEpochSecond() * 1_000_000_000L);
  }

  @Test
  void aStretchThatCannotBeIsRefused() throws Exception {
    Browser who = viewer("p-long", "");
    assertThat(Browser.problem(who.get(RUN + "?from=2026-01-20T00:00:00Z")))
        .isEqualTo("400 parameter-invalid");
    assertThat(Browser.problem(who.get(RUN + "?from=2026-03-01T00:00:00Z")))
        .isEqualTo("400 parameter-invalid");
    String other = RUN.replace("versions/00", "versions/01");
    assertThat(Browser.problem(who.get(other))).isEqualTo("404 plant-unknown");
  }

  @Test
  void whoSeesAZoneSeesRequestsFromAndToIt() throws Exception {
    Browser inField = viewer("p-field", "field");
    JsonNode run = inField.json(200, inField.get(RUN));
    assertThat(run.get("isWhole").asBoolean()).isFalse();
    assertThat(run.get("looked").asText()).isEqualTo("20");
    assertThat(run.get("nowPassing").asText()).isEqualTo("0");
    assertThat(run.get("unplaced").asText()).isEqualTo("0");
    assertThat(run.get("changes").size()).isEqualTo(2);
    assertThat(run.get("own").size()).as("it lies in the hall").isZero();
    Browser nowhere = viewer("p-nowhere", "nowhere");
    JsonNode nothing = nowhere.json(200, nowhere.get(RUN));
    assertThat(nothing.get("changes").size()).isZero();
    assertThat(nothing.get("reads").size()).isZero();
    assertThat(nothing.get("looked").asText()).isEqualTo("0");
  }

  @Test
  void whoMayNotLookAtThePlantAsItRunsSeesNoTraffic() throws Exception {
    Browser supplier =
        Browser.of(house, admin, "p-sup", "[{\"role\": \"supplier\", \"zone\": \"field\"}]");
    assertThat(Browser.problem(supplier.get(RUN))).isEqualTo("403 not-permitted");
  }
}
