package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.flow.query.RecordPlace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrailPositionTest {
  private static final AuditGap GAP =
      new AuditGap("12.0", 40, "journal.access", Instant.parse("2026-03-04T05:06:07Z"));

  private static Optional<TrailPosition> decode(String text) {
    return TrailPosition.decode(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPositionIsALineThatAnOperatorReads() {
    var position = new TrailPosition(Optional.of(new RecordPlace(1_234, 5)));
    assertThat(new String(position.encode(), StandardCharsets.US_ASCII))
        .isEqualTo("penstock-trail 1 1234.5\n");
    assertThat(TrailPosition.decode(position.encode())).contains(position);
    assertThat(TrailPosition.decode(TrailPosition.BEGINNING.encode()))
        .contains(TrailPosition.BEGINNING);
  }

  @Test
  void whatNobodyWroteIsNoPosition() {
    assertThat(decode("")).isEmpty();
    assertThat(decode("penstock-trail 1 1234.5")).as("cut off").isEmpty();
    assertThat(decode("penstock-trail 2 1234.5\n")).isEmpty();
    assertThat(decode("penstock-trail 1 -1.5\n")).isEmpty();
    assertThat(decode("penstock-trail 1 1." + RecordBatch.COUNT_MAX + "\n")).isEmpty();
    assertThat(decode("penstock-trail 1 1.999999999\n")).isEmpty();
    assertThat(decode("penstock-trail 1 nothing\n" + "x".repeat(200) + "\n")).isEmpty();
  }

  @Test
  void whoComesNewIsBehindEverythingThatIsThere() {
    assertThat(TrailPosition.behind(0)).isEqualTo(TrailPosition.BEGINNING);
    RecordPlace last = TrailPosition.behind(8).after().orElseThrow();
    assertThat(last).isGreaterThan(new RecordPlace(7, 0)).isLessThan(new RecordPlace(8, 0));
  }

  @Test
  void aGapIsSaidInEachForm() {
    String said =
        "Records after 12.0 and below block 40 may be missing: they were dropped by policy"
            + " journal.access before they could be sent.";
    assertThat(text(AuditForm.CEF))
        .isEqualTo(
            "CEF:0|Penstock|Penstock|0.1.0|trail.gap|records may be missing|6|rt=1772600767000"
                + " act=trail.gap msg="
                + said);
    assertThat(text(AuditForm.SYSLOG))
        .startsWith("<108>1 2026-03-04T05:06:07.000000Z gw-1 penstock - gap - CEF:0|")
        .endsWith(said);
    assertThat(text(AuditForm.JSON)).contains("\"gap\":\"" + said + "\"");
  }

  private static String text(AuditForm form) {
    return new String(form.message(GAP, Rows.WRITER), StandardCharsets.UTF_8);
  }

  @Test
  void aMessageIsItsLineWithoutTheEnd() {
    AuditRow row =
        Rows.row(Rows.access(Rows.ANNA, "session.start", "here", Access.Outcome.GRANTED));
    for (AuditForm form : AuditForm.values()) {
      String line = new String(form.line(row, Rows.WRITER), StandardCharsets.UTF_8);
      assertThat(line)
          .isEqualTo(new String(form.message(row, Rows.WRITER), StandardCharsets.UTF_8) + "\n");
    }
  }
}
