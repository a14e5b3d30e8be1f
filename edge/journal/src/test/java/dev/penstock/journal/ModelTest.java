package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.journal.Retention;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.testkit.disk.SimDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a journal in whatever order, it agrees with a list: appending, reading by
 * several cursors, dropping, a disk that fills up, closing and opening again.
 */
class ModelTest {
  @Test
  void theJournalAgreesWithAList() {
    Property.forAll(Gen.seeds()).cases(60, 3000).holds(seed -> new Life(seed).run());
  }

  /** A reader as the model knows it. */
  private static final class Reader {
    final String name;
    final Set<RecordClass> classes;
    final Overtaking overtaking;
    JournalCursor cursor;
    long position;
    long settled;

    /** By class: what it was told is gone. */
    final Map<RecordClass, Long> told = new EnumMap<>(RecordClass.class);

    Reader(String name, Set<RecordClass> classes, Overtaking overtaking, JournalCursor cursor) {
      this.name = name;
      this.classes = classes;
      this.overtaking = overtaking;
      this.cursor = cursor;
      this.position = cursor.position();
      this.settled = position;
    }
  }

  private static final class Life {
    private final SplittableRandom random;
    private final SimDisk disk;
    private final FakeClock clock = FakeClock.at(Journals.NOW);
    private final List<Journals.Plain> frames = new ArrayList<>();
    private final Map<RecordClass, Long> gone = new EnumMap<>(RecordClass.class);
    private final Map<String, Reader> readers = new TreeMap<>();
    private int opened;

    Life(long seed) {
      this.random = new SplittableRandom(seed);
      this.disk = SimDisk.of(seed);
    }

    void run() {
      try {
        FileJournal journal =
            Journals.running(
                FileJournal.create(disk, Journals.SEGMENT_BYTES, options(), random.nextBoolean()));
        for (int step = 0; step < 120; step++) {
          journal = step(journal);
        }
        checkEverything(journal);
        journal.close();
        assertThat(JournalFsck.of(disk).run().findings()).isEmpty();
      } catch (InterruptedException | java.io.IOException e) {
        throw new AssertionError(e);
      }
    }

    private JournalOptions options() {
      return Journals.options(random.nextLong(), clock).withSegmentAge(Duration.ofHours(6));
    }

    private FileJournal step(FileJournal journal) throws InterruptedException, java.io.IOException {
      clock.advance(Duration.ofMinutes(random.nextInt(30)));
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4 -> append(journal);
        case 5 -> openReader(journal);
        case 6, 7, 8 -> read();
        case 9 -> settle();
        case 10 -> drop(journal);
        default -> {
          return rarely(journal);
        }
      }
      return journal;
    }

    private FileJournal rarely(FileJournal journal) throws java.io.IOException {
      switch (random.nextInt(3)) {
        case 0 -> disk.capacityBytes(random.nextInt(100_000, 250_000));
        case 1 -> disk.capacityBytes(1L << 30);
        default -> {
          return reopen(journal);
        }
      }
      return journal;
    }

    private void append(FileJournal journal) throws InterruptedException {
      int count = 1 + random.nextInt(45);
      long from = frames.size();
      JournalOutcome outcome = journal.append(Journals.batch(from, count));
      if (outcome instanceof JournalOutcome.Appended) {
        assertThat(outcome).isEqualTo(new JournalOutcome.Appended(from, count));
        for (long position = from; position < from + count; position++) {
          frames.add(Journals.frame(position));
        }
      } else {
        assertThat(outcome.toString()).contains("DISK_FULL");
      }
      assertThat(journal.end()).isEqualTo(frames.size());
    }

    private void openReader(FileJournal journal) {
      String name = "reader-" + random.nextInt(4);
      if (readers.containsKey(name)) {
        readers.remove(name).cursor.close();
        return;
      }
      Set<RecordClass> classes = EnumSet.of(ClassCode.at(random.nextInt(ClassCode.COUNT)));
      if (random.nextBoolean()) {
        classes = Journals.ALL;
      }
      Overtaking how = random.nextInt(3) == 0 ? Overtaking.NEVER : Overtaking.ALLOWED;
      long from = random.nextLong(frames.size() + 1L);
      var cursor = Journals.cursor(journal, name, classes, from, how);
      assertThat(readers.put(name, new Reader(name, classes, how, cursor))).isNull();
    }

    private void read() {
      for (Reader reader : readers.values()) {
        int most = 1 + random.nextInt(30);
        List<Journals.Plain> seen = new ArrayList<>();
        Reading reading =
            reader.cursor.read(
                frame -> seen.size() < most && seen.add(Journals.Plain.of(frame)), 1 << 20);
        switch (reading) {
          case Reading.Overtaken(var recordClass, var from, var to) -> {
            assertThat(seen).isEmpty();
            assertThat(to).isEqualTo(gone.get(recordClass));
            assertThat(from)
                .isEqualTo(Math.max(reader.position, reader.told.getOrDefault(recordClass, 0L)))
                .isLessThan(to);
            Long _ = reader.told.put(recordClass, to);
          }
          case Reading.Read(var count) -> {
            assertThat(count).isEqualTo(seen.size());
            assertNext(reader, seen);
          }
          case Reading.AtEnd() -> assertNext(reader, List.of());
          case Reading.Failed(var finding) -> throw new AssertionError(finding.toString());
        }
        reader.position = reader.cursor.position();
      }
    }

    /** These are the next frames there are for this reader. */
    private void assertNext(Reader reader, List<Journals.Plain> seen) {
      for (RecordClass recordClass : reader.classes) {
        long lost = gone.getOrDefault(recordClass, 0L);
        assertThat(reader.position >= lost || reader.told.getOrDefault(recordClass, 0L) >= lost)
            .as("told of " + recordClass)
            .isTrue();
      }
      List<Journals.Plain> due =
          new ArrayList<>(frames.subList((int) reader.position, frames.size()));
      due.removeIf(frame -> !reader.classes.contains(frame.recordClass()) || isGone(frame));
      assertThat(seen).isEqualTo(due.subList(0, seen.size()));
      if (seen.size() == due.size()) {
        assertThat(reader.cursor.position()).isEqualTo(frames.size());
      } else {
        assertThat(seen).isNotEmpty();
        assertThat(reader.cursor.position()).isEqualTo(seen.getLast().position() + 1);
      }
    }

    private boolean isGone(Journals.Plain frame) {
      return frame.position() < gone.getOrDefault(frame.recordClass(), 0L);
    }

    private void settle() {
      for (Reader reader : readers.values()) {
        long to = random.nextLong(frames.size() + 1L);
        reader.cursor.settle(to);
        reader.settled = Math.max(reader.settled, to);
        assertThat(reader.cursor.settled()).isEqualTo(reader.settled);
        assertThat(reader.cursor.lag()).isEqualTo(frames.size() - reader.settled);
      }
    }

    private void drop(FileJournal journal) throws InterruptedException {
      var retention =
          new Retention(
              List.of(
                  new Retention.Limit(
                      RecordClass.PLANT, random.nextInt(60_000), Duration.ofHours(20)),
                  new Retention.Limit(
                      RecordClass.ACCESS, random.nextInt(60_000), Duration.ofHours(40))));
      switch (journal.planDrop(retention)) {
        case DropPlanning.Nothing(var heldBy) -> assertHolders(heldBy);
        case DropPlanning.Failed(var finding) -> throw new AssertionError(finding.toString());
        case DropPlanning.Planned(var plan) -> {
          assertThat(plan.losses()).isEqualTo(losses(plan));
          carryOut(journal, plan);
        }
      }
    }

    private void assertHolders(List<String> heldBy) {
      for (String name : heldBy) {
        assertThat(readers.get(name).overtaking).isEqualTo(Overtaking.NEVER);
      }
    }

    private void carryOut(FileJournal journal, DropPlan plan) throws InterruptedException {
      for (DropPlan.Cut cut : plan.cuts()) {
        assertThat(cut.recordClass()).isNotEqualTo(RecordClass.CONTROL);
        assertThat(cut.from()).isEqualTo(gone.getOrDefault(cut.recordClass(), 0L));
        assertThat(cut.below()).isGreaterThan(cut.from());
        for (Reader reader : readers.values()) {
          assertThat(
                  reader.overtaking == Overtaking.ALLOWED
                      || !reader.classes.contains(cut.recordClass())
                      || reader.settled >= cut.below())
              .isTrue();
        }
      }
      long at = frames.size();
      FrameBatch statement = Journals.single(RecordClass.CONTROL, 77, at, 40);
      JournalOutcome outcome = journal.drop(plan, statement);
      if (outcome instanceof JournalOutcome.Appended) {
        assertThat(outcome).isEqualTo(new JournalOutcome.Appended(at, 1));
        frames.add(new Journals.Plain(at, RecordClass.CONTROL, 77, at, List.of("\0".repeat(40))));
        for (DropPlan.Cut cut : plan.cuts()) {
          Long _ = gone.put(cut.recordClass(), cut.below());
        }
      } else {
        assertThat(outcome.toString()).contains("DISK_FULL");
      }
    }

    /** What the plan must say is lost: every record, by hand. */
    private List<DropPlan.Loss> losses(DropPlan plan) {
      List<DropPlan.Loss> losses = new ArrayList<>();
      for (Reader reader : readers.values()) {
        for (DropPlan.Cut cut : plan.cuts()) {
          Map<Long, List<Long>> seqs = new TreeMap<>();
          for (Journals.Plain frame : frames) {
            boolean isLost =
                frame.recordClass() == cut.recordClass()
                    && reader.classes.contains(cut.recordClass())
                    && frame.position() >= reader.settled
                    && frame.position() < cut.below()
                    && !isGone(frame);
            for (long seq = frame.firstSeq(); isLost && seq <= frame.lastSeq(); seq++) {
              assertThat(seqs.computeIfAbsent(frame.source(), s -> new ArrayList<>()).add(seq))
                  .isTrue();
            }
          }
          seqs.forEach(
              (source, all) -> ranges(reader.name, cut.recordClass(), source, all, losses));
        }
      }
      return losses;
    }

    private static void ranges(
        String name,
        RecordClass recordClass,
        long source,
        List<Long> seqs,
        List<DropPlan.Loss> losses) {
      var sorted = new TreeSet<>(seqs);
      assertThat(sorted).hasSameSizeAs(seqs);
      long first = sorted.first();
      for (long seq : sorted) {
        if (!sorted.contains(seq + 1)) {
          losses.add(new DropPlan.Loss(name, recordClass, source, first, seq));
          first = sorted.higher(seq) == null ? 0 : sorted.higher(seq);
        }
      }
    }

    private FileJournal reopen(FileJournal journal) throws java.io.IOException {
      journal.close();
      disk.capacityBytes(1L << 30);
      FileJournal again = Journals.running(FileJournal.open(disk, options(), opened++ % 2 == 0));
      assertThat(again.end()).isEqualTo(frames.size());
      // Readers come back to where they stored they were.
      for (Reader reader : readers.values()) {
        reader.cursor =
            Journals.cursor(again, reader.name, reader.classes, reader.settled, reader.overtaking);
        reader.position = reader.settled;
        reader.told.clear();
      }
      return again;
    }

    private void checkEverything(FileJournal journal) {
      List<Journals.Plain> due = new ArrayList<>(frames);
      due.removeIf(this::isGone);
      assertThat(Journals.frames(journal, 0)).isEqualTo(due);
    }
  }
}
