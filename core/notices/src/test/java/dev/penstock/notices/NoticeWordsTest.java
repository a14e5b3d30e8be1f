package dev.penstock.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.notices.Notice.State;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NoticeWordsTest {
  private static final Instant SINCE = Instant.parse("2026-03-01T06:00:00Z");

  private static Errand errand(Occasion occasion, Severity severity, State state) {
    var notice =
        new Notice(NoticeKind.LEDGER_STOPPED, "zone", severity, "block 7 differs", SINCE, state);
    return new Errand(9, "mail", occasion, notice, SINCE.plusSeconds(60), 1);
  }

  @Test
  void theHeadlineSaysWhatAndWhere() {
    assertThat(
            NoticeWords.headline(
                "plant7", errand(Occasion.RAISED, Severity.CRITICAL, State.RAISED)))
        .isEqualTo("Penstock plant7: CRITICAL: ledger stopped: zone");
    assertThat(
            NoticeWords.headline(
                "plant7", errand(Occasion.ESCALATED, Severity.WARNING, State.RAISED)))
        .isEqualTo("Penstock plant7: nobody answered: ledger stopped: zone");
  }

  @Test
  void theTextSaysWhatToDoWhileItIsSo() {
    String raised =
        NoticeWords.text("plant7", errand(Occasion.RAISED, Severity.CRITICAL, State.RAISED));
    assertThat(raised)
        .contains("block 7 differs\n\n", "penstock fsck", "since:      2026-03-01T06:00:00Z\n");
    String over =
        NoticeWords.text("plant7", errand(Occasion.CLEARED, Severity.CRITICAL, State.CLEARED));
    assertThat(over).contains("over at:    2026-03-01T06:01:00Z\n").doesNotContain("penstock fsck");
  }
}
