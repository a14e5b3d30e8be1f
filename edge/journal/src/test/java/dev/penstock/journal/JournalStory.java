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
import dev.penstock.storage.Storage;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.SimDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A life of a journal: it is made, filled, dropped from, closed and opened again. What it
 * acknowledged, and what it once showed, must be there after any crash, in its place; what was
 * handed in last is there as a whole or not at all; and nothing is dropped that is not said to be.
 */
class JournalStory implements CrashStory {
  /** How many disks were checked, to be told how much a test is worth. */
  static final AtomicInteger CHECKS = new AtomicInteger();

  private static final AtomicLong SALTS = new AtomicLong(Seed.value());

  /** The source of a frame that says what is dropped. */
  private static final long DROPPER = 4_000_000_000L;

  private final SplittableRandom random;
  private final boolean isInline;
  private final int steps;
  private final int variant;

  /** Whether the folder was acknowledged as a journal. */
  private boolean isMade;

  /** Frames that must be there, by position, dropped ones included. */
  private final List<Journals.Plain> promised;

  /** Frames that were handed in and not decided. */
  private List<Journals.Plain> pending = List.of();

  /** By class: everything before is gone. */
  private Map<RecordClass, Long> gone = new EnumMap<>(RecordClass.class);

  /** The same, if what is pending is there. */
  private Map<RecordClass, Long> goneThen = new EnumMap<>(RecordClass.class);

  JournalStory(long seed, boolean isInline, int steps) {
    this(seed, isInline, steps, 0, List.of());
  }

  private JournalStory(
      long seed, boolean isInline, int steps, int variant, List<Journals.Plain> promised) {
    this.random = new SplittableRandom(seed);
    this.isInline = isInline;
    this.steps = steps;
    this.variant = variant;
    this.promised = new ArrayList<>(promised);
  }

  @Override
  public CrashStory next() {
    var next = new JournalStory(random.split().nextLong(), true, 3, variant + 1, promised);
    next.isMade = isMade;
    next.pending = pending;
    next.gone = new EnumMap<>(gone);
    next.goneThen = new EnumMap<>(goneThen);
    return next;
  }

  /** Salts must never repeat: bytes of a journal that was given up may show through. */
  private static JournalOptions options() {
    return Journals.options(SALTS.incrementAndGet(), FakeClock.at(Journals.NOW));
  }

  private JournalOpening openOrMake(Storage disk, boolean isInlineNow) {
    JournalOpening opening = FileJournal.open(disk, options(), isInlineNow);
    if (!isMade && opening instanceof JournalOpening.Refused) {
      // Not made yet, or half made: making it must work.
      return FileJournal.create(disk, Journals.SEGMENT_BYTES, options(), isInlineNow);
    }
    return opening;
  }

  @Override
  public void work(SimDisk disk) throws Exception {
    for (int life = 0; life < 2 && !disk.crashed(); life++) {
      JournalOpening opening = openOrMake(disk, isInline);
      if (disk.crashed()) {
        return;
      }
      try (FileJournal journal = Journals.running(opening)) {
        isMade = true;
        learn(journal);
        live(journal, disk);
      }
    }
  }

  /** What a journal shows when it is opened is promised from then on. */
  private void learn(FileJournal journal) {
    Shown shown = Shown.of(journal);
    verify(shown);
    if (shown.end() > promised.size()) {
      gone = new EnumMap<>(goneThen);
      promised.addAll(pending);
    }
    pending = List.of();
    goneThen = new EnumMap<>(gone);
  }

  private void live(FileJournal journal, SimDisk disk) throws InterruptedException {
    for (int step = 0; step < steps && !disk.crashed(); step++) {
      append(journal);
      // What a crash left open stays pending; nothing may take its place in what is known.
      if (step % 4 == 2 && !disk.crashed()) {
        drop(journal);
      }
    }
  }

  private void append(FileJournal journal) throws InterruptedException {
    int count = 1 + random.nextInt(40);
    long from = promised.size();
    pending = new ArrayList<>();
    for (long position = from; position < from + count; position++) {
      pending.add(Journals.frame(position, variant));
    }
    settle(journal.append(Journals.batch(from, count, variant)), from);
  }

  private void settle(JournalOutcome outcome, long from) {
    if (outcome instanceof JournalOutcome.Appended(var first, var count)) {
      assertThat(first).isEqualTo(from);
      assertThat(count).isEqualTo(pending.size());
      promised.addAll(pending);
      gone = new EnumMap<>(goneThen);
    }
    // A crash leaves it open: then what is pending may be there or not.
    if (outcome instanceof JournalOutcome.Appended) {
      pending = List.of();
    }
  }

  private void drop(FileJournal journal) throws InterruptedException {
    var keep = Duration.ofDays(1);
    var retention =
        new Retention(
            List.of(
                new Retention.Limit(RecordClass.PLANT, 30_000, keep),
                new Retention.Limit(RecordClass.ACCESS, 20_000, keep)));
    if (journal.planDrop(retention) instanceof DropPlanning.Planned(var plan)) {
      long at = promised.size();
      FrameBatch statement = Journals.single(RecordClass.CONTROL, DROPPER, 8 * at, 50);
      pending =
          List.of(
              new Journals.Plain(
                  at, RecordClass.CONTROL, DROPPER, 8 * at, List.of("\0".repeat(50))));
      for (DropPlan.Cut cut : plan.cuts()) {
        Long _ = goneThen.put(cut.recordClass(), cut.below());
      }
      settle(journal.drop(plan, statement), at);
    }
  }

  @Override
  public void check(SimDisk disk) throws Exception {
    int _ = CHECKS.incrementAndGet();
    JournalOpening opening = openOrMake(disk, true);
    try (FileJournal journal = Journals.running(opening)) {
      Shown shown = Shown.of(journal);
      verify(shown);
    }
    assertThat(JournalFsck.of(disk).run().findings()).isEmpty();
    try (FileJournal journal = Journals.running(FileJournal.open(disk, options(), true))) {
      verify(Shown.of(journal));
    }
  }

  private void verify(Shown shown) {
    long whole = (long) promised.size() + pending.size();
    assertThat(shown.end()).isIn((long) promised.size(), whole);
    boolean isPendingThere = shown.end() == whole;
    assertThat(shown.gone()).isEqualTo(isPendingThere ? goneThen : gone);
    List<Journals.Plain> due = new ArrayList<>(promised);
    due.addAll(isPendingThere ? pending : List.of());
    due.removeIf(frame -> frame.position() < shown.gone().getOrDefault(frame.recordClass(), 0L));
    assertThat(shown.frames()).isEqualTo(due);
  }

  /** What a journal shows to a reader of everything. */
  record Shown(long end, Map<RecordClass, Long> gone, List<Journals.Plain> frames) {
    static Shown of(FileJournal journal) {
      Map<RecordClass, Long> gone = new EnumMap<>(RecordClass.class);
      List<Journals.Plain> frames = new ArrayList<>();
      try (JournalCursor cursor =
          Journals.cursor(journal, "check", Journals.ALL, 0, Overtaking.ALLOWED)) {
        while (true) {
          Reading reading = cursor.read(frame -> frames.add(Journals.Plain.of(frame)), 1 << 20);
          if (reading instanceof Reading.AtEnd) {
            return new Shown(journal.end(), gone, frames);
          }
          if (reading instanceof Reading.Overtaken(var recordClass, var from, var to)) {
            assertThat(from).isZero();
            Long _ = gone.put(recordClass, to);
          }
          assertThat(reading).isNotInstanceOf(Reading.Failed.class);
        }
      }
    }
  }
}
