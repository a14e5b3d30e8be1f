package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.flow.journal.Retention;
import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.Operation;
import dev.penstock.testkit.disk.SimDisk;
import dev.penstock.testkit.disk.SimulatedCrash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A sync that failed is never believed, and what the next process finds in memory only is made
 * durable before anybody sees it.
 */
class FoundAgainTest {
  private static final List<Fate> FATES = List.of(Fate.values());
  private static final String PLANT_FILE = "segments/00000001.plant";

  /** A record so long that the marker behind its part is the last word of a sector of 512 bytes. */
  private static final int BYTES_UP_TO_A_SECTOR = 455;

  private static final int MARKER_AT = SegmentHead.BYTES + 504;

  @ParameterizedTest
  @EnumSource(ForceFailure.class)
  void aFailedForceStopsTheJournalAndIsNotAcknowledged(ForceFailure how) throws Exception {
    var disk = SimDisk.calm();
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Journals.grow(journal, 30, 10);
      disk.failForce(ForceAt.COMMIT, how);
      JournalOutcome outcome = journal.append(Journals.batch(30, 10));
      assertThat(outcome).isInstanceOf(JournalOutcome.Unknown.class);
      assertThat(Journals.finding(journal).fault()).isEqualTo(JournalFault.SYNC_FAILED);
      // The disk works again; that changes nothing.
      assertThat(journal.append(Journals.batch(30, 10))).isInstanceOf(JournalOutcome.Refused.class);
      Journals.assertHoldsTestFrames(journal, 30);
    }
    checkThatWhatIsFoundStays(disk);
  }

  private static void checkThatWhatIsFoundStays(SimDisk disk) throws Exception {
    for (Fate fate : FATES) {
      SimDisk killed = disk.afterKill(6);
      long seen = endFoundAndLeft(killed);
      assertThat(seen).isIn(30L, 40L);
      try (FileJournal journal = Journals.open(killed.afterCrash(fate, 7), Journals.options(8))) {
        assertThat(journal.end()).as("after %s", fate).isGreaterThanOrEqualTo(seen);
        Journals.assertHoldsTestFrames(journal, journal.end());
      }
    }
  }

  /** Opens and looks, and does not close: the power goes. */
  private static long endFoundAndLeft(SimDisk disk) {
    return Journals.running(FileJournal.open(disk, Journals.options(3), true)).end();
  }

  @ParameterizedTest
  @EnumSource(ForceFailure.class)
  void aFailedForceOfANewSegmentRefusesWhatNeededIt(ForceFailure how) throws Exception {
    for (ForceAt point : List.of(ForceAt.SEGMENT_HEAD, ForceAt.SEGMENT_NAME)) {
      var disk = SimDisk.calm();
      long acknowledged = 0;
      try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
        Journals.grow(journal, 10, 10);
        disk.failForce(point, how);
        JournalOutcome outcome = new JournalOutcome.Busy();
        while (journal.state() instanceof JournalState.Running) {
          acknowledged = journal.end();
          outcome = journal.append(Journals.batch(acknowledged, 10));
        }
        assertThat(outcome).isInstanceOf(JournalOutcome.Refused.class);
      }
      for (Fate fate : FATES) {
        try (FileJournal journal = Journals.open(disk.afterCrash(fate, 7), Journals.options(8))) {
          Journals.assertHoldsTestFrames(journal, acknowledged);
        }
      }
    }
  }

  @Test
  void aFailedWriteLeavesItOpenWhetherTheFramesAreThere() throws Exception {
    var disk = SimDisk.calm();
    var isBroken = new AtomicBoolean();
    disk.watch(operation -> failWrite(operation, isBroken));
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Journals.grow(journal, 30, 10);
      isBroken.set(true);
      assertThat(journal.append(Journals.batch(30, 10))).isInstanceOf(JournalOutcome.Unknown.class);
      assertThat(Journals.finding(journal).fault()).isEqualTo(JournalFault.WRITE_FAILED);
      isBroken.set(false);
    }
    try (FileJournal journal = Journals.open(disk, Journals.options(2))) {
      Journals.assertHoldsTestFrames(journal, 30);
      Journals.grow(journal, 60, 10);
    }
  }

  private static void failWrite(Operation operation, AtomicBoolean isBroken) throws IOException {
    if (isBroken.get()
        && operation.kind() == Operation.Kind.WRITE
        && operation.name().endsWith(ClassCode.name(ClassCode.CONTROL))) {
      throw new IOException("Input/output error");
    }
  }

  @Test
  void aCommitOfWhichOneClassIsMissingIsNotThereAtAll() throws Exception {
    var disk = SimDisk.calm();
    var isBroken = new AtomicBoolean();
    disk.watch(operation -> failWrite(operation, isBroken));
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Journals.grow(journal, 30, 10);
      isBroken.set(true);
      // Plant is written before control: its part is whole on the disk.
      var _ = journal.append(Journals.batch(30, 40));
      isBroken.set(false);
    }
    SimDisk after = disk.reboot(Fate.ALL_KEPT, 1);
    JournalOpening opening = FileJournal.open(after, Journals.options(2));
    assertThat(((JournalOpening.Opened) opening).notes().toString()).contains("never finished");
    try (FileJournal journal = Journals.running(opening)) {
      Journals.assertHoldsTestFrames(journal, 30);
      // Other frames at the same positions, first in another class only.
      assertThat(journal.append(Journals.single(RecordClass.ACCESS, 1, 1, 10)))
          .isEqualTo(new JournalOutcome.Appended(30, 1));
    }
    try (FileJournal journal = Journals.open(after, Journals.options(3))) {
      assertThat(journal.end()).isEqualTo(31);
      assertThat(Journals.frames(journal, 30)).hasSize(1);
    }
  }

  @Test
  void aTornCommitDoesNotBringBackWhatAnUnfinishedOneLeft() throws Exception {
    var disk = SimDisk.calm();
    var isBroken = new AtomicBoolean();
    disk.watch(operation -> failWrite(operation, isBroken));
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      assertThat(journal.append(Journals.single(RecordClass.PLANT, 1, 1, BYTES_UP_TO_A_SECTOR)))
          .isInstanceOf(JournalOutcome.Appended.class);
      isBroken.set(true);
      assertThat(journal.append(pair(RecordClass.CONTROL)))
          .isInstanceOf(JournalOutcome.Unknown.class);
    }
    SimDisk next = disk.reboot(Fate.ALL_KEPT, 1);
    byte[] before;
    try (FileJournal journal = Journals.open(next, Journals.options(2))) {
      before = plantFrom(next, MARKER_AT + Part.WORD_BYTES);
      next.failForce(ForceAt.COMMIT, ForceFailure.NOT_WRITTEN_FORGOTTEN);
      assertThat(journal.append(pair(RecordClass.ACCESS)))
          .isInstanceOf(JournalOutcome.Unknown.class);
    }
    SimDisk torn = next.afterKill(1);
    try (StorageFile file = torn.open(PLANT_FILE)) {
      // Of the plant part only the marker came to the disk, in the sector before the rest.
      file.writeFully(ByteBuffer.wrap(before), MARKER_AT + Part.WORD_BYTES);
    }
    try (FileJournal journal = Journals.open(torn, Journals.options(3))) {
      assertThat(journal.end()).isEqualTo(1);
    }
  }

  private static FrameBatch pair(RecordClass other) {
    return Journals.single(RecordClass.PLANT, 1, 2, 100).frame(other, 2, 1).record(new byte[10]);
  }

  private static byte[] plantFrom(SimDisk disk, int at) throws IOException {
    try (StorageFile file = disk.openReadOnly(PLANT_FILE)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes() - at);
      file.readFully(bytes, at);
      return bytes.array();
    }
  }

  @Test
  void aDropThatIsFoundIsMadeSureOfBeforeAFileGoes() throws Exception {
    var disk = SimDisk.calm();
    FileJournal journal =
        Journals.running(
            FileJournal.create(disk, Journals.SEGMENT_BYTES, Journals.options(1), true));
    for (int i = 0; i < 40; i++) {
      assertThat(journal.append(Journals.single(RecordClass.PLANT, 1, i, 1000)))
          .isInstanceOf(JournalOutcome.Appended.class);
    }
    var limit = new Retention.Limit(RecordClass.PLANT, 0, Duration.ofDays(1));
    var planning = (DropPlanning.Planned) journal.planDrop(new Retention(List.of(limit)));
    disk.failForce(ForceAt.COMMIT, ForceFailure.NOT_WRITTEN_FORGOTTEN);
    assertThat(journal.drop(planning.plan(), Journals.single(RecordClass.CONTROL, 1, 1, 9)))
        .isInstanceOf(JournalOutcome.Unknown.class);
    boolean isOpened = false;
    for (long step = 0; !isOpened; step++) {
      SimDisk killed = disk.afterKill(1);
      killed.crashAt(step);
      isOpened = isOpenedWithoutACrash(killed);
      for (int seed = 0; seed < 6 && !isOpened; seed++) {
        SimDisk after = killed.reboot(Fate.MIXED, seed);
        assertThat(JournalFsck.of(after).run().findings()).as("step %d", step).isEmpty();
      }
    }
  }

  private static boolean isOpenedWithoutACrash(SimDisk disk) throws Exception {
    try (FileJournal journal =
        Journals.running(FileJournal.open(disk, Journals.options(9), true))) {
      return journal.end() > 0;
    } catch (SimulatedCrash e) {
      return false;
    }
  }

  @Test
  void aSecondOpeningIsRefusedWhileTheFirstLasts() throws Exception {
    var disk = SimDisk.calm();
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      assertThat(Journals.refusal(FileJournal.open(disk, Journals.options(2))).fault())
          .isEqualTo(JournalFault.LOCKED);
      Journals.grow(journal, 10, 10);
    }
    Journals.open(disk, Journals.options(3)).close();
  }
}
