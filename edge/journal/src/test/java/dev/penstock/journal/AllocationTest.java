package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Reading;
import dev.penstock.testkit.Allocation;
import dev.penstock.testkit.disk.SimDisk;
import org.junit.jupiter.api.Test;

/** The hot path makes no object per record, and none per frame. */
class AllocationTest {
  private static final int RECORDS = 4000;
  private static final int PER_FRAME = 4;

  /** A few objects for each commit and read, and what the simulated disk makes. */
  private static final long BYTES_MAX = 20_000;

  private final FrameBatch batch = new FrameBatch();
  private final RecordBatch records = new RecordBatch();

  @Test
  void framesAreFilledAndHandedInWithoutAnObjectPerRecord() throws Exception {
    var opening = FileJournal.create(SimDisk.calm(), 8 << 20, Journals.options(1));
    try (FileJournal journal = Journals.running(opening)) {
      long least = Allocation.leastBytesOf(20, () -> append(journal));
      assertThat(least).isLessThan(BYTES_MAX);
      assertThat(journal.figures().records()).isEqualTo(20 * RECORDS);
    }
  }

  private void append(FileJournal journal) {
    try {
      fill();
      assertThat(journal.submit(batch).await()).isInstanceOf(JournalOutcome.Appended.class);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void fill() {
    records.clear();
    boolean isTaken = true;
    for (int i = 0; i < RECORDS; i++) {
      isTaken &= records.sample(i, 7, 1, RecordBatch.NO_TIME, 1_000_000L + i, 0, 0.5 * i);
    }
    assertThat(isTaken).isTrue();
    batch.clear();
    for (int i = 0; i < RECORDS; i += PER_FRAME) {
      var _ = batch.frame(RecordClass.PLANT, 7, i).records(records, i, i + PER_FRAME);
    }
  }

  @Test
  void framesAreReadWithoutAnObjectPerRecord() throws Exception {
    var opening = FileJournal.create(SimDisk.calm(), 8 << 20, Journals.options(1));
    try (FileJournal journal = Journals.running(opening);
        JournalCursor cursor = Journals.cursor(journal, "reads", 0)) {
      append(journal);
      var seen = new long[1];
      long least =
          Allocation.leastBytesOf(
              20,
              () -> {
                cursor.seek(0);
                seen[0] = 0;
                Reading reading = cursor.read(frame -> (seen[0] += frame.count()) > 0, 1 << 24);
                assertThat(reading).isEqualTo(new Reading.Read(RECORDS / PER_FRAME));
              });
      assertThat(seen[0]).isEqualTo(RECORDS);
      assertThat(least).isLessThan(PER_READ_BYTES_MAX);
    }
  }

  /** The simulated disk copies what it is asked for: the bytes of the frames, twice at most. */
  private static final long PER_READ_BYTES_MAX = 3L * RECORDS * 64;
}
