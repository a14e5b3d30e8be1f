package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.flow.journal.JournalTicket;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.testkit.disk.SimDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a journal promises its users while nothing goes wrong. */
class FileJournalTest {
  @Test
  void framesComeBackInTheirOrderOverAllClasses() throws Exception {
    var disk = SimDisk.of(1);
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Journals.grow(journal, 2000, 7);
      Journals.assertHoldsTestFrames(journal, 2000);
      assertThat(journal.figures().frames()).isEqualTo(2000);
      assertThat(journal.figures().segments()).isGreaterThan(10);
    }
  }

  @Test
  void anOpenedJournalGoesOnWhereItEnded() throws Exception {
    var disk = SimDisk.of(2);
    Journals.create(disk, Journals.options(1)).close();
    for (int i = 1; i <= 40; i++) {
      try (FileJournal journal = Journals.open(disk, Journals.options(i))) {
        assertThat(journal.end()).isEqualTo(37L * (i - 1));
        Journals.grow(journal, 37L * i, 5);
      }
    }
    try (FileJournal journal = Journals.open(disk, Journals.options(77))) {
      Journals.assertHoldsTestFrames(journal, 37 * 40);
    }
  }

  @Test
  void batchesOfOneThreadAreTakenInOrderAlsoWhenNoneIsWaitedFor() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.of(3), Journals.options(1))) {
      List<JournalTicket> tickets = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        tickets.add(journal.submit(Journals.batch(i * 3L, 3), java.time.Duration.ofMinutes(1)));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(tickets.get(i).await()).isEqualTo(new JournalOutcome.Appended(i * 3L, 3));
        assertThat(tickets.get(i).isDecided()).isTrue();
      }
      Journals.assertHoldsTestFrames(journal, 600);
    }
  }

  @Test
  void aBatchCanBeFilledAgainAsSoonAsItWasHandedIn() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.of(4), Journals.options(1))) {
      var batch = new FrameBatch();
      List<JournalTicket> tickets = new ArrayList<>();
      for (long position = 0; position < 100; position++) {
        batch.clear();
        Journals.add(batch, Journals.frame(position));
        tickets.add(journal.submit(batch, java.time.Duration.ofMinutes(1)));
      }
      for (JournalTicket ticket : tickets) {
        assertThat(ticket.await()).isInstanceOf(JournalOutcome.Appended.class);
      }
      Journals.assertHoldsTestFrames(journal, 100);
    }
  }

  @Test
  void aReaderOfSomeClassesMeetsOnlyThose() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.of(5), Journals.options(1))) {
      Journals.grow(journal, 500, 20);
      for (RecordClass recordClass : RecordClass.values()) {
        var one = EnumSet.of(recordClass);
        try (JournalCursor cursor = Journals.cursor(journal, "one", one, 120, Overtaking.ALLOWED)) {
          List<Journals.Plain> due = new ArrayList<>();
          for (long position = 120; position < 500; position++) {
            due.add(Journals.frame(position));
          }
          due.removeIf(frame -> frame.recordClass() != recordClass);
          assertThat(Journals.frames(cursor)).isEqualTo(due);
          assertThat(cursor.position()).isEqualTo(500);
        }
      }
    }
  }

  @Test
  void aFrameThatIsNotTakenComesAgain() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.of(6), Journals.options(1));
        JournalCursor cursor = Journals.cursor(journal, "slow", 0)) {
      Journals.grow(journal, 50, 10);
      List<Long> seen = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        long at = i;
        assertThat(cursor.read(frame -> frame.position() == at && seen.add(at), 1 << 20))
            .isEqualTo(new Reading.Read(1));
        assertThat(cursor.position()).isEqualTo(i + 1);
      }
      assertThat(cursor.read(frame -> true, 1)).isEqualTo(new Reading.AtEnd());
      assertThat(seen).hasSize(50);
      cursor.seek(13);
      assertThat(cursor.read(frame -> frame.position() == 13 && seen.add(13L), 1 << 20))
          .isEqualTo(new Reading.Read(1));
    }
  }

  @Test
  void theBytesOfAnExtentAreTheRecords() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.of(7), Journals.options(1));
        JournalCursor cursor = Journals.cursor(journal, "sealer", 0)) {
      Journals.grow(journal, 400, 9);
      List<Extent> extents = new ArrayList<>();
      List<byte[]> due = new ArrayList<>();
      Reading reading = new Reading.Read(0);
      while (reading instanceof Reading.Read) {
        reading = cursor.read(frame -> note(frame, extents, due), 3000);
      }
      assertThat(extents).hasSize(800);
      for (int i = 0; i < extents.size(); i++) {
        byte[] into = new byte[extents.get(i).length()];
        assertThat(journal.read(extents.get(i), into)).isEqualTo(new ExtentReading.Found());
        assertThat(into).isEqualTo(due.get(i));
      }
      Extent last = extents.getLast();
      assertThat(
              journal.read(
                  new Extent(last.recordClass(), last.segment(), last.offset(), 9000),
                  new byte[9000]))
          .isInstanceOf(ExtentReading.Failed.class);
      assertThat(journal.read(new Extent(RecordClass.PLANT, 9999, last.offset(), 1), new byte[1]))
          .isInstanceOf(ExtentReading.Failed.class);
    }
  }

  /** However they lie, and whichever of them are not there. */
  @Test
  void severalExtentsAtOnceAreReadAsEachAlone() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.of(7), Journals.options(1));
        JournalCursor cursor = Journals.cursor(journal, "sealer", 0)) {
      Journals.grow(journal, 400, 9);
      List<Extent> there = new ArrayList<>();
      Reading reading = new Reading.Read(0);
      while (reading instanceof Reading.Read) {
        reading = cursor.read(frame -> note(frame, there, new ArrayList<>()), 3000);
      }
      Property.forAll(Gen.seeds())
          .cases(50, 2_000)
          .holds(seed -> {
            var random = new SplittableRandom(seed);
            List<Extent> wanted = new ArrayList<>();
            for (int i = random.nextInt(60); i > 0; i--) {
              Extent one = there.get(random.nextInt(there.size()));
              int offset = random.nextInt(9) == 0 ? random.nextInt(20_000) : one.offset();
              int segment = random.nextInt(30) == 0 ? 9_999 : one.segment();
              wanted.add(new Extent(one.recordClass(), segment, offset, one.length()));
            }
            List<byte[]> all = new ArrayList<>();
            wanted.forEach(extent -> all.add(new byte[extent.length()]));
            List<ExtentReading> readings = journal.readAll(wanted, all);
            assertThat(readings).hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.size(); i++) {
              byte[] alone = new byte[wanted.get(i).length()];
              assertThat(readings.get(i)).isEqualTo(journal.read(wanted.get(i), alone));
              assertThat(all.get(i)).isEqualTo(alone);
            }
          });
    }
  }

  /** All records of the frame, and only the last. */
  private static boolean note(Frame frame, List<Extent> extents, List<byte[]> due) {
    int count = frame.count();
    for (int from : new int[] {0, count - 1}) {
      extents.add(frame.extent(from, count));
      due.add(Arrays.copyOfRange(frame.buffer(), frame.startOf(from), frame.startOf(count)));
    }
    return true;
  }

  @Test
  void aCursorSaysHowFarBehindItIs() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.of(8), Journals.options(1));
        JournalCursor cursor = Journals.cursor(journal, "north", 0)) {
      Journals.grow(journal, 30, 10);
      assertThat(cursor.lag()).isEqualTo(30);
      cursor.settle(12);
      assertThat(cursor.lag()).isEqualTo(18);
      cursor.settle(5);
      assertThat(cursor.settled()).isEqualTo(12);
      assertThatThrownBy(() -> cursor.settle(31)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aCursorThatKnowsMoreThanTheJournalIsRefused() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.of(9), Journals.options(1));
        JournalCursor first = Journals.cursor(journal, "first", 0)) {
      Journals.grow(journal, 10, 10);
      assertThat(first.classes()).isEqualTo(Journals.ALL);
      var ahead = journal.cursor("ahead", Journals.ALL, 11, Overtaking.ALLOWED);
      assertThat(ahead.toString()).contains("CURSOR_AHEAD");
      var again = journal.cursor("first", Journals.ALL, 0, Overtaking.ALLOWED);
      assertThat(again.toString()).contains("CURSOR_NAME_TAKEN");
    }
  }

  @Test
  void theLargestRecordFitsIntoTheUsualSegments() throws Exception {
    var disk = SimDisk.calm();
    byte[] large = new byte[131_072];
    Arrays.fill(large, (byte) 7);
    var opening = FileJournal.create(disk, 1 << 20, Journals.options(1));
    try (FileJournal journal = Journals.running(opening)) {
      for (int i = 0; i < 20; i++) {
        var batch = new FrameBatch().frame(RecordClass.PLANT, 0xffff_ffffL, i).record(large);
        assertThat(journal.append(batch)).isInstanceOf(JournalOutcome.Appended.class);
      }
      try (JournalCursor cursor = Journals.cursor(journal, "large", 0)) {
        assertThat(Journals.frames(cursor))
            .hasSize(20)
            .allMatch(frame -> frame.records().getFirst().length() == 131_072)
            .allMatch(frame -> frame.source() == 0xffff_ffffL);
      }
    }
  }

  @Test
  void aBatchThatCannotFitIsAMistakeOfTheCaller() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.calm(), Journals.options(1))) {
      FrameBatch large = Journals.single(RecordClass.PLANT, 0, 0, journal.batchBytesMax());
      assertThatThrownBy(() -> journal.submit(large)).isInstanceOf(IllegalArgumentException.class);
      FrameBatch nothing = new FrameBatch();
      assertThatThrownBy(() -> journal.submit(nothing))
          .isInstanceOf(IllegalArgumentException.class);
      FrameBatch hollow = new FrameBatch().frame(RecordClass.PLANT, 0, 0);
      assertThatThrownBy(() -> journal.submit(hollow)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aClosedJournalRefuses() throws Exception {
    FileJournal journal = Journals.create(SimDisk.calm(), Journals.options(1));
    journal.close();
    assertThat(journal.state()).isEqualTo(new JournalState.Closed());
    var outcome = journal.append(Journals.batch(0, 1));
    assertThat(outcome).isInstanceOf(JournalOutcome.Refused.class);
    assertThat(((JournalOutcome.Refused) outcome).finding().fault()).isEqualTo(JournalFault.CLOSED);
    journal.close();
  }

  @Test
  void anEmptySegmentFolderCostsNoMoreThanControlNeeds() throws Exception {
    var disk = SimDisk.calm();
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      assertThat(journal.end()).isZero();
      assertThat(journal.figures().segments()).isEqualTo(1);
      assertThat(disk.exists("segments/00000000.control")).isTrue();
    }
  }
}
