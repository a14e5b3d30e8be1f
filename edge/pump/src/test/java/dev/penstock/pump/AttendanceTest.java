package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.continuity.SourceCodes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of an interval, by two clocks that cannot be read at once. */
class AttendanceTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

  private Duration passed = Duration.ZERO;
  private Duration setBy = Duration.ZERO;

  /** For how long the next reader is held up behind the clock on the wall. */
  private final Deque<Duration> heldUp = new ArrayDeque<>();

  private final Attendance attendance =
      new Attendance(BEGIN, () -> passed.toNanos(), new Hearers());

  private Instant wall() {
    Instant now = BEGIN.plus(passed).plus(setBy);
    passed = passed.plus(heldUp.isEmpty() ? Duration.ZERO : heldUp.remove());
    return now;
  }

  private List<RecordValue> closed() {
    return attendance.close(this::wall).statements().stream()
        .map(Attendance.Statement::value)
        .toList();
  }

  @Test
  void whoIsHeldUpBetweenTwoClocksSeesNoneThatWasSet() {
    passed = Duration.ofSeconds(10);
    heldUp.add(Duration.ofSeconds(5));
    heldUp.add(Duration.ofSeconds(2));
    Attendance.Ended ended = attendance.close(this::wall);
    assertThat(ended.at()).isEqualTo(BEGIN.plusSeconds(17));
    assertThat(ended.statements())
        .extracting(Attendance.Statement::value)
        .doesNotHaveAnyElementsOfTypes(FindingMade.class);
    passed = passed.plusSeconds(10);
    assertThat(closed()).doesNotHaveAnyElementsOfTypes(FindingMade.class);
  }

  @Test
  void aClockThatWasSetIsSeen() {
    passed = Duration.ofSeconds(10);
    setBy = Duration.ofSeconds(3);
    assertThat(closed())
        .filteredOn(FindingMade.class::isInstance)
        .singleElement()
        .satisfies(
            each -> assertThat(((FindingMade) each).code()).isEqualTo(SourceCodes.CLOCK_STEP));
  }

  @Test
  void whoIsHeldUpEachTimeEndsTheIntervalAllTheSame() {
    passed = Duration.ofSeconds(10);
    for (int i = 0; i < 100; i++) {
      heldUp.add(Duration.ofMillis(200));
    }
    assertThat(closed()).hasOnlyElementsOfTypes(RollCall.class);
    assertThat(heldUp).as("it does not look for ever").hasSizeGreaterThan(50);
  }
}
