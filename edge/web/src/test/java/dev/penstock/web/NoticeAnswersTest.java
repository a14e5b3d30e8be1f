package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.evidence.record.Access;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notices that go on, and somebody who knows. Req: 62443-4-2 CR 6.2 */
class NoticeAnswersTest {
  private static final String PATH = "/api/v1/notices";
  private static final String SHORT = "{\"kind\": \"disk-short\", \"subject\": \"journal\"}";

  @TempDir private Path folder;
  private House house;
  private Browser admin;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder, WebLimits.DEFAULT);
    admin = Browser.ofFirst(house);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private JsonNode only() throws Exception {
    JsonNode items = admin.json(200, admin.get(PATH)).get("items");
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  @Test
  void whoKnowsStandsBesideTheNoticeByName() throws Exception {
    assertThat(only().get("severity").asText()).isEqualTo("critical");
    assertThat(only().get("remedy").asText()).isNotBlank();
    assertThat(only().get("acknowledgedBy").isNull()).isTrue();
    assertThat(admin.post(PATH + "/acknowledge", SHORT).statusCode()).isEqualTo(204);
    assertThat(only().get("acknowledgedByName").asText()).isEqualTo("Ada");
    assertThat(only().get("acknowledgedBy").asText()).hasSize(32).doesNotContain("ada");
    assertThat(house.desk.written)
        .filteredOn(each -> each.object().equals("acknowledge disk-short/journal"))
        .hasSize(1)
        .allMatch(each -> each.outcome() == Access.Outcome.GRANTED);
  }

  /** A screen on the wall does not say which colleague is locked out. */
  @Test
  void namesStandOnlyWhereSomebodyMaySeePeopleOrTheTrail() throws Exception {
    assertThat(admin.post(PATH + "/acknowledge", SHORT).statusCode()).isEqualTo(204);
    house.fakes.lockedOut.add(house.fakes.acknowledged.getFirst());
    Browser viewer = Browser.of(house, admin, "p-viewer", "[{\"role\": \"viewer\"}]");
    Browser officer = Browser.of(house, admin, "p-off", "[{\"role\": \"security-officer\"}]");
    int before = house.desk.written.size();
    JsonNode seen = viewer.json(200, viewer.get(PATH)).get("items");
    assertThat(seen.get(0).get("acknowledgedByName").isNull()).isTrue();
    assertThat(seen.get(1).get("kind").asText()).isEqualTo("account-locked");
    assertThat(seen.get(1).get("subject").asText()).hasSize(32);
    assertThat(seen.get(1).get("subjectName").isNull()).isTrue();
    assertThat(seen.toString()).doesNotContain("Ada");
    assertThat(house.desk.written).hasSize(before);
    for (Browser each : List.of(admin, officer)) {
      JsonNode known = each.json(200, each.get(PATH)).get("items");
      assertThat(known.get(1).get("subjectName").asText()).isEqualTo("Ada");
    }
  }

  @Test
  void whatDoesNotGoOnIsUnknownAndAWordThatIsNoKindIsRefused() throws Exception {
    String other = SHORT.replace("journal", "ledger");
    assertThat(Browser.problem(admin.post(PATH + "/acknowledge", other)))
        .isEqualTo("404 notice-unknown");
    String none = SHORT.replace("disk-short", "sunshine");
    assertThat(Browser.problem(admin.post(PATH + "/acknowledge", none)))
        .isEqualTo("400 body-malformed");
    assertThat(Browser.problem(admin.post(PATH + "/acknowledge", "{\"subject\": \"journal\"}")))
        .isEqualTo("400 body-malformed");
    assertThat(house.fakes.acknowledged).isEmpty();
  }

  @Test
  void whoMayNotManageNoticesLooksAndNoMore() throws Exception {
    Browser viewer = Browser.of(house, admin, "p-viewer", "[{\"role\": \"viewer\"}]");
    assertThat(viewer.json(200, viewer.get(PATH)).get("items")).hasSize(1);
    assertThat(Browser.problem(viewer.post(PATH + "/acknowledge", SHORT)))
        .isEqualTo("403 not-permitted");
    assertThat(house.fakes.acknowledged).isEmpty();
  }
}
