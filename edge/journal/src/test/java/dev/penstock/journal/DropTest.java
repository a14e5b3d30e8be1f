package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.journal.Retention;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.disk.SimDisk;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Retention: what goes, who loses what by it, and that it is said before it is done. */
class DropTest {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final FrameBatch STATEMENT = Journals.single(RecordClass.CONTROL, 9, 1, 60);

  private static Retention plantBytes(long bytes) {
    return new Retention(List.of(new Retention.Limit(RecordClass.PLANT, bytes, YEAR)));
  }

  private static DropPlan plan(FileJournal journal, Retention retention) {
    DropPlanning planning = journal.planDrop(retention);
    assertThat(planning).isInstanceOf(DropPlanning.Planned.class);
    return ((DropPlanning.Planned) planning).plan();
  }

  /** Plant records of two sources, a thousand bytes each, one in a frame. */
  private static void fill(FileJournal journal, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      FrameBatch batch = Journals.single(RecordClass.PLANT, 1 + i % 2, i / 2, 1000);
      assertThat(journal.append(batch)).isEqualTo(new JournalOutcome.Appended(i, 1));
    }
  }

  @Test
  void thePlanSaysExactlyWhatEachReaderLoses() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.calm(), Journals.options(1));
        JournalCursor late = Journals.cursor(journal, "late", 0);
        JournalCursor done = Journals.cursor(journal, "done", 0)) {
      fill(journal, 0, 60);
      late.settle(5);
      done.settle(60);
      DropPlan plan = plan(journal, plantBytes(40_000));
      long below = plan.cuts().getFirst().below();
      assertThat(plan.cuts()).hasSize(1);
      assertThat(below).isBetween(10L, 50L);
      // Position i holds record i / 2 of source 1 + i % 2.
      assertThat(plan.losses())
          .containsExactly(
              new DropPlan.Loss("late", RecordClass.PLANT, 1, 3, (below - 1) / 2),
              new DropPlan.Loss("late", RecordClass.PLANT, 2, 2, (below - 2) / 2));
      assertThat(plan.losses().getFirst().count()).isEqualTo((below - 1) / 2 - 2);
    }
  }

  @Test
  void aCursorForWhichAnotherStandsLosesNothing() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.calm(), Journals.options(1));
        JournalCursor _ = Journals.cursor(journal, "late", 0)) {
      fill(journal, 0, 60);
      CursorOpening opening =
          journal.cursor(
              "late newest", EnumSet.of(RecordClass.PLANT), Pending.from(0), Overtaking.UNTOLD);
      try (JournalCursor _ = ((CursorOpening.Opened) opening).cursor()) {
        DropPlan plan = plan(journal, plantBytes(40_000));
        assertThat(plan.cuts()).as("nor does it hold anything").hasSize(1);
        assertThat(plan.losses()).extracting(DropPlan.Loss::cursor).containsOnly("late");
      }
    }
  }

  @Test
  void whatAReaderGotAheadOfTheRestIsNoLoss() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.calm(), Journals.options(1));
        JournalCursor live = Journals.cursor(journal, "live", 0)) {
      fill(journal, 0, 60);
      // Positions 0 to 3, which are the first two records of each source, and 8 on are missing.
      live.settle(4, 8);
      assertThat(live.settled()).isZero();
      assertThat(live.lag()).isEqualTo(56);
      DropPlan plan = plan(journal, plantBytes(40_000));
      long below = plan.cuts().getFirst().below();
      assertThat(below).isGreaterThan(10L);
      assertThat(plan.losses())
          .containsExactly(
              new DropPlan.Loss("live", RecordClass.PLANT, 1, 0, 1),
              new DropPlan.Loss("live", RecordClass.PLANT, 1, 4, (below - 1) / 2),
              new DropPlan.Loss("live", RecordClass.PLANT, 2, 0, 1),
              new DropPlan.Loss("live", RecordClass.PLANT, 2, 4, (below - 2) / 2));
      live.settle(0, 4);
      live.settle(8, below);
      assertThat(plan(journal, plantBytes(40_000)).losses()).isEmpty();
      assertThat(live.pending()).isEqualTo(Pending.from(below));
    }
  }

  @Test
  void aReaderComesBackWithWhatItHadLeftBehind() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.calm(), Journals.options(1))) {
      fill(journal, 0, 60);
      var stored = Pending.from(0).without(4, 50);
      CursorOpening opening =
          journal.cursor("live", EnumSet.of(RecordClass.PLANT), stored, Overtaking.ALLOWED);
      try (JournalCursor live = ((CursorOpening.Opened) opening).cursor()) {
        assertThat(live.position()).isEqualTo(50);
        DropPlan plan = plan(journal, plantBytes(40_000));
        assertThat(plan.losses())
            .containsExactly(
                new DropPlan.Loss("live", RecordClass.PLANT, 1, 0, 1),
                new DropPlan.Loss("live", RecordClass.PLANT, 2, 0, 1));
        assertThat(journal.drop(plan, STATEMENT)).isInstanceOf(JournalOutcome.Appended.class);
        live.seek(0);
        assertThat(live.read(frame -> true, 1))
            .isEqualTo(new Reading.Overtaken(RecordClass.PLANT, 0, plan.cuts().getFirst().below()));
      }
    }
  }

  @Test
  void whatIsDroppedIsGoneAndSaidToBe() throws Exception {
    var disk = SimDisk.calm();
    try (FileJournal journal = Journals.create(disk, Journals.options(1));
        JournalCursor late = Journals.cursor(journal, "late", 0)) {
      fill(journal, 0, 60);
      Extent[] extent = new Extent[1];
      assertThat(
              late.read(
                  frame -> {
                    extent[0] = frame.extent(0, 1);
                    return true;
                  },
                  1))
          .isEqualTo(new Reading.Read(1));
      assertThat(journal.read(extent[0], new byte[1000])).isEqualTo(new ExtentReading.Found());
      DropPlan plan = plan(journal, plantBytes(40_000));
      long below = plan.cuts().getFirst().below();
      int segments = journal.figures().segments();
      assertThat(journal.drop(plan, STATEMENT)).isEqualTo(new JournalOutcome.Appended(60, 1));
      assertThat(journal.figures().segments()).isLessThan(segments);
      assertThat(journal.read(extent[0], new byte[1000])).isEqualTo(new ExtentReading.Dropped());
      byte[] into = new byte[1000];
      assertThat(journal.readAll(List.of(extent[0], extent[0]), List.of(into, into)))
          .containsOnly(new ExtentReading.Dropped());
      assertThat(late.read(frame -> true, 1 << 20))
          .isEqualTo(new Reading.Overtaken(RecordClass.PLANT, 1, below));
      assertThat(Journals.frames(late).getFirst().position()).isEqualTo(below);
      assertThat(disk.exists("segments/00000001.plant")).isFalse();
    }
    try (FileJournal journal = Journals.open(disk, Journals.options(2))) {
      assertThat(journal.end()).isEqualTo(61);
      assertThat(JournalFsck.of(disk).run().findings()).isEmpty();
    }
  }

  @Test
  void aPlanThatIsNoLongerTrueIsRefused() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.calm(), Journals.options(1));
        JournalCursor late = Journals.cursor(journal, "late", 0)) {
      fill(journal, 0, 60);
      DropPlan plan = plan(journal, plantBytes(40_000));
      late.settle(4);
      assertThat(outdated(journal.drop(plan, STATEMENT))).isTrue();
      DropPlan again = plan(journal, plantBytes(40_000));
      try (JournalCursor other = Journals.cursor(journal, "other", 0)) {
        assertThat(other.settled()).isZero();
        assertThat(outdated(journal.drop(again, STATEMENT))).isTrue();
      }
      assertThat(journal.drop(again, STATEMENT)).isInstanceOf(JournalOutcome.Appended.class);
      assertThat(outdated(journal.drop(again, STATEMENT))).isTrue();
      assertThat(journal.end()).isEqualTo(61);
    }
  }

  private static boolean outdated(JournalOutcome outcome) {
    return outcome instanceof JournalOutcome.Refused(var finding)
        && finding.fault() == JournalFault.PLAN_OUTDATED;
  }

  @Test
  void whatIsHeldIsNeverDropped() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.calm(), Journals.options(1));
        JournalCursor payload =
            Journals.cursor(
                journal, "payload", EnumSet.of(RecordClass.PLANT), 0, Overtaking.NEVER)) {
      fill(journal, 0, 60);
      assertThat(journal.planDrop(plantBytes(0)))
          .isEqualTo(new DropPlanning.Nothing(List.of("payload")));
      payload.settle(30);
      DropPlan plan = plan(journal, plantBytes(0));
      assertThat(plan.cuts().getFirst().below()).isLessThanOrEqualTo(30);
      assertThat(plan.losses()).isEmpty();
      assertThat(journal.drop(plan, STATEMENT)).isInstanceOf(JournalOutcome.Appended.class);
    }
  }

  @Test
  void recordsAreDroppedByAgeWhenTheirSegmentWasFollowedLongEnoughAgo() throws Exception {
    FakeClock clock = FakeClock.at(Journals.NOW);
    var week = new Retention(List.of(new Retention.Limit(RecordClass.PLANT, 1 << 30, days(7))));
    JournalOptions options = Journals.options(1, clock).withSegmentAge(days(1));
    try (FileJournal journal = Journals.create(SimDisk.calm(), options)) {
      for (int day = 0; day < 10; day++) {
        fill(journal, 2 * day, 2 * day + 2);
        clock.advance(days(1));
      }
      // Day 9 has begun 1 day ago, so the records of day 0 to 1 are older than 7 days.
      DropPlan plan = plan(journal, week);
      assertThat(plan.cuts().getFirst().below()).isEqualTo(4);
      assertThat(journal.drop(plan, STATEMENT)).isInstanceOf(JournalOutcome.Appended.class);
      assertThat(journal.planDrop(week)).isEqualTo(new DropPlanning.Nothing(List.of()));
    }
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  @Test
  void controlRecordsHaveNoLimit() throws Exception {
    assertThatThrownBy(() -> new Retention.Limit(RecordClass.CONTROL, 0, YEAR))
        .isInstanceOf(IllegalArgumentException.class);
    try (FileJournal journal = Journals.create(SimDisk.calm(), Journals.options(1))) {
      fill(journal, 0, 60);
      DropPlan plan = plan(journal, plantBytes(0));
      FrameBatch plant = Journals.single(RecordClass.PLANT, 1, 1, 1);
      assertThatThrownBy(() -> journal.drop(plan, plant))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
