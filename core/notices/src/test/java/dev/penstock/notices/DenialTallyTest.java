package dev.penstock.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.notices.DenialTally.Denied;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is denied is one thing for as long as it goes on. Req: 62443-4-2 CR 6.2. */
class DenialTallyTest {
  private static final Instant FIRST = Instant.parse("2026-05-04T10:00:00.250Z");
  private static final long QUIET = DenialTally.QUIET.toNanos();

  private final DenialTally tally = new DenialTally();

  private static Denied denied(String from, String to, String peer, long count) {
    return new Denied(
        Optional.of(from), Optional.of(to), peer, "write of unit 4 holding 1", count, FIRST);
  }

  @Test
  void theFirstDenialOpensAndTheOthersCount() {
    tally.denied(denied("control", "field", "10.0.0.9", 1), 0);
    assertThat(tally.standing(1).get("control/field").text())
        .isEqualTo(
            "1 request from control to field was denied since 2026-05-04T10:00:00Z, by 10.0.0.9;"
                + " the last: write of unit 4 holding 1");
    tally.denied(denied("control", "field", "10.0.0.9", 370), 2);
    tally.denied(denied("dmz", "field", "10.1.0.1", 1), 3);
    var standing = tally.standing(4);
    assertThat(standing).containsOnlyKeys("control/field", "dmz/field");
    assertThat(standing.get("control/field").count()).isEqualTo(371);
    assertThat(standing.get("control/field").text())
        .startsWith("371 requests from control to field were denied since 2026-05-04T10:00:00Z");
  }

  @Test
  void itIsOverWhenNothingWasDeniedForLongEnoughAndNotBefore() {
    tally.denied(denied("control", "field", "10.0.0.9", 1), -QUIET);
    tally.denied(denied("control", "field", "10.0.0.9", 1), -1);
    assertThat(tally.standing(QUIET - 2)).containsOnlyKeys("control/field");
    assertThat(tally.standing(QUIET - 1)).isEmpty();
    tally.denied(denied("control", "field", "10.0.0.9", 5), QUIET);
    assertThat(tally.standing(QUIET).get("control/field").count()).isEqualTo(5);
  }

  @Test
  void aScanFromManyAddressesIsOne() {
    for (int i = 0; i < 5_000; i++) {
      tally.denied(denied("control", "field", "10.0.0." + i, 1), i);
    }
    var told = tally.standing(5_000).get("control/field");
    assertThat(tally.standing(5_000)).hasSize(1);
    assertThat(told.count()).isEqualTo(5_000);
    assertThat(told.peers()).containsExactly("10.0.0.0", "10.0.0.1", "10.0.0.2", "others");
  }

  @Test
  void moreWaysThanThereIsRoomForAreCountedTogether() {
    for (int i = 0; i < 1_000; i++) {
      tally.denied(denied("zone-" + i, "field", "10.0.0.9", 1), i);
    }
    var standing = tally.standing(1_000);
    assertThat(standing).hasSize(DenialTally.FLOWS_MAX + 1);
    assertThat(standing.get(DenialTally.SEVERAL).count()).isEqualTo(1_000 - DenialTally.FLOWS_MAX);
  }

  @Test
  void whatHasNoZonesIsCountedTogether() {
    tally.denied(
        new Denied(Optional.empty(), Optional.empty(), "several", "several of several", 7, FIRST),
        0);
    assertThat(tally.standing(0).get(DenialTally.SEVERAL).text())
        .isEqualTo(
            "7 requests were denied since 2026-05-04T10:00:00Z, by several;"
                + " the last: several of several");
  }

  @Test
  void whatWentOnBeforeAStartGoesOnUntilItWasQuiet() {
    tally.resumed("control/field", "9 requests were denied", 0);
    assertThat(tally.standing(1).get("control/field").text()).isEqualTo("9 requests were denied");
    assertThat(tally.standing(1).get("control/field").count()).isZero();
    tally.denied(denied("control", "field", "10.0.0.9", 2), QUIET - 1);
    assertThat(tally.standing(QUIET).get("control/field").count()).isEqualTo(2);
    assertThat(tally.standing(2 * QUIET)).isEmpty();
  }

  @Test
  void whatStrangersChooseIsOneLine() {
    tally.denied(denied("control", "field", "10.0.0.9\r\nBcc: all\u202e", 1), 0);
    assertThat(tally.standing(0).get("control/field").text())
        .doesNotContain("\r")
        .doesNotContain("\n")
        .doesNotContain("\u202e");
  }

  @Test
  void noneIsNothingToCount() {
    assertThatThrownBy(() -> denied("control", "field", "10.0.0.9", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 or more");
  }
}
