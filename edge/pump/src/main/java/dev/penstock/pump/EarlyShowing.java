package dev.penstock.pump;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.delivery.EarlyNote;
import dev.penstock.flow.delivery.EarlyRecords;
import dev.penstock.flow.delivery.EarlySent.One;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalTicket;
import dev.penstock.flow.numbering.Filing;
import dev.penstock.flow.numbering.Numbering;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Shows what is not durable to destinations that want it, when the journal makes it wait for longer
 * than {@link #STALL}: the batch at hand, and what waits behind it, in the form and with the
 * numbers that it is going to have. For that it is filed for trial and the filing undone, so that
 * the numbering knows of nothing. What has a new name, is sealed, or does not fit its record waits:
 * its source is not shown before the journal has it.
 *
 * <p>Without a destination that wants it nothing of this is done. The intake's thread alone uses
 * it; any may ask for the note.
 */
final class EarlyShowing {
  /** A disk that takes longer for a batch stalls; half of what an operator sees as a delay. */
  static final Duration STALL = Duration.ofMillis(250);

  /** How often it is looked for what came meanwhile. */
  private static final Duration AGAIN = Duration.ofMillis(250);

  /** What is filed for trial at once, as much as one batch has; more waits until it is durable. */
  private static final int COUNT_MAX = 16_384;

  private static final int BYTES_MAX = 8 << 20;

  private final EarlyLine line = new EarlyLine();
  private final EarlyRecords records = new EarlyRecords();
  private final IntakeQueue queue;
  private final RecordMaking making;
  private final Numbering numbering;
  private final InstantSource clock;
  private final FrameBatch trial = new FrameBatch();

  /** How many things must be carried until all that was shown is. */
  private int awaited;

  /** How many parts of a batch wait behind the one at hand: then nobody knows the next numbers. */
  private int partsBehind;

  /** How much had come when it was last looked. */
  private long cameBefore = -1;

  private volatile EarlyNote note = EarlyNote.NONE;

  EarlyShowing(IntakeQueue queue, RecordMaking making, Numbering numbering, InstantSource clock) {
    this.queue = queue;
    this.making = making;
    this.numbering = numbering;
    this.clock = clock;
  }

  /** Where destinations read it. */
  EarlyLine line() {
    return line;
  }

  /** What was shown and is not durable. */
  EarlyNote note() {
    return note;
  }

  /**
   * Waits for the fate of a batch, and shows it and what comes behind it while that takes long.
   *
   * @param batch what is at hand, numbered by a filing and laid out in frames
   */
  JournalOutcome await(JournalTicket ticket, List<Item> batch, Filing filing, FrameBatch atHand)
      throws InterruptedException {
    if (!line.isWanted()) {
      return ticket.await();
    }
    Optional<JournalOutcome> known = ticket.await(STALL);
    if (known.isPresent()) {
      return known.get();
    }
    Set<Long> hidden = new HashSet<>();
    filing.each(record -> hide(record, hidden));
    show(atHand, hidden);
    awaited = dataCount(batch);
    cameBefore = -1;
    while (known.isEmpty()) {
      showWaiting(List.of(), dataCount(batch), hidden);
      known = ticket.await(AGAIN);
    }
    return known.get();
  }

  /** The journal has refused a batch, and it is tried again in a while. */
  void refused(List<Item> batch) {
    if (line.isWanted()) {
      showWaiting(batch, 0, new HashSet<>());
    }
  }

  /** A batch goes in parts; true while some are behind the one that is at hand. */
  void inParts(boolean isBehind) {
    partsBehind += isBehind ? 1 : -1;
  }

  private static int dataCount(List<Item> batch) {
    return (int) batch.stream().filter(item -> item.share() == Item.Share.DATA).count();
  }

  private static void hide(LedgerRecord record, Set<Long> hidden) {
    if (record.value() instanceof DictionaryEntry) {
      boolean _ = hidden.add(record.source());
    }
  }

  /**
   * Shows what waits.
   *
   * @param first what is at hand and has no numbers, before all that waits
   * @param atHand how many things have their numbers and are not durable
   * @param hidden sources that are not to be shown; takes those that are found
   */
  private void showWaiting(List<Item> first, int atHand, Set<Long> hidden) {
    long came = queue.figures().taken();
    boolean isSeen = came == cameBefore && !records.isEmpty();
    if (isSeen || partsBehind > 0 || records.room() <= 0 || first.size() >= COUNT_MAX) {
      return;
    }
    cameBefore = came;
    List<Item> items = new ArrayList<>(first);
    items.addAll(queue.waiting(COUNT_MAX - first.size(), BYTES_MAX));
    Filing filing = making.trial(items, hidden);
    filing.each(record -> hide(record, hidden));
    trial.clear();
    filing.layOut(trial);
    filing.undo();
    awaited = atHand + dataCount(items);
    show(trial, hidden);
  }

  private void show(FrameBatch frames, Set<Long> hidden) {
    Instant now = clock.instant();
    long at =
        Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    List<EarlyFrame> shown = new ArrayList<>();
    for (int i = 0; i < frames.frames(); i++) {
      if (frames.recordClass(i) == RecordClass.PLANT && !hidden.contains(frames.source(i))) {
        copy(frames, i, Math.max(0, at)).ifPresent(shown::add);
      }
    }
    if (!shown.isEmpty()) {
      note = records.note();
      line.put(shown);
    }
  }

  /** Those of a frame that were not shown yet, as far as there is room. */
  private Optional<EarlyFrame> copy(FrameBatch frames, int frame, long at) {
    long source = frames.source(frame);
    int record = frames.firstRecord(frame);
    int end = frames.firstRecord(frame + 1);
    long seq = frames.firstSeq(frame);
    while (record < end && records.isShown(source, seq)) {
      record++;
      seq++;
    }
    int count = Math.min(end - record, records.room());
    if (count == 0) {
      return Optional.empty();
    }
    int from = frames.startOf(record);
    byte[] bytes = Arrays.copyOfRange(frames.buffer(), from, frames.startOf(record + count));
    var starts = new int[count + 1];
    List<One> all = new ArrayList<>(count);
    for (int i = 0; i <= count; i++) {
      starts[i] = frames.startOf(record + i) - from;
    }
    for (int i = 0; i < count; i++) {
      var one =
          new One(source, seq + i, Sha256.of(Arrays.copyOfRange(bytes, starts[i], starts[i + 1])));
      records.show(source, one.seq(), one.digest(), at);
      all.add(one);
    }
    return Optional.of(new EarlyFrame(line.number(), source, bytes, starts, List.copyOf(all)));
  }

  /** A batch is durable, and all that was filed for trial is undone. */
  void durable() {
    if (!records.isEmpty()) {
      records.durableBelow(numbering::nextSeq);
      line.durableBelow(numbering::nextSeq);
      note = records.note();
    }
  }

  /** These were carried, with whatever end. */
  void carried(List<Item> batch) {
    if (records.isEmpty()) {
      return;
    }
    awaited = Math.max(0, awaited - dataCount(batch));
    if (awaited == 0) {
      // What is left got other numbers, or its stand-in is in the journal: it is sent as new.
      records.clear();
      line.clear();
      note = EarlyNote.NONE;
    }
  }

  /**
   * Whether something was shown that is to be carried before anything that gets numbers in between:
   * then what was shown keeps those that it was shown with.
   */
  boolean isAwaited() {
    return awaited > 0 && !records.isEmpty();
  }
}
