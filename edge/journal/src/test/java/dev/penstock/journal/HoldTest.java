package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Retention;
import dev.penstock.storage.FileCopy;
import dev.penstock.storage.FilePart;
import dev.penstock.storage.HeldFiles;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A copy as of one commit, taken while the journal goes on. */
class HoldTest {
  private static SimDisk copy(HeldFiles held) throws IOException {
    SimDisk disk = SimDisk.calm();
    disk.createFolder(Names.SEGMENTS);
    FileCopy copy = FileCopy.toKeep(held.storage(), disk, ForceAt.FORMAT);
    for (FilePart part : held.parts()) {
      copy.copy(part, part.name(), content -> {});
    }
    return disk;
  }

  @Test
  void aCopyHoldsTheJournalAsItWasWhenItWasHeld() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.of(7), Journals.options(1))) {
      for (long end = 0; end <= 300; end += 37) {
        Journals.grow(journal, end, 5);
        HeldFiles held = journal.hold();
        Journals.grow(journal, end + 23, 5);
        SimDisk disk = copy(held);
        held.close();
        JournalCheck check = JournalFsck.of(disk).run();
        assertThat(check.findings()).as("end %d", end).isEmpty();
        assertThat(check.end()).isEqualTo(end);
        try (FileJournal copied = Journals.open(disk, Journals.options(end))) {
          Journals.assertHoldsTestFrames(copied, end);
          Journals.grow(copied, end + 40, 3);
          Journals.assertHoldsTestFrames(copied, end + 40);
        }
        end += 23;
      }
    }
  }

  @Test
  void whatIsDroppedMeanwhileStaysUntilTheLastHoldEnds() throws Exception {
    SimDisk disk = SimDisk.calm();
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      for (int i = 0; i < 60; i++) {
        assertThat(journal.append(Journals.single(RecordClass.PLANT, 1, i, 1000)))
            .isInstanceOf(JournalOutcome.Appended.class);
      }
      HeldFiles first = journal.hold();
      HeldFiles second = journal.hold();
      drop(journal, 20_000);
      SimDisk copied = copy(first);
      assertThat(JournalFsck.of(copied).run().findings()).isEmpty();
      assertThat(JournalFsck.of(copied).run().end()).isEqualTo(60);
      first.close();
      first.close();
      assertThat(JournalFsck.of(copy(second)).run().findings()).isEmpty();
      long before = segments(disk);
      second.close();
      assertThat(segments(disk)).isLessThan(before);
    }
    assertThat(JournalFsck.of(disk).run().findings()).isEmpty();
  }

  private static long segments(SimDisk disk) throws IOException {
    return disk.list(Names.SEGMENTS).stream()
        .filter(name -> name.endsWith(".plant") && Names.segmentNumber(name).isPresent())
        .count();
  }

  private static void drop(FileJournal journal, long bytes) throws InterruptedException {
    var limit = new Retention.Limit(RecordClass.PLANT, bytes, Duration.ofDays(9));
    DropPlanning planning = journal.planDrop(new Retention(List.of(limit)));
    assertThat(planning).isInstanceOf(DropPlanning.Planned.class);
    DropPlan plan = ((DropPlanning.Planned) planning).plan();
    assertThat(journal.drop(plan, Journals.single(RecordClass.CONTROL, 9, 1, 60)))
        .isInstanceOf(JournalOutcome.Appended.class);
  }

  @Test
  void aProcessThatDiesWhileItHoldsLeavesNoMoreThanTheNextStartRemoves() throws Exception {
    SimDisk disk = SimDisk.calm();
    FileJournal journal = Journals.create(disk, Journals.options(1));
    for (int i = 0; i < 60; i++) {
      assertThat(journal.append(Journals.single(RecordClass.PLANT, 1, i, 1000)))
          .isInstanceOf(JournalOutcome.Appended.class);
    }
    assertThat(journal.hold().parts()).isNotEmpty();
    drop(journal, 20_000);
    SimDisk killed = disk.afterKill(1);
    journal.close();
    long before = segments(killed);
    Journals.open(killed, Journals.options(2)).close();
    assertThat(segments(killed)).isLessThan(before);
    assertThat(JournalFsck.of(killed).run().findings()).isEmpty();
  }

  @Test
  void aDamagedJournalIsNotHeld() throws Exception {
    SimDisk disk = SimDisk.calm();
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Journals.grow(journal, 50, 5);
    }
    SimDisk copied = disk.backup();
    copied.flipBit("segments/00000000.control", 8 * (SegmentHead.BYTES + 50));
    try (FileJournal damaged = Journals.opened(FileJournal.open(copied, Journals.options(2)))) {
      assertThatThrownBy(damaged::hold).isInstanceOf(IOException.class);
    }
  }
}
