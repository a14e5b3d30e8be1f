package dev.penstock.notices.send;

import dev.penstock.notices.Errand;
import dev.penstock.notices.Notice;
import dev.penstock.notices.Notice.State;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Occasion;
import dev.penstock.notices.Severity;
import java.time.Instant;

/** Messages to send. */
public final class Errands {
  public static final Instant SINCE = Instant.parse("2026-03-01T06:00:00Z");

  private Errands() {}

  public static Errand of(Occasion occasion, Severity severity, String subject, String text) {
    State state =
        switch (occasion) {
          case RAISED, REPEATED, ESCALATED -> State.RAISED;
          case CLEARED, HAPPENED, TEST, SUMMARY -> State.CLEARED;
        };
    var notice = new Notice(NoticeKind.SOURCE_SILENT, subject, severity, text, SINCE, state);
    return new Errand(17, "one", occasion, notice, SINCE.plusSeconds(300), 1);
  }

  public static Errand raised() {
    return of(Occasion.RAISED, Severity.WARNING, "plc7", "quiet for 5 min");
  }
}
