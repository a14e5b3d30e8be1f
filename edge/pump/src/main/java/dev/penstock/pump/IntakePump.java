package dev.penstock.pump;

import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.delivery.EarlyNote;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.SampleIntake;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.numbering.Prepared;
import dev.penstock.flow.shred.ValueSealing;
import java.io.Closeable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries what is heard into the journal. Any thread offers; one thread takes all that waits,
 * numbers it, appends it in one batch, and then tells everybody that it is durable: the slower the
 * disk, the larger the batches, and a sender whose acknowledgement is withheld slows down by
 * itself.
 *
 * <p>What plants say is never let go once it was taken: when the journal refuses, for want of space
 * or because it is stopped, it is kept and tried again, and once too much waits, offers are turned
 * away. What people do, and what plants say, do not wait for each other: access records are set
 * aside where they or the others find no room, and let go when nobody waits for them any more, or
 * when too many are aside; how many were let go is stated. When it is unknown whether a batch was
 * stored, nothing more is appended until the journal was opened again; the senders still own what
 * they were not told of.
 */
public final class IntakePump implements Intake, SampleIntake, ListeningWatch, Closeable {
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final String TOO_LARGE = "it is too large for a record";

  private final Numbering numbering;
  private final InstantSource clock;
  private final Attendance attendance;
  private final IntakeQueue queue;
  private final IntakeProgress progress = new IntakeProgress();
  private final BatchWriter writer;
  private final EarlyShowing early;
  private final Thread thread;

  /** What the journal has no room for while it takes the rest; owned by the thread. */
  private final AccessAside aside;

  private volatile boolean isNotesWanted;
  private volatile Optional<Notes> notes = Optional.empty();

  /**
   * An intake in front of this journal.
   *
   * @param numbering knows all that the journal holds; owned by this from now on
   * @param position one behind the last frame that it knows
   * @param naming what the dictionary shall say of the sources behind a listener
   * @param attendance keeps the roll-call; owned by this from now on
   * @param payloads where payloads go that do not fit a record
   */
  public IntakePump(
      Journal journal,
      Numbering numbering,
      long position,
      Function<String, Naming> naming,
      InstantSource clock,
      IntakeLimits limits,
      Attendance attendance,
      PayloadStore payloads) {
    this(
        journal,
        numbering,
        position,
        naming,
        clock,
        limits,
        attendance,
        payloads,
        ValueSealing.NONE);
  }

  /**
   * The same, and values are sealed before they are written.
   *
   * @param sealing whose values, and with which keys; owned by this from now on
   */
  public IntakePump(
      Journal journal,
      Numbering numbering,
      long position,
      Function<String, Naming> naming,
      InstantSource clock,
      IntakeLimits limits,
      Attendance attendance,
      PayloadStore payloads,
      ValueSealing sealing) {
    this.numbering = numbering;
    this.clock = clock;
    this.attendance = attendance;
    this.queue = new IntakeQueue(limits, clock);
    var making =
        new RecordMaking(numbering, naming, attendance, payloads, sealing, progress::stands);
    this.early = new EarlyShowing(queue, making, numbering, clock);
    this.writer =
        new BatchWriter(journal, numbering, position, attendance, making, progress, early);
    this.aside = new AccessAside(clock, progress::refused);
    this.thread = Thread.ofPlatform().name("intake").daemon().unstarted(this::run);
  }

  /** Begins to carry. */
  public void start() {
    thread.start();
  }

  @Override
  public boolean offer(Heard heard, Receipt receipt) {
    return put(new Item.Message(heard, receipt));
  }

  @Override
  public boolean offer(Samples samples, Receipt receipt) {
    return put(new Item.Readings(samples, receipt));
  }

  @Override
  public boolean offer(IntakeFinding finding, Receipt receipt) {
    return put(new Item.Finding(finding, receipt));
  }

  /** Takes something that this gateway itself states, as of now. */
  public boolean offer(RecordValue value, Receipt receipt) {
    return put(new Item.Own(Numbering.SELF, value, clock.instant(), receipt));
  }

  /** Takes something that this gateway states about a source that has its number, as of now. */
  public boolean offer(long source, RecordValue value, Receipt receipt) {
    return put(new Item.Own(source, value, clock.instant(), receipt));
  }

  /**
   * Takes something that this gateway states of what is durable already, so that room can be made:
   * it goes ahead of what waits for room.
   */
  public boolean offerAhead(RecordValue value, Receipt receipt) {
    return put(new Item.Ahead(value, clock.instant(), receipt));
  }

  /** Takes records, and frames of another kind, that somebody else has made ready. */
  public boolean offer(Prepared prepared, Receipt receipt) {
    return put(new Item.Ready(prepared, receipt));
  }

  /**
   * Drops what a plan of the journal says, and states in the same step what went and who never got
   * it; the receipt says whether it was done. A plan speaks of what is durable, so this goes ahead
   * of what waits for room.
   */
  public boolean drop(DropPlan plan, Receipt receipt) {
    return put(new Item.Drop(plan, clock.instant(), receipt));
  }

  /** Takes note that a subscription began or ceased to be heard; never turned away. */
  @Override
  public void changed(String listener, String subscription, Listening state) {
    queue.putAnyway(new Item.Changed(listener, subscription, state));
  }

  private boolean put(Item item) {
    long bytes = item.bytes();
    if (bytes == RecordMaking.NEVER_FITS) {
      refuse(item);
      return true;
    }
    Optional<Item> out = queue.crowdedOutBy(item);
    if (out.isPresent()) {
      progress.refused(1);
      out.get().receipt().refused(Crowd.REASON);
    }
    return queue.put(item, bytes);
  }

  /** There can be no record of it, or none that the journal takes: nothing waits behind it. */
  private void refuse(Item item) {
    queue.letGo(item);
    progress.refused(1);
    item.receipt().refused(TOO_LARGE);
  }

  /** What went through so far. */
  public IntakeFigures figures() {
    IntakeQueue.Figures in = queue.figures();
    IntakeProgress.Figures out = progress.figures();
    long waits = in.waiting() + aside.count();
    return new IntakeFigures(
        in.taken(), in.full(), out.durable(), out.refused(), waits, out.retries());
  }

  /** What the numbers of sources and points are called that stand in the journal. */
  public NameDirectory names() {
    return writer.names();
  }

  /** What is not durable yet, for destinations that want it all the same. */
  public EarlyLine early() {
    return early.line();
  }

  /** What destinations were shown that is not durable: what a start after a crash must know. */
  public EarlyNote earlyNote() {
    return early.note();
  }

  /** How many sources have a number, this gateway among them. */
  public long sourceCount() {
    return writer.sourceCount();
  }

  /** Why nothing can be appended at the moment, if so. */
  public Optional<JournalFinding> obstacle() {
    return progress.obstacle();
  }

  /**
   * Why what people do is not written, while other records may be: the journal has no room for
   * access records. Over when all that waits for it is durable, or nobody waits any more.
   */
  public Optional<JournalFinding> accessObstacle() {
    return aside.why();
  }

  /** Whether the journal has not answered for a while: then acknowledgements are withheld. */
  public boolean isStalled() {
    return progress.isStalled();
  }

  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        List<Item> batch = queue.take();
        goesOn = batch.isEmpty() ? queue.isOpen() : work(batch);
        aside.letGo(queue.takeLetGo());
        if (goesOn && aside.isDue()) {
          goesOn = carryAside();
          if (goesOn && aside.isEmpty()) {
            isOver(0);
          }
        }
        if (goesOn && attendance.isDue() && !early.isAwaited()) {
          goesOn = carryRollCall();
        }
      }
      endInOrder();
    } catch (InterruptedException e) {
      // Only close() interrupts, and it has given up on what waits.
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What is aside is tried once more, and who waits for what still finds no room is answered. The
   * last interval is stated too. Unless what is in the journal has become unknown.
   */
  private void endInOrder() throws InterruptedException {
    if (writer.isLost()) {
      return;
    }
    aside.letGo(queue.takeLetGo());
    boolean goesOn = aside.isEmpty() || carryAside();
    aside.end();
    if (goesOn && carryRollCall() && !aside.isEmpty()) {
      boolean _ = carryAside();
    }
  }

  /** Appends a batch, or does the one thing in it that stands alone; false when impossible. */
  private boolean work(List<Item> batch) throws InterruptedException {
    progress.begins();
    boolean goesOn =
        switch (batch.getFirst()) {
          case Item.Changed change -> change(change, batch);
          case Item.Drop drop -> drop(drop);
          case Item.Message _,
              Item.Readings _,
              Item.Finding _,
              Item.Own _,
              Item.Ahead _,
              Item.Ready _ ->
              carry(batch, 0);
        };
    early.carried(batch);
    progress.ends();
    return goesOn;
  }

  private boolean change(Item.Changed change, List<Item> batch) throws InterruptedException {
    // What came before the change was heard in the state before it.
    if (attendance.mustCloseFirst() && !carryRollCall()) {
      return false;
    }
    attendance.changed(change.listener(), change.subscription(), change.state());
    writer.settle(batch);
    isOver(0);
    return true;
  }

  private boolean drop(Item.Drop drop) throws InterruptedException {
    boolean isDropped = writer.drop(drop);
    queue.left(0);
    if (isDropped) {
      progress.goesOn();
    }
    return !writer.isLost();
  }

  /**
   * What makes room does not wait for those who have none, or a full disk stays full: a drop, and
   * what must be stated before payloads or records can go. All of it speaks of what is durable, so
   * it means the same before what waits as behind it. False when nothing can be appended any more.
   */
  private boolean carryAhead() throws InterruptedException {
    Optional<Item> first = queue.firstForRoom();
    while (first.isPresent()) {
      Item item = first.get();
      boolean isDone = item instanceof Item.Drop drop ? isAnswered(drop) : isStated(item);
      if (isDone) {
        queue.remove(item);
      }
      first = isDone ? queue.firstForRoom() : Optional.empty();
    }
    return !writer.isLost();
  }

  /** Where it is not dropped, who wants it is told, and asks again. */
  private boolean isAnswered(Item.Drop drop) throws InterruptedException {
    return writer.drop(drop) || !writer.isLost();
  }

  private boolean isStated(Item item) throws InterruptedException {
    return switch (writer.write(List.of(item))) {
      case Tried.Answered(var outcome) -> outcome instanceof JournalOutcome.Appended;
      case Tried.Unready _ -> false;
      case Tried.TooLarge _ -> {
        refuse(item);
        yield true;
      }
    };
  }

  private boolean carryRollCall() throws InterruptedException {
    Attendance.Ended ended = attendance.close(clock);
    List<Item> calls = new ArrayList<>();
    for (Attendance.Statement each : ended.statements()) {
      calls.add(new Item.Own(each.source(), each.value(), ended.at(), Receipt.NONE));
    }
    queue.begun(calls.size());
    if (!calls.isEmpty() && !carry(calls, 0)) {
      return false;
    }
    takeNotes();
    return true;
  }

  /**
   * Behind a roll-call and between two batches: then the numbering knows what the journal has and
   * nothing else, and what stands behind the notes is all that no roll-call counts.
   */
  private void takeNotes() {
    if (!isNotesWanted && !queue.isClosing()) {
      return;
    }
    isNotesWanted = false;
    notes = Optional.of(new Notes(numbering.encode(writer.position()), attendance.notes()));
  }

  /** Asks for notes; {@link #notes} has them behind the next roll-call. */
  public void wantNotes() {
    isNotesWanted = true;
    queue.wake();
  }

  /**
   * What the next start goes on from, as it was when notes were last asked for.
   *
   * @param numbering which numbers were given, {@link NumberingStart#learn}
   * @param hearers who heard whom, {@link Hearers#resumed}
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over once, to be written.
  public record Notes(byte[] numbering, byte[] hearers) {}

  /** The newest notes. */
  public Optional<Notes> notes() {
    return notes;
  }

  /**
   * Appends a batch, however often it takes; false when that has become impossible.
   *
   * @param behind how many are under way behind it
   */
  private boolean carry(List<Item> taken, int behind) throws InterruptedException {
    var stored = new RecordMaking.Stored();
    List<Item> batch = left(aside.wanted(aside.behindOthers(taken)), behind);
    while (!batch.isEmpty()) {
      switch (writer.write(batch, stored)) {
        case Tried.Unready _ -> {
          batch = aside.without(batch, Optional.empty());
          if (!carryAhead() || !carryAccess()) {
            return false;
          }
          pause(batch);
        }
        case Tried.TooLarge _ -> {
          return carryParts(batch, behind);
        }
        case Tried.Answered(JournalOutcome.Appended _) -> {
          isOver(behind);
          return true;
        }
        case Tried.Answered(JournalOutcome.Busy _) -> {
          // It was waited for already.
        }
        case Tried.Answered(JournalOutcome.Refused(var finding)) -> {
          boolean isFull = finding.fault() == JournalFault.DISK_FULL;
          if (isFull && batch.stream().anyMatch(Item::isAccess)) {
            // Whose room is short is known of those only that were tried alone.
            boolean isAlone = batch.stream().allMatch(Item::isAccess);
            batch = aside.without(batch, Optional.of(finding).filter(_ -> isAlone));
          } else if (!waited(batch, finding, isFull)) {
            return false;
          }
        }
        case Tried.Answered(JournalOutcome.Unknown _) -> {
          return false;
        }
      }
      batch = left(aside.wanted(batch), behind);
    }
    return true;
  }

  /** What is too much for one batch goes in two, and what is too much alone does not go. */
  private boolean carryParts(List<Item> batch, int behind) throws InterruptedException {
    if (batch.size() == 1) {
      refuse(batch.getFirst());
      isOver(behind);
      return true;
    }
    int half = batch.size() / 2;
    List<Item> rest = batch.subList(half, batch.size());
    early.inParts(true);
    boolean goesOn = carry(batch.subList(0, half), behind + rest.size());
    early.inParts(false);
    return goesOn && carry(rest, behind);
  }

  /** Waits for the next try; false when nothing can be appended any more. */
  private boolean waited(List<Item> batch, JournalFinding finding, boolean isFull)
      throws InterruptedException {
    progress.stands(finding);
    if (isFull && !(carryAhead() && carryAccess())) {
      return false;
    }
    pause(batch);
    return true;
  }

  /** Before the next try. */
  private void pause(List<Item> batch) throws InterruptedException {
    early.refused(batch);
    Thread.sleep(RETRY);
    progress.answered();
  }

  /**
   * What people do is not held up by plants either: while there is no room for what these say, what
   * waits behind it of people is tried by itself. False when nothing can be appended any more.
   */
  private boolean carryAccess() throws InterruptedException {
    aside.letGo(queue.takeLetGo());
    aside.dropUnwanted();
    List<Item> found = queue.takeAccess(aside::room);
    if (!found.isEmpty()) {
      aside.add(found);
    }
    return !aside.isDue() || carryAside();
  }

  /** What is still under way of the batch at hand. */
  private List<Item> left(List<Item> batch, int behind) {
    queue.left(batch.size() + behind);
    return batch;
  }

  /**
   * Tries what was set aside until there is no room for it, and states how much was given up: that
   * is itself a record of what people do. False when nothing can be appended any more.
   */
  private boolean carryAside() throws InterruptedException {
    boolean goesOn = carrySomeAside(SetAside.TOGETHER_MAX);
    while (goesOn && aside.isDue()) {
      goesOn = carrySomeAside(SetAside.TOGETHER_MAX);
    }
    return goesOn;
  }

  private boolean carrySomeAside(int most) throws InterruptedException {
    List<Item> kept = aside.take(most);
    switch (writer.write(aside.withStatement(kept))) {
      case Tried.Answered(JournalOutcome.Appended _) -> aside.done();
      case Tried.Answered(JournalOutcome.Busy _), Tried.Unready _ ->
          aside.putBack(kept, Optional.empty());
      case Tried.Answered(JournalOutcome.Refused(var finding)) ->
          aside.putBack(kept, Optional.of(finding));
      case Tried.TooLarge _ -> {
        if (kept.size() == 1) {
          refuse(kept.getFirst());
          aside.refused();
        } else {
          aside.putBack(kept, Optional.empty());
          return kept.isEmpty() || carrySomeAside(kept.size() / 2);
        }
      }
      case Tried.Answered(JournalOutcome.Unknown _) -> {
        return false;
      }
    }
    return true;
  }

  /** The batch at hand is over, so nothing is in the way. */
  private void isOver(int behind) {
    queue.left(behind);
    progress.goesOn();
  }

  /**
   * Takes nothing more, waits until all that was taken is durable, but no longer than a few
   * seconds, and ends. What is not durable by then is still its sender's.
   */
  @Override
  public void close() {
    queue.close();
    Ending.of(thread);
  }
}
