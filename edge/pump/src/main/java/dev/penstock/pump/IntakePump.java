package dev.penstock.pump;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.shred.SealedValues;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.numbering.Filing;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.numbering.Prepared;
import dev.penstock.flow.shred.ValueSealing;
import dev.penstock.merkle.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
public final class IntakePump implements Intake, ListeningWatch, Closeable {
  /** A batch: enough to make the sync cheap, little enough for its hold-up to be short. */
  private static final int BATCH_COUNT_MAX = 16_384;

  private static final int BATCH_BYTES_MAX = 4 << 20;

  /** What a record has beside its payload, names and all. */
  static final int RECORD_BYTES_BESIDE = 2_048;

  private static final int PAYLOAD_BYTES_MAX = LedgerRecord.BYTES_MAX - RECORD_BYTES_BESIDE;

  private static final int SEALED_PAYLOAD_BYTES_MAX = PAYLOAD_BYTES_MAX - SealedValues.BYTES_BESIDE;

  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration ROOM_WAIT = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMillis(500);

  /** So many access records find a place where all others are taken: people mend what is full. */
  private static final int ACCESS_RESERVE = 1_000;

  /** A disk that takes longer to store a batch does not answer. */
  private static final Duration STALLED = Duration.ofSeconds(5);

  private static final long BASE_NANOS = System.nanoTime();

  private final Journal journal;
  private final Numbering numbering;
  private final Function<String, Naming> naming;
  private final InstantSource clock;
  private final IntakeLimits limits;
  private final Attendance attendance;
  private final PayloadStore payloads;
  private final ValueSealing sealing;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as all below. */
  private final ArrayDeque<Item> waiting = new ArrayDeque<>();

  private long waitingBytes;

  /** How many of those that wait are access records. */
  private int waitingAccess;

  /** Access records that were not even taken, which nobody has stated yet. */
  private int accessTurnedAway;

  private boolean isClosing;
  private Optional<JournalFinding> obstacle = Optional.empty();
  private long taken;
  private long full;
  private long durable;
  private long refused;
  private long retries;
  private int underWay;
  private boolean isNotesWanted;

  /** The journal position behind what the numbering knows; owned by the thread. */
  private long position;

  /** For which position the payloads of the batch at hand were kept; owned by the thread. */
  private long storedFor;

  /** Whether it is unknown what the journal has; owned by the thread. */
  private boolean isLost;

  /** What the journal has no room for while it takes the rest; owned by the thread. */
  private final AccessAside aside;

  /** When the batch at hand was begun, of the virtual machine's clock; -1 for none. */
  private volatile long begunNanos = -1;

  private volatile long sourceCount;
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
    this.journal = journal;
    this.numbering = numbering;
    this.position = position;
    this.sourceCount = numbering.sourceCount();
    this.naming = naming;
    this.clock = clock;
    this.limits = limits;
    this.attendance = attendance;
    this.payloads = payloads;
    this.sealing = sealing;
    this.aside = new AccessAside(clock, this::countAway);
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

  /** Takes records, and frames of another kind, that somebody else has made ready. */
  public boolean offer(Prepared prepared, Receipt receipt) {
    return put(new Item.Ready(prepared, receipt));
  }

  /**
   * Drops what a plan of the journal says, and states in the same step what went and who never got
   * it; the receipt says whether it was done.
   */
  public boolean drop(DropPlan plan, Receipt receipt) {
    return put(new Item.Drop(plan, clock.instant(), receipt));
  }

  /** Takes note that a subscription began or ceased to be heard; never turned away. */
  @Override
  public void changed(String listener, String subscription, Listening state) {
    var change = new Item.Changed(listener, subscription, state);
    lock.lock();
    try {
      // There are few of them, and who misses one would call a deaf gateway a listening one.
      waiting.add(change);
      waitingBytes += change.bytes();
      taken++;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private boolean put(Item item) {
    lock.lock();
    try {
      boolean isFull =
          waiting.size() >= limits.count()
              || (waitingBytes > 0 && waitingBytes + item.bytes() > limits.bytes());
      boolean isAccess = item.isAccess();
      if (isClosing || (isFull && !(isAccess && waitingAccess < ACCESS_RESERVE))) {
        full++;
        accessTurnedAway += isAccess && !isClosing ? 1 : 0;
        return false;
      }
      waiting.add(item);
      waitingAccess += isAccess ? 1 : 0;
      waitingBytes += item.bytes();
      taken++;
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** What went through so far. */
  public IntakeFigures figures() {
    lock.lock();
    try {
      long waits = (long) waiting.size() + underWay + aside.count();
      return new IntakeFigures(taken, full, durable, refused, waits, retries);
    } finally {
      lock.unlock();
    }
  }

  /** How many sources have a number, this gateway among them. */
  public long sourceCount() {
    return sourceCount;
  }

  /** Why nothing can be appended at the moment, if so. */
  public Optional<JournalFinding> obstacle() {
    lock.lock();
    try {
      return obstacle;
    } finally {
      lock.unlock();
    }
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
    long begun = begunNanos;
    return begun >= 0 && System.nanoTime() - BASE_NANOS - begun > STALLED.toNanos();
  }

  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        List<Item> batch = take();
        goesOn = batch.isEmpty() ? isOpen() : work(batch);
        countTurnedAway();
        if (goesOn && aside.isDue()) {
          goesOn = carryAside();
          if (goesOn && aside.isEmpty()) {
            isOver();
          }
        }
        if (goesOn && attendance.isDue()) {
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
    if (isLost) {
      return;
    }
    countTurnedAway();
    boolean goesOn = aside.isEmpty() || carryAside();
    aside.end();
    if (goesOn && carryRollCall() && !aside.isEmpty()) {
      boolean _ = carryAside();
    }
  }

  private boolean isOpen() {
    lock.lock();
    try {
      return !isClosing || !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Appends a batch, or does the one thing in it that stands alone; false when impossible. */
  private boolean work(List<Item> batch) throws InterruptedException {
    begunNanos = System.nanoTime() - BASE_NANOS;
    boolean goesOn =
        switch (batch.getFirst()) {
          case Item.Changed change -> change(change, batch);
          case Item.Drop drop -> drop(drop);
          case Item.Message _, Item.Finding _, Item.Own _, Item.Ready _ -> carry(batch);
        };
    begunNanos = -1;
    return goesOn;
  }

  private boolean change(Item.Changed change, List<Item> batch) throws InterruptedException {
    // What came before the change was heard in the state before it.
    if (attendance.mustCloseFirst() && !carryRollCall()) {
      return false;
    }
    attendance.changed(change.listener(), change.subscription(), change.state());
    settle(batch);
    isOver();
    return true;
  }

  private boolean drop(Item.Drop drop) throws InterruptedException {
    var filing = new Filing(numbering, naming);
    drop.plan().gaps().forEach(gap -> filing.own(gap, drop.at()));
    var frames = new FrameBatch();
    filing.layOut(frames);
    switch (journal.drop(drop.plan(), frames)) {
      case JournalOutcome.Appended(var first, var count) -> {
        position = first + count;
        settle(List.of(drop));
        isOver();
      }
      case JournalOutcome.Busy _ -> {
        filing.undo();
        turnDown(drop, "the journal is busy");
      }
      case JournalOutcome.Refused(var finding) -> {
        filing.undo();
        turnDown(drop, finding.toString());
      }
      case JournalOutcome.Unknown(var finding) -> {
        lose(finding);
        return false;
      }
    }
    return true;
  }

  private void turnDown(Item.Drop drop, String why) {
    drop.receipt().refused(why);
    lock.lock();
    try {
      refused++;
      underWay = 0;
    } finally {
      lock.unlock();
    }
  }

  private boolean carryRollCall() throws InterruptedException {
    Instant at = clock.instant();
    List<Item> calls = new ArrayList<>();
    for (Attendance.Statement each : attendance.close(at)) {
      calls.add(new Item.Own(each.source(), each.value(), at, Receipt.NONE));
    }
    countOwn(calls.size());
    if (!calls.isEmpty() && !carry(calls)) {
      return false;
    }
    takeNotes();
    return true;
  }

  private void countOwn(int count) {
    lock.lock();
    try {
      taken += count;
      underWay += count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next batch: a change or a drop alone, or what came before the next of them. Empty when
   * nothing came for a while, or when this is closed and all is done.
   */
  private List<Item> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TICK.toNanos();
      while (waiting.isEmpty() && !isClosing && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Item> batch = new ArrayList<>();
      long bytes = 0;
      while (!waiting.isEmpty() && batch.size() < BATCH_COUNT_MAX && bytes < BATCH_BYTES_MAX) {
        boolean isAlone = waiting.element().standsAlone();
        if (isAlone && !batch.isEmpty()) {
          break;
        }
        Item item = waiting.remove();
        batch.add(item);
        bytes += item.bytes();
        waitingBytes -= item.bytes();
        waitingAccess -= item.isAccess() ? 1 : 0;
        if (isAlone) {
          break;
        }
      }
      underWay = batch.size();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Behind a roll-call and between two batches: then the numbering knows what the journal has and
   * nothing else, and what stands behind the notes is all that no roll-call counts.
   */
  private void takeNotes() {
    lock.lock();
    try {
      if (!isNotesWanted && !isClosing) {
        return;
      }
      isNotesWanted = false;
    } finally {
      lock.unlock();
    }
    notes = Optional.of(new Notes(numbering.encode(position), attendance.notes()));
  }

  /** Asks for notes; {@link #notes} has them behind the next roll-call. */
  public void wantNotes() {
    lock.lock();
    try {
      isNotesWanted = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
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

  private void putBack(List<Item> batch, Filing filing, Optional<JournalFinding> why) {
    filing.undo();
    aside.putBack(batch, why);
  }

  /** Appends a batch, however often it takes; false when that has become impossible. */
  private boolean carry(List<Item> taken) throws InterruptedException {
    var frames = new FrameBatch();
    var stored = new IdentityHashMap<Item, Digest>();
    List<Item> batch = left(aside.wanted(aside.behindOthers(taken)));
    while (!batch.isEmpty()) {
      Optional<Filing> filed = filed(batch, stored);
      if (filed.isEmpty()) {
        batch = aside.without(batch, Optional.empty());
        if (!carryAccess()) {
          return false;
        }
        pause();
      } else {
        Filing filing = filed.get();
        layOut(batch, filing, frames);
        switch (appended(frames)) {
          case JournalOutcome.Appended appended -> {
            appended(appended, batch, filing);
            isOver();
            return true;
          }
          case JournalOutcome.Busy _ -> filing.undo();
          case JournalOutcome.Refused(var finding) -> {
            filing.undo();
            boolean isFull = finding.fault() == JournalFault.DISK_FULL;
            if (isFull && batch.stream().anyMatch(Item::isAccess)) {
              // Whose room is short is known of those only that were tried alone.
              boolean isAlone = batch.stream().allMatch(Item::isAccess);
              batch = aside.without(batch, Optional.of(finding).filter(_ -> isAlone));
            } else if (!waited(finding, isFull)) {
              return false;
            }
          }
          case JournalOutcome.Unknown(var finding) -> {
            lose(finding);
            return false;
          }
        }
      }
      batch = left(aside.wanted(batch));
    }
    return true;
  }

  /** Waits for the next try; false when nothing can be appended any more. */
  private boolean waited(JournalFinding finding, boolean isFull) throws InterruptedException {
    note(finding);
    if (isFull && !carryAccess()) {
      return false;
    }
    pause();
    return true;
  }

  /** Before the next try. There was an answer, so the disk does not stall. */
  private void pause() throws InterruptedException {
    Thread.sleep(RETRY);
    if (begunNanos >= 0) {
      begunNanos = System.nanoTime() - BASE_NANOS;
    }
  }

  /** Ready to be laid out; empty when payloads beside it or keys for it could not be kept. */
  private Optional<Filing> filed(List<Item> batch, IdentityHashMap<Item, Digest> stored) {
    if (!isStored(batch, stored)) {
      return Optional.empty();
    }
    Filing filing = file(batch, stored);
    if (!isSealed(filing)) {
      filing.undo();
      return Optional.empty();
    }
    return Optional.of(filing);
  }

  private static void layOut(List<Item> batch, Filing filing, FrameBatch frames) {
    frames.clear();
    filing.layOut(frames);
    for (Item item : batch) {
      if (item instanceof Item.Ready(var prepared, var _)) {
        prepared.layOut(frames);
      }
    }
  }

  private void appended(JournalOutcome.Appended appended, List<Item> batch, Filing filing) {
    position = appended.firstPosition() + appended.count();
    sourceCount = numbering.sourceCount();
    attendance.appended(filing);
    tellOfBlocks(batch);
    settle(batch);
  }

  /** What found no place in the queue is stated as well. */
  private void countTurnedAway() {
    int away;
    lock.lock();
    try {
      away = accessTurnedAway;
      accessTurnedAway = 0;
    } finally {
      lock.unlock();
    }
    aside.turnedAway(away);
  }

  /**
   * What people do is not held up by plants either: while there is no room for what these say, what
   * waits behind it of people is tried by itself. False when nothing can be appended any more.
   */
  private boolean carryAccess() throws InterruptedException {
    countTurnedAway();
    aside.dropUnwanted();
    int room = aside.room();
    List<Item> found = new ArrayList<>();
    lock.lock();
    try {
      boolean _ =
          waiting.removeIf(item -> item.isAccess() && found.size() < room && found.add(item));
      found.forEach(item -> waitingBytes -= item.bytes());
      waitingAccess -= found.size();
    } finally {
      lock.unlock();
    }
    if (!found.isEmpty()) {
      aside.add(found);
    }
    return !aside.isDue() || carryAside();
  }

  private void countAway(int away) {
    if (away > 0) {
      lock.lock();
      try {
        refused += away;
      } finally {
        lock.unlock();
      }
    }
  }

  /** What is still under way of the batch at hand. */
  private List<Item> left(List<Item> batch) {
    lock.lock();
    try {
      underWay = batch.size();
    } finally {
      lock.unlock();
    }
    return batch;
  }

  /**
   * Tries what was set aside until there is no room for it, and states how much was given up: that
   * is itself a record of what people do. False when nothing can be appended any more.
   */
  private boolean carryAside() throws InterruptedException {
    boolean goesOn = carrySomeAside();
    while (goesOn && aside.isDue()) {
      goesOn = carrySomeAside();
    }
    return goesOn;
  }

  private boolean carrySomeAside() throws InterruptedException {
    List<Item> kept = aside.take();
    List<Item> batch = aside.withStatement(kept);
    Filing filing = file(batch, new IdentityHashMap<>());
    var frames = new FrameBatch();
    layOut(batch, filing, frames);
    switch (appended(frames)) {
      case JournalOutcome.Appended appended -> {
        appended(appended, batch, filing);
        aside.done();
      }
      case JournalOutcome.Busy _ -> putBack(kept, filing, Optional.empty());
      case JournalOutcome.Refused(var finding) -> putBack(kept, filing, Optional.of(finding));
      case JournalOutcome.Unknown(var finding) -> {
        lose(finding);
        return false;
      }
    }
    return true;
  }

  /** Whether no value that must not be written in clear is in clear any more. */
  private boolean isSealed(Filing filing) {
    try {
      filing.seal(sealing);
      return true;
    } catch (IOException e) {
      note(
          new JournalFinding(
              JournalFault.WRITE_FAILED, "vault", "a value was not sealed: " + e.getMessage()));
      return false;
    }
  }

  private void tellOfBlocks(List<Item> batch) {
    for (Item item : batch) {
      if (item instanceof Item.Ready(var prepared, var _)) {
        prepared.tell(attendance::spoke);
      }
    }
  }

  /** Nobody knows what the journal has now; nothing more goes in before it was opened again. */
  private void lose(JournalFinding finding) {
    isLost = true;
    note(finding);
  }

  private JournalOutcome appended(FrameBatch frames) throws InterruptedException {
    return journal.submit(frames, ROOM_WAIT).await();
  }

  /**
   * Keeps the payloads that do not fit their records: they are durable before the records that name
   * them. False when one was not kept; the others need not be tried again.
   */
  private boolean isStored(List<Item> batch, IdentityHashMap<Item, Digest> stored) {
    List<Item> apart = batch.stream().filter(this::isStoredApart).toList();
    if (apart.stream().allMatch(stored::containsKey)) {
      return true;
    }
    if (storedFor != position) {
      // All payloads of a batch are kept for one position, or an earlier folder goes too early.
      stored.clear();
    }
    storedFor = position;
    for (Item item : apart) {
      if (item instanceof Item.Message(var heard, var _)
          && !stored.containsKey(item)
          && !isStored(item, heard, stored)) {
        return false;
      }
    }
    return true;
  }

  private boolean isStored(Item item, Heard heard, IdentityHashMap<Item, Digest> stored) {
    try {
      Digest _ = stored.put(item, payloads.put(heard.payload().bytes().bytes(), position));
      return true;
    } catch (IOException e) {
      note(
          new JournalFinding(
              JournalFault.WRITE_FAILED, "payloads", "a payload was not kept: " + e.getMessage()));
      return false;
    }
  }

  private Filing file(List<Item> batch, IdentityHashMap<Item, Digest> stored) {
    var filing = new Filing(numbering, naming);
    for (Item item : batch) {
      switch (item) {
        case Item.Message(var heard, var receipt) -> {
          if (isTooLarge(heard)) {
            filing.own(tooLarge(heard).asRecord(), heard.receivedTime());
          } else {
            file(heard, receipt, stored.get(item), filing);
          }
        }
        case Item.Finding(var finding, var _) ->
            filing.found(sealing.isOn() ? finding.withoutDigest() : finding);
        case Item.Ready(var prepared, var _) -> prepared.file(filing, attendance::heard);
        case Item.Own(var source, var value, var at, var _) -> filing.about(source, value, at);
        case Item.Changed _, Item.Drop _ -> throw new IllegalStateException("no record: " + item);
      }
    }
    return filing;
  }

  private void file(Heard heard, Receipt receipt, @Nullable Digest stored, Filing filing) {
    long source;
    if (sealing.covers(heard.source())) {
      source = filing.heardToSeal(heard);
    } else {
      source =
          stored == null ? filing.heard(heard) : filing.heard(heard, heard.storedValue(stored));
    }
    attendance.heard(heard.listener(), source);
    if (!numbering.isNamed(source, heard.source())) {
      numbering.sourceName(source).ifPresent(receipt::filedUnder);
    }
  }

  private boolean isStoredApart(Item item) {
    return item instanceof Item.Message(var heard, var _)
        && exceeds(heard, PAYLOAD_BYTES_MAX)
        && !isTooLarge(heard);
  }

  /** Whether payload and address together are more: an MQTT topic may have 64 KiB. */
  private static boolean exceeds(Heard heard, int most) {
    int size = heard.payload().bytes().size();
    String address = heard.address();
    if (size > most || address == null || size + 3L * address.length() <= most) {
      return size > most;
    }
    return size + address.getBytes(StandardCharsets.UTF_8).length > most;
  }

  /** What is sealed must fit its record: beside it there are only payloads in clear. */
  private boolean isTooLarge(Heard heard) {
    return heard.payload().bytes().size() > BlobStore.BYTES_MAX
        || (exceeds(heard, SEALED_PAYLOAD_BYTES_MAX) && sealing.covers(heard.source()));
  }

  private IntakeFinding tooLarge(Heard heard) {
    byte[] payload = heard.payload().bytes().bytes();
    boolean isToSeal = sealing.covers(heard.source());
    int most = isToSeal ? SEALED_PAYLOAD_BYTES_MAX : BlobStore.BYTES_MAX;
    return new IntakeFinding(
        IntakeFinding.Kind.PAYLOAD_TOO_LARGE,
        heard.listener(),
        heard.source() + "/" + heard.point(),
        heard.receivedTime(),
        heard.receivedTime(),
        1,
        payload.length,
        isToSeal ? null : Sha256.of(payload),
        "payload of "
            + payload.length
            + " bytes, kept are at most "
            + most
            + (isToSeal ? " of a source whose values are sealed" : ""));
  }

  private void settle(List<Item> batch) {
    long others = 0;
    for (Item item : batch) {
      boolean isKept = !(item instanceof Item.Message(var heard, var _) && isTooLarge(heard));
      if (isKept) {
        item.receipt().durable();
      } else {
        others++;
        item.receipt().refused(tooLargeWords(item));
      }
    }
    lock.lock();
    try {
      durable += batch.size();
      refused += others;
    } finally {
      lock.unlock();
    }
  }

  /** The batch at hand is over, so nothing is in the way. */
  private void isOver() {
    lock.lock();
    try {
      underWay = 0;
      obstacle = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private String tooLargeWords(Item item) {
    boolean isToSeal =
        item instanceof Item.Message(var heard, var _) && sealing.covers(heard.source());
    return "the payload is too large; its size " + (isToSeal ? "is kept" : "and digest are kept");
  }

  private void note(JournalFinding finding) {
    lock.lock();
    try {
      obstacle = Optional.of(finding);
      retries++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes nothing more, waits until all that was taken is durable, but no longer than a few
   * seconds, and ends. What is not durable by then is still its sender's.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Ending.of(thread);
  }
}
