package dev.penstock.flow.continuity;

import static dev.penstock.flow.continuity.Records.at;
import static dev.penstock.flow.continuity.Records.boot;
import static dev.penstock.flow.continuity.Records.deaf;
import static dev.penstock.flow.continuity.Records.deafFrom;
import static dev.penstock.flow.continuity.Records.finding;
import static dev.penstock.flow.continuity.Records.gap;
import static dev.penstock.flow.continuity.Records.heard;
import static dev.penstock.flow.continuity.Records.heardFrom;
import static dev.penstock.flow.continuity.Records.listening;
import static dev.penstock.flow.continuity.Records.listeningFrom;
import static dev.penstock.flow.continuity.Records.notStated;
import static dev.penstock.flow.continuity.Records.recorded;
import static dev.penstock.flow.continuity.Records.roll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.continuity.ContinuityFinding.Kind;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReportBuilderTest {
  private static final long PUMP = 7;

  private static ContinuityReport report(long from, long to, LedgerRecord... records) {
    var builder = new ReportBuilder(PUMP, at(from), at(to));
    List.of(records).forEach(builder::take);
    return builder.report();
  }

  @Test
  void neighboursThatSayTheSameAreOneStretch() {
    ContinuityReport report =
        report(
            0,
            60,
            roll(0, 10, heard(PUMP, 3)),
            roll(10, 20, heard(PUMP, 4)),
            roll(20, 30, listening(PUMP)),
            roll(30, 40, listening(PUMP)),
            roll(40, 50, deaf(PUMP, 41, 2)),
            roll(50, 60, deaf(PUMP, 41, 0)));

    assertThat(report.stretches())
        .containsExactly(heardFrom(0, 20, 7), listeningFrom(20, 40), deafFrom(40, 60, 41, 2));
    assertThat(report.heardCount()).isEqualTo(9);
    assertThat(report.isListeningThroughout()).isFalse();
  }

  @Test
  void twoSpellsOfDeafnessStayTwo() {
    ContinuityReport report =
        report(0, 20, roll(0, 10, deaf(PUMP, 0, 0)), roll(10, 20, deaf(PUMP, 12, 0)));

    assertThat(report.stretches()).containsExactly(deafFrom(0, 10, 0, 0), deafFrom(10, 20, 12, 0));
  }

  @Test
  void timeWithoutARollCallIsUnknownAndNeverAbsent() {
    ContinuityReport nothing = report(0, 30);
    ContinuityReport some =
        report(0, 60, roll(10, 20, listening(PUMP)), roll(40, 50, heard(PUMP, 1)));

    assertThat(nothing.stretches()).containsExactly(notStated(0, 30));
    assertThat(some.stretches())
        .containsExactly(
            notStated(0, 10),
            listeningFrom(10, 20),
            notStated(20, 40),
            heardFrom(40, 50, 1),
            notStated(50, 60));
  }

  @Test
  void aSourceThatARollCallDoesNotNameWasNotListenedFor() {
    ContinuityReport report = report(0, 10, roll(0, 10, heard(PUMP + 1, 1)));

    assertThat(report.stretches())
        .containsExactly(new Stretch.Unknown(at(0), at(10), new Stretch.Why.NotSubscribed()));
  }

  @Test
  void severalRollCallsWithTheSameTimesAreOneStatement() {
    ContinuityReport report =
        report(
            0,
            20,
            roll(0, 10, heard(1, 1)),
            roll(0, 10, heard(PUMP, 5)),
            roll(0, 10, heard(9, 1)),
            roll(10, 20, heard(1, 1)),
            roll(10, 20, heard(PUMP, 6)));

    assertThat(report.stretches()).containsExactly(heardFrom(0, 20, 11));
  }

  @Test
  void aSourceThatIsNamedTwiceForTheSameTimesWasHeardInBoth() {
    ContinuityReport report =
        report(0, 10, roll(0, 10, heard(PUMP, 5)), roll(0, 10, heard(PUMP, 2)));

    assertThat(report.stretches()).containsExactly(heardFrom(0, 10, 5), heardFrom(0, 10, 2));
    assertThat(report.findings())
        .extracting(ContinuityFinding::kind)
        .containsExactly(Kind.CLOCK_STEP);
  }

  @Test
  void anIntervalIsNeverDivided() {
    ContinuityReport report =
        report(5, 15, roll(0, 10, heard(PUMP, 3)), roll(10, 20, listening(PUMP)));

    assertThat(report.stretches()).containsExactly(heardFrom(0, 10, 3), listeningFrom(10, 20));
  }

  @Test
  void prunedTimeIsSaidToBePrunedWithPolicyAndDate() {
    LedgerRecord pruned =
        recorded(
            0, 900, gap(Gap.Cause.PRUNED, Gap.Scope.LEAVES_OF_LOG, 0L, 10, 30L, "keep-two-years"));
    ContinuityReport report = report(0, 40, roll(0, 10, heard(PUMP, 1)), pruned);

    var why = new Stretch.Why.Pruned("keep-two-years", at(900));
    assertThat(report.stretches())
        .containsExactly(
            heardFrom(0, 10, 1), new Stretch.Unknown(at(10), at(30), why), notStated(30, 40));
    assertThat(PlainWords.of(report, "pump-7"))
        .contains(
            "2026-01-01T00:00:10Z to 2026-01-01T00:00:30Z: unknown; pruned by policy"
                + " keep-two-years on 2026-01-01.");
  }

  @Test
  void whoCannotReadPrunedRecordsSaysSo() {
    var builder = new ReportBuilder(PUMP, at(0), at(20));
    builder.pruned("keep-a-month", at(500), at(0), at(10));
    builder.take(roll(10, 20, listening(PUMP)));

    assertThat(builder.report().stretches())
        .containsExactly(
            new Stretch.Unknown(at(0), at(10), new Stretch.Why.Pruned("keep-a-month", at(500))),
            listeningFrom(10, 20));
  }

  @Test
  void aClockThatWasSetBackIsAFindingAndLosesNoCount() {
    ContinuityReport report =
        report(0, 100, roll(50, 60, heard(PUMP, 2)), roll(30, 40, heard(PUMP, 3)));

    assertThat(report.heardCount()).isEqualTo(5);
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Kind.CLOCK_STEP);
          assertThat(finding.from()).isEqualTo(at(30));
          assertThat(finding.to()).isEqualTo(at(60));
        });
  }

  @Test
  void aRestartIsAFindingFromTheLastRollCallOn() {
    ContinuityReport report =
        report(
            0,
            60,
            recorded(0, 0, boot(Boot.Before.UNKNOWN)),
            roll(0, 10, listening(PUMP)),
            recorded(0, 40, boot(Boot.Before.CRASH)),
            roll(40, 50, listening(PUMP)));

    assertThat(report.stretches())
        .containsExactly(
            listeningFrom(0, 10), notStated(10, 40), listeningFrom(40, 50), notStated(50, 60));
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Kind.RESTART);
          assertThat(finding.code()).isEqualTo("CRASH");
          assertThat(finding.from()).isEqualTo(at(10));
          assertThat(finding.to()).isEqualTo(at(40));
        });
  }

  @Test
  void aSilenceLastsUntilItIsSaidToHaveEnded() {
    LedgerRecord silent = recorded(PUMP, 100, finding("SILENT", 60));
    LedgerRecord resumed = recorded(PUMP, 200, finding("RESUMED", 60));

    assertThat(report(0, 300, silent).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.to()).isNull());
    assertThat(report(0, 300, silent, resumed).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.to()).isEqualTo(at(200)));
    assertThat(report(150, 300, resumed).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("SILENT");
          assertThat(finding.from()).isEqualTo(at(60));
        });
  }

  @Test
  void aGapIsClosedByALaterRecordWithTheSameScopeAndFirst() {
    LedgerRecord open =
        recorded(PUMP, 20, gap(Gap.Cause.DROPPED, Gap.Scope.RECORDS_OF_SOURCE, 4L, 10, null, null));
    LedgerRecord other =
        recorded(PUMP, 30, gap(Gap.Cause.DROPPED, Gap.Scope.RECORDS_OF_SOURCE, 5L, 10, 25L, null));
    LedgerRecord close =
        recorded(PUMP, 40, gap(Gap.Cause.DROPPED, Gap.Scope.RECORDS_OF_SOURCE, 4L, 10, 35L, null));

    assertThat(report(0, 60, open, other, close).findings())
        .extracting(ContinuityFinding::first, ContinuityFinding::to)
        .containsExactlyInAnyOrder(tuple(4L, at(35)), tuple(5L, at(25)));
  }

  @Test
  void eachSortOfRecordIsAFindingOfItsKind() {
    assertThat(kindOf("LATE")).isEqualTo(Kind.LATE);
    assertThat(kindOf("CLOSED_LATE")).isEqualTo(Kind.LATE);
    assertThat(kindOf("REORDERED")).isEqualTo(Kind.REORDERED);
    assertThat(kindOf("CLOCK_BACK")).isEqualTo(Kind.CLOCK_STEP);
    assertThat(kindOf("CLOCK_AHEAD")).isEqualTo(Kind.CLOCK_STEP);
    assertThat(kindOf("GAP")).isEqualTo(Kind.GAP);
    assertThat(kindOf("DUPLICATE")).isEqualTo(Kind.REPEATED);
    assertThat(kindOf("FORK")).isEqualTo(Kind.EVIDENCE);
    assertThat(kindOf("SOMETHING_NEW")).isEqualTo(Kind.EVIDENCE);
    assertThat(kindOf(Gap.Cause.UNANCHORED)).isEqualTo(Kind.UNANCHORED);
    assertThat(kindOf(Gap.Cause.OVERWRITTEN)).isEqualTo(Kind.DROP);
    assertThat(kindOf(Gap.Cause.DEAF)).isEqualTo(Kind.GAP);
    assertThat(kindOf(Gap.Cause.DAMAGED)).isEqualTo(Kind.GAP);
    assertThat(kindOf(Gap.Cause.SHREDDED)).isEqualTo(Kind.PRUNED);
  }

  private static Kind kindOf(String code) {
    return report(0, 60, recorded(PUMP, 20, finding(code, 10))).findings().get(0).kind();
  }

  private static Kind kindOf(Gap.Cause cause) {
    LedgerRecord record = recorded(0, 20, gap(cause, Gap.Scope.LEAVES_OF_LOG, 4L, 10, 15L, "p"));
    return report(0, 60, record).findings().get(0).kind();
  }

  @Test
  void whatIsAboutAnotherSourceIsNotToldOfThisOne() {
    ContinuityReport report =
        report(
            0,
            60,
            recorded(PUMP + 1, 20, finding("LATE", 10)),
            recorded(0, 20, finding("DISK_FULL", 10)),
            recorded(
                0, 20, gap(Gap.Cause.DROPPED, Gap.Scope.RECORDS_OF_SOURCE, 1L, 10, 15L, null)));

    assertThat(report.findings()).isEmpty();
  }

  @Test
  void findingsOutsideTheTimeAreLeftOutAndThoseOnItsEdgeAreNot() {
    LedgerRecord before = recorded(PUMP, 9, finding("LATE", 5));
    LedgerRecord edge = recorded(PUMP, 10, finding("LATE", 6));
    LedgerRecord after = recorded(PUMP, 40, finding("LATE", 30));

    assertThat(report(10, 30, before, edge, after).findings())
        .extracting(ContinuityFinding::at)
        .containsExactly(at(10));
  }

  @Test
  void aReportThatIsTooLongEndsEarlyAndSaysWhere() {
    var builder = new ReportBuilder(PUMP, at(0), at(10_000));
    for (int i = 0; i < 5_000; i++) {
      builder.take(roll(i, i + 1, i % 2 == 0 ? heard(PUMP, 1) : listening(PUMP)));
    }

    ContinuityReport report = builder.report();

    assertThat(report.stretches()).hasSize(ContinuityReport.STRETCHES_MAX);
    assertThat(report.to()).isEqualTo(at(ContinuityReport.STRETCHES_MAX));
  }

  @Test
  void findingsBeyondTheLimitAreCounted() {
    var builder = new ReportBuilder(PUMP, at(0), at(10_000));
    for (int i = 0; i < ContinuityReport.FINDINGS_MAX + 5; i++) {
      builder.take(recorded(PUMP, i + 1, finding("LATE", i)));
    }

    ContinuityReport report = builder.report();

    assertThat(report.findings()).hasSize(ContinuityReport.FINDINGS_MAX);
    assertThat(report.findingsLeftOut()).isEqualTo(5);
    assertThat(PlainWords.of(report, "pump-7")).contains("And 5 more findings.");
  }

  @Test
  void aDevicesOwnHeartbeatIsHeardWithoutRecords() {
    ContinuityReport report = report(0, 10, roll(0, 10, heard(PUMP, 0)));

    assertThat(report.stretches()).containsExactly(heardFrom(0, 10, 0));
    assertThat(PlainWords.of(report.stretches().get(0)))
        .endsWith("heard; the source itself said that it had no records.");
  }

  @Test
  void aStepOfTheGatewaysClockConcernsEverySource() {
    ContinuityReport report = report(0, 60, recorded(0, 20, finding("CLOCK_STEP", 20)));

    assertThat(report.findings())
        .extracting(ContinuityFinding::kind)
        .containsExactly(Kind.CLOCK_STEP);
  }

  @Test
  void aReportHasNoHoleAndLosesNoCountWhateverHappened() {
    Property.forAll(Gen.seeds())
        .cases(150, 5_000)
        .holds(seed -> {
          List<LedgerRecord> records =
              ContinuityBookTest.history(seed).stream()
                  .map(ContinuityBookTest.Applied::record)
                  .toList();
          var random = new SplittableRandom(seed);
          long from = at(random.nextInt(400, 2_000));
          long to = from + (1 + random.nextInt(1_500)) * Gateway.SECOND;
          long source = random.nextInt(1, 5);
          var builder = new ReportBuilder(source, from, to);
          records.forEach(builder::take);
          ContinuityReport report = builder.report();

          long reached = from;
          for (Stretch stretch : report.stretches()) {
            assertThat(stretch.from()).isLessThanOrEqualTo(reached);
            reached = Math.max(reached, stretch.to());
          }
          assertThat(reached).isGreaterThanOrEqualTo(to);
          assertThat(report.heardCount()).isEqualTo(counted(records, source, from, to));
        });
  }

  private static long counted(List<LedgerRecord> records, long source, long from, long to) {
    long count = 0;
    for (LedgerRecord record : records) {
      if (record.value() instanceof RollCall call && call.from() < to && call.to() > from) {
        for (RollCall.Run run : call.runs()) {
          count += run.first() <= source && source <= run.last() ? run.count() : 0;
        }
      }
    }
    return count;
  }
}
