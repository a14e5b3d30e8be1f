package dev.penstock.pump;

import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalTicket;
import dev.penstock.flow.numbering.Filing;
import dev.penstock.flow.numbering.Numbering;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tries one batch, once: numbers it, appends it, and tells everybody what came of it. Whether and
 * when it is tried again is the intake's matter, whose thread alone uses this.
 */
final class BatchWriter {
  private static final Duration ROOM_WAIT = Duration.ofSeconds(1);

  private final Journal journal;
  private final Numbering numbering;
  private final Attendance attendance;
  private final RecordMaking making;
  private final IntakeProgress progress;
  private final EarlyShowing early;
  private final FrameBatch frames = new FrameBatch();
  private final NameDirectory names;

  /** The journal position behind what the numbering knows. */
  private long position;

  /** Whether it is unknown what the journal has. */
  private boolean isLost;

  private volatile long sourceCount;

  BatchWriter(
      Journal journal,
      Numbering numbering,
      long position,
      Attendance attendance,
      RecordMaking making,
      IntakeProgress progress,
      EarlyShowing early) {
    this.journal = journal;
    this.numbering = numbering;
    this.position = position;
    this.attendance = attendance;
    this.making = making;
    this.progress = progress;
    this.early = early;
    this.sourceCount = numbering.sourceCount();
    this.names = new NameDirectory(numbering);
  }

  /** What the numbers are called; any thread may ask. */
  NameDirectory names() {
    return names;
  }

  /**
   * Tries a batch.
   *
   * @param stored which of its payloads are kept already
   */
  Tried write(List<Item> batch, RecordMaking.Stored stored) throws InterruptedException {
    Optional<Filing> filed = making.filed(batch, stored, position);
    return filed.isPresent()
        ? append(batch, filed.get(), ticket -> early.await(ticket, batch, filed.get(), frames))
        : new Tried.Unready();
  }

  /** The same for what needs neither payloads beside it nor keys. */
  Tried write(List<Item> batch) throws InterruptedException {
    return append(batch, making.file(batch), JournalTicket::await);
  }

  /** How the fate of a batch is waited for. */
  @FunctionalInterface
  private interface Waiting {
    JournalOutcome await(JournalTicket ticket) throws InterruptedException;
  }

  private Tried append(List<Item> batch, Filing filing, Waiting waiting)
      throws InterruptedException {
    layOut(batch, filing);
    if (isTooLarge()) {
      filing.undo();
      return new Tried.TooLarge();
    }
    // Who reads the journal may be handed these frames before this thread knows that they are
    // durable: then their names must be there.
    filing.each(names::named);
    JournalOutcome outcome = waiting.await(journal.submit(frames, ROOM_WAIT));
    switch (outcome) {
      case JournalOutcome.Appended appended -> {
        position = appended.firstPosition() + appended.count();
        sourceCount = numbering.sourceCount();
        early.durable();
        attendance.appended(filing);
        tellOfBlocks(batch);
        settle(batch);
      }
      case JournalOutcome.Busy _, JournalOutcome.Refused _ -> filing.undo();
      case JournalOutcome.Unknown(var finding) -> lose(finding);
    }
    return new Tried.Answered(outcome);
  }

  private boolean isTooLarge() {
    return frames.storedBytesMax() > journal.batchBytesMax();
  }

  private void layOut(List<Item> batch, Filing filing) {
    frames.clear();
    filing.layOut(frames);
    for (Item item : batch) {
      if (item instanceof Item.Ready(var prepared, var _)) {
        prepared.layOut(frames);
      }
    }
  }

  private void tellOfBlocks(List<Item> batch) {
    for (Item item : batch) {
      if (item instanceof Item.Ready(var prepared, var _)) {
        prepared.tell(attendance::spoke);
      }
    }
  }

  /** Has the journal drop what a plan says; true when it did, and else the plan is turned down. */
  boolean drop(Item.Drop drop) throws InterruptedException {
    Filing filing = making.empty();
    drop.plan().gaps().forEach(gap -> filing.own(gap, drop.at()));
    frames.clear();
    filing.layOut(frames);
    if (isTooLarge()) {
      turnDown(drop, filing, "what would go is more than one statement tells");
      return false;
    }
    JournalOutcome outcome = journal.drop(drop.plan(), frames);
    switch (outcome) {
      case JournalOutcome.Appended(var first, var count) -> {
        position = first + count;
        settle(List.of(drop));
      }
      case JournalOutcome.Busy _ -> turnDown(drop, filing, "the journal is busy");
      case JournalOutcome.Refused(var finding) -> turnDown(drop, filing, finding.toString());
      case JournalOutcome.Unknown(var finding) -> lose(finding);
    }
    return outcome instanceof JournalOutcome.Appended;
  }

  private void turnDown(Item.Drop drop, Filing filing, String why) {
    filing.undo();
    progress.refused(1);
    drop.receipt().refused(why);
  }

  /** Nobody knows what the journal has now; nothing more goes in before it was opened again. */
  private void lose(JournalFinding finding) {
    isLost = true;
    progress.stands(finding);
  }

  /** These are done with, without the journal or by it. */
  void settle(List<Item> batch) {
    long others = 0;
    for (Item item : batch) {
      if (making.isReplaced(item)) {
        others++;
        item.receipt().refused(making.tooLargeWords(item));
      } else {
        item.receipt().durable();
      }
    }
    progress.settled(batch.size(), others);
  }

  /** The journal position behind what the numbering knows. */
  long position() {
    return position;
  }

  boolean isLost() {
    return isLost;
  }

  /** How many sources have a number, this gateway among them; any thread may ask. */
  long sourceCount() {
    return sourceCount;
  }
}
