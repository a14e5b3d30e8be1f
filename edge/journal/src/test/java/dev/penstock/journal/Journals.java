package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.storage.Storage;
import dev.penstock.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** What the tests of the journal say again and again. */
final class Journals {
  static final int SEGMENT_BYTES = 16 * 1024;
  static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
  static final Set<RecordClass> ALL = EnumSet.allOf(RecordClass.class);
  private static final int SOURCES = 4;
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private Journals() {}

  static JournalOptions options(long seed) {
    return options(seed, FakeClock.at(NOW));
  }

  static JournalOptions options(long seed, FakeClock clock) {
    return JournalOptions.of(clock, new SplittableRandom(seed), "test");
  }

  static FileJournal create(Storage storage, JournalOptions options) {
    return running(FileJournal.create(storage, SEGMENT_BYTES, options));
  }

  static FileJournal open(Storage storage, JournalOptions options) {
    return running(FileJournal.open(storage, options));
  }

  static FileJournal running(JournalOpening opening) {
    FileJournal journal = opened(opening);
    assertThat(journal.state()).isEqualTo(new JournalState.Running());
    return journal;
  }

  static FileJournal opened(JournalOpening opening) {
    assertThat(opening).isInstanceOf(JournalOpening.Opened.class);
    return ((JournalOpening.Opened) opening).journal();
  }

  static JournalFinding finding(FileJournal journal) {
    assertThat(journal.state()).isInstanceOf(JournalState.Stopped.class);
    return ((JournalState.Stopped) journal.state()).finding();
  }

  static JournalFinding refusal(JournalOpening opening) {
    assertThat(opening).isInstanceOf(JournalOpening.Refused.class);
    return ((JournalOpening.Refused) opening).finding();
  }

  /** A frame as plain data, to be compared; a record is a text of its bytes. */
  record Plain(
      long position, RecordClass recordClass, long source, long firstSeq, List<String> records) {
    static Plain of(Frame frame) {
      List<String> records = new ArrayList<>();
      for (int i = 0; i < frame.count(); i++) {
        int start = frame.startOf(i);
        int length = frame.startOf(i + 1) - start;
        records.add(new String(frame.buffer(), start, length, StandardCharsets.ISO_8859_1));
      }
      return new Plain(
          frame.position(), frame.recordClass(), frame.source(), frame.firstSeq(), records);
    }

    long lastSeq() {
      return firstSeq + records.size() - 1;
    }
  }

  /** The frame that tests put at this position: everything about it follows from it. */
  static Plain frame(long position) {
    return frame(position, 0);
  }

  /** The same, one of several that could stand there; which one is told by its source. */
  static Plain frame(long position, int variant) {
    var random = new SplittableRandom((position + 1) * STEP + variant);
    int kind = random.nextInt(10);
    RecordClass recordClass =
        kind < 6 ? RecordClass.PLANT : kind < 8 ? RecordClass.CONTROL : RecordClass.ACCESS;
    return new Plain(
        position,
        recordClass,
        SOURCES * variant + random.nextInt(SOURCES),
        8 * position,
        records(random, 1 + kind % 5));
  }

  /** Which of the frames that could stand there this one is. */
  static int variant(Plain frame) {
    return (int) (frame.source() / SOURCES);
  }

  private static List<String> records(SplittableRandom random, int count) {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] record = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 300 : 60)];
      random.nextBytes(record);
      records.add(new String(record, StandardCharsets.ISO_8859_1));
    }
    return records;
  }

  static void add(FrameBatch batch, Plain frame) {
    var _ = batch.frame(frame.recordClass(), frame.source(), frame.firstSeq());
    for (String record : frame.records()) {
      var _ = batch.record(record.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** The frames that tests put at these positions. */
  static FrameBatch batch(long from, int count) {
    return batch(from, count, 0);
  }

  static FrameBatch batch(long from, int count, int variant) {
    var batch = new FrameBatch();
    for (long position = from; position < from + count; position++) {
      add(batch, frame(position, variant));
    }
    return batch;
  }

  /** One frame of one record. */
  static FrameBatch single(RecordClass recordClass, long source, long firstSeq, int bytes) {
    return new FrameBatch().frame(recordClass, source, firstSeq).record(new byte[bytes]);
  }

  /** Appends test frames until the journal ends at this position, in batches of this many. */
  static void grow(FileJournal journal, long end, int perBatch) throws InterruptedException {
    long at = journal.end();
    while (at < end) {
      int count = (int) Math.min(perBatch, end - at);
      assertThat(journal.append(batch(at, count)))
          .isEqualTo(new JournalOutcome.Appended(at, count));
      at += count;
    }
  }

  static JournalCursor cursor(FileJournal journal, String name, long from) {
    return cursor(journal, name, ALL, from, Overtaking.ALLOWED);
  }

  static JournalCursor cursor(
      FileJournal journal, String name, Set<RecordClass> classes, long from, Overtaking how) {
    CursorOpening opening = journal.cursor(name, classes, from, how);
    assertThat(opening).isInstanceOf(CursorOpening.Opened.class);
    return ((CursorOpening.Opened) opening).cursor();
  }

  /** All frames from a position on, read through a cursor of its own. */
  static List<Plain> frames(FileJournal journal, long from) {
    try (JournalCursor cursor = cursor(journal, "frames of a test", from)) {
      return frames(cursor);
    }
  }

  /** What a cursor reads up to the end; what was overtaken is passed over. */
  static List<Plain> frames(JournalCursor cursor) {
    List<Plain> frames = new ArrayList<>();
    while (true) {
      Reading reading =
          cursor.read(
              frame -> frames.add(Plain.of(frame)), 1 + (int) (cursor.position() * 97 % 5000));
      if (reading instanceof Reading.AtEnd) {
        return frames;
      }
      assertThat(reading)
          .as("after %d frames", frames.size())
          .isNotInstanceOf(Reading.Failed.class);
    }
  }

  static void assertHoldsTestFrames(FileJournal journal, long end) {
    assertThat(journal.end()).isEqualTo(end);
    List<Plain> due = new ArrayList<>();
    for (long position = 0; position < end; position++) {
      due.add(frame(position));
    }
    assertThat(frames(journal, 0)).isEqualTo(due);
  }
}
