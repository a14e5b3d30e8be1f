package dev.penstock.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.intake.IntakeFinding.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FindingMeterTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final FindingMeter meter = new FindingMeter("north");

  @Test
  void theFirstIsReportedAtOnceAndTheRestOfTheMinuteTogether() {
    assertThat(meter.note(Kind.TOO_MANY_TOPICS, "t1", 5, START, "one"))
        .hasValueSatisfying(finding -> assertThat(finding.count()).isEqualTo(1));
    for (int i = 0; i < 1_000; i++) {
      assertThat(meter.note(Kind.TOO_MANY_TOPICS, "u" + i, 5, START.plusSeconds(i % 30), "more"))
          .isEmpty();
    }
    assertThat(meter.due(START.plusSeconds(59))).isEmpty();
    assertThat(meter.due(START.plusSeconds(60)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.count()).isEqualTo(1_000);
          assertThat(finding.bytes()).isEqualTo(5_000);
          assertThat(finding.address()).isEqualTo("u0");
        });
  }

  @Test
  void afterAQuietMinuteTheNextIsReportedAtOnceAgain() {
    assertThat(meter.note(Kind.MALFORMED, null, 1, START, "x")).isPresent();
    assertThat(meter.due(START.plusSeconds(61))).isEmpty();
    assertThat(meter.note(Kind.MALFORMED, null, 1, START.plusSeconds(62), "x")).isPresent();
  }

  @Test
  void kindsDoNotHideEachOther() {
    assertThat(meter.note(Kind.MALFORMED, null, 1, START, "x")).isPresent();
    assertThat(meter.note(Kind.TOPIC_UNREADABLE, null, 1, START, "y")).isPresent();
  }

  @Test
  void aClockSetBackDoesNotHoldFindingsBack() {
    assertThat(meter.note(Kind.MALFORMED, null, 1, START, "x")).isPresent();
    assertThat(meter.note(Kind.MALFORMED, null, 1, START, "x")).isEmpty();
    assertThat(meter.due(START.minusSeconds(3_600))).hasSize(1);
  }

  @Test
  void nothingNotedIsLostAtTheEnd() {
    assertThat(meter.note(Kind.MALFORMED, null, 1, START, "x")).isPresent();
    assertThat(meter.note(Kind.MALFORMED, null, 2, START, "y")).isEmpty();
    assertThat(meter.rest()).singleElement().extracting(IntakeFinding::bytes).isEqualTo(2L);
    assertThat(meter.rest()).isEmpty();
  }
}
