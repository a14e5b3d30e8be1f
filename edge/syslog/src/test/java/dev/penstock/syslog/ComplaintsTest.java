package dev.penstock.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

  private final FakeIntake intake = new FakeIntake();
  private final Complaints complaints = new Complaints("logs", intake);

  private void note(String source, int count) {
    for (int i = 0; i < count; i++) {
      complaints.note(Kind.REFUSED, source, "peer", 10, NOW, "full");
    }
  }

  @Test
  void theFirstIsSaidAtOnceAndTheRestOfAMinuteTogether() {
    note("plc7", 100);
    assertThat(intake.findings).hasSize(1);
    complaints.tick(NOW.plusSeconds(59));
    assertThat(intake.findings).hasSize(1);
    complaints.tick(NOW.plusSeconds(60));
    assertThat(intake.findings).extracting(IntakeFinding::count).containsExactly(1L, 99L);
    assertThat(intake.findings).extracting(IntakeFinding::source).containsOnly("plc7");
  }

  @Test
  void aFloodOfOneHidesNothingOfAnother() {
    note("plc7", 100);
    note("plc8", 1);
    note(null, 1);
    assertThat(intake.findings)
        .extracting(IntakeFinding::source)
        .containsExactly("plc7", "plc8", null);
  }

  /** The finding that the intake is full cannot be taken by the full intake either. */
  @Test
  void whatAFullIntakeDoesNotTakeIsSaidLaterWithAllThatWasCounted() {
    intake.full(true);
    note("plc7", 100);
    complaints.tick(NOW.plusSeconds(600));
    assertThat(complaints.end()).isFalse();
    intake.full(false);
    assertThat(complaints.end()).isTrue();
    assertThat(intake.findings.stream().mapToLong(IntakeFinding::count).sum()).isEqualTo(100);
  }
}
