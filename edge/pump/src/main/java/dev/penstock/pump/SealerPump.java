package dev.penstock.pump;

import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.Ledger;
import dev.penstock.flow.devices.DeviceAssembly;
import dev.penstock.flow.devices.DeviceFrames;
import dev.penstock.flow.devices.DeviceMemory;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.sealing.BlockExtents;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.flow.sealing.SealerNotes;
import dev.penstock.flow.sealing.Sealing;
import dev.penstock.signature.SigningException;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Seals what the journal holds. One thread reads the journal, gives each record to the rules of
 * sealing, and brings the blocks they close to disk: first their extents, then their headers into
 * the log, with the journal position from which a start must read. So after a crash every record is
 * in exactly one block of the log, and each of those has its extents.
 *
 * <p>It may fall behind and it may stop; nobody who hears or journals waits for it.
 */
public final class SealerPump implements Closeable {
  private static final int READ_BYTES = 4 << 20;

  /** Blocks in one batch of the log: their headers are a few hundred bytes each. */
  private static final int GROUP_BLOCKS_MAX = 4_096;

  /** A gateway that is still fed while it ends seals the rest after the next start. */
  private static final int DRAIN_STEPS_MAX = 1_000;

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final JournalCursor cursor;
  private final Journal extents;
  private final long boot;
  private final Ledger ledger;
  private final Sealing sealing;
  private final DeviceAssembly devices;
  private final DeviceMemory memory;
  private final Supplier<Closing> now;
  private final SealedWatch watch;
  private final Thread thread;
  private final FrameBatch frames = new FrameBatch();

  /** Blocks that the rules closed and that are not durable yet; the thread owns it. */
  private final List<ClosedBlock> closed;

  /** Where the extents of recent blocks stand: those a start may have to look at. */
  private final ArrayDeque<Recent> recent = new ArrayDeque<>();

  private @Nullable SigningException signingFault;
  private long nextIndex;

  /** The low of the last commit. */
  private long committedLow;

  private final AtomicLong records = new AtomicLong();
  private final AtomicLong blocks = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private volatile Optional<String> obstacle = Optional.empty();
  private volatile boolean isClosing;
  private volatile SealerNotes notes;
  private volatile long statedSize;

  private record Recent(long readTo, long extentsAt) {}

  /**
   * A sealer that goes on where a start found it.
   *
   * @param cursor of the journal, at the position from which records must be given
   * @param extents the journal that keeps the extents of blocks, under the number of the boot as
   *     source and the index in the log as seq
   * @param boot counter of this run
   * @param sealing as {@link SealerStart} resumed it; its blocks come to {@code closed}
   * @param devices puts the blocks of devices together
   * @param memory is shown every frame
   * @param now the time at which a block closes
   */
  SealerPump(
      JournalCursor cursor,
      Journal extents,
      long boot,
      Ledger ledger,
      Sealing sealing,
      DeviceAssembly devices,
      DeviceMemory memory,
      List<ClosedBlock> closed,
      long nextIndex,
      SealerNotes notes,
      Supplier<Closing> now,
      SealedWatch watch) {
    this.cursor = cursor;
    this.extents = extents;
    this.boot = boot;
    this.ledger = ledger;
    this.sealing = sealing;
    this.devices = devices;
    this.memory = memory;
    this.closed = closed;
    this.nextIndex = nextIndex;
    this.notes = notes;
    this.committedLow = cursor.position();
    this.now = now;
    this.watch = watch;
    this.thread = Thread.ofPlatform().name("sealer").daemon().unstarted(this::run);
  }

  /** Begins to seal. */
  public void start() {
    thread.start();
  }

  /** What was sealed so far. */
  public SealerFigures figures() {
    return new SealerFigures(records.get(), blocks.get(), cursor.lag(), retries.get());
  }

  /** Why nothing is sealed at the moment, if so. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  /** What a start needs to know to be quick, as of some moment before now. */
  public SealerNotes notes() {
    return notes;
  }

  /**
   * Size of the log just behind the last block of this run that states something; 0 as long as
   * there is none. Heartbeats state nothing new, nor do roll-calls of nobody and the results of
   * anchors.
   */
  public long statedSize() {
    return statedSize;
  }

  private void run() {
    try {
      while (!isClosing) {
        boolean _ = step(TICK);
      }
      drain();
    } catch (InterruptedException e) {
      // Only close() interrupts; what is not sealed is sealed after the next start.
      Thread.currentThread().interrupt();
    }
  }

  /** Reads what there is, closes what is due, and brings it to disk. */
  private boolean step(Duration wait) throws InterruptedException {
    boolean _ = cursor.awaitMore(wait);
    Reading reading = cursor.read(this::take, READ_BYTES);
    boolean isAtEnd = reading instanceof Reading.AtEnd;
    if (reading instanceof Reading.Failed(var finding)) {
      hold(finding.toString());
    }
    settle(isAtEnd);
    commit();
    return isAtEnd;
  }

  /** Everything that is in the journal, and the open blocks: before an orderly end. */
  private void drain() throws InterruptedException {
    for (int i = 0; i < DRAIN_STEPS_MAX; i++) {
      if (step(Duration.ZERO)) {
        break;
      }
    }
    try {
      sealing.closeAll(now.get());
    } catch (SigningException e) {
      hold("the key did not sign: " + e.getMessage());
    }
    commit();
  }

  private boolean take(Frame frame) {
    memory.take(frame);
    if (DeviceFrames.isOne(frame)) {
      sealing.passOver(frame.position());
      devices.take(frame).ifPresent(closed::add);
      return true;
    }
    Closing closing = now.get();
    try {
      for (int i = 0; i < frame.count(); i++) {
        take(frame, i, closing);
      }
      return true;
    } catch (SigningException e) {
      // What was given is given; the rest of the frame comes again and that much is skipped.
      signingFault = e;
      return false;
    }
  }

  private void take(Frame frame, int record, Closing closing) throws SigningException {
    int at = frame.startOf(record);
    int length = frame.startOf(record + 1) - at;
    RecordKind kind =
        LedgerRecord.kindOf(frame.buffer(), at, length)
            .orElseThrow(() ->
                new IllegalStateException(
                    "record " + record + " of frame " + frame.position() + " is none"));
    boolean _ =
        sealing.take(
            frame.source(),
            frame.firstSeq() + record,
            kind,
            frame.position(),
            BlockExtents.address(frame.recordClass(), frame.segment(), frame.offsetOf(record)),
            frame.buffer(),
            at,
            length,
            closing);
  }

  private void settle(boolean isAtEnd) throws InterruptedException {
    try {
      SigningException fault = signingFault;
      signingFault = null;
      if (fault != null) {
        throw fault;
      }
      sealing.settle(now.get(), isAtEnd);
    } catch (SigningException e) {
      hold("the key did not sign: " + e.getMessage());
    }
  }

  /** Brings all closed blocks to disk, however often it takes. */
  private void commit() throws InterruptedException {
    // All that is closed will be durable with this commit, so this position goes with it.
    long low = devices.low(sealing.low());
    while (!closed.isEmpty()) {
      List<ClosedBlock> group = closed.subList(0, Math.min(closed.size(), GROUP_BLOCKS_MAX));
      boolean isLast = group.size() == closed.size();
      storeExtents(group);
      append(group, isLast ? low : committedLow);
      count(group);
      noteStated(group);
      watch.sealed(nextIndex, List.copyOf(group));
      nextIndex += group.size();
      group.clear();
      if (isLast) {
        settled(low);
      }
      obstacle = Optional.empty();
    }
  }

  private void count(List<ClosedBlock> group) {
    long _ = blocks.addAndGet(group.size());
    for (ClosedBlock block : group) {
      long _ = records.addAndGet(block.block().header().count());
    }
  }

  private void noteStated(List<ClosedBlock> group) {
    for (int i = group.size() - 1; i >= 0; i--) {
      if (!group.get(i).isQuiet()) {
        statedSize = nextIndex + i + 1;
        return;
      }
    }
  }

  private void settled(long low) {
    committedLow = low;
    cursor.settle(low);
    while (recent.size() > 1 && second(recent).readTo() < low) {
      Recent _ = recent.remove();
    }
    long from = recent.isEmpty() ? notes.extentsFrom() : recent.element().extentsAt();
    notes = new SealerNotes(nextIndex, from, sealing.tips());
  }

  private static Recent second(ArrayDeque<Recent> of) {
    var all = of.iterator();
    Recent _ = all.next();
    return all.next();
  }

  private void storeExtents(List<ClosedBlock> group) throws InterruptedException {
    frames.clear();
    var _ = frames.frame(RecordClass.CONTROL, boot, nextIndex);
    for (ClosedBlock block : group) {
      var _ = frames.record(block.extents().encode());
    }
    while (true) {
      switch (extents.append(frames)) {
        case JournalOutcome.Appended(var position, var _) -> {
          recent.add(new Recent(group.getFirst().extents().readTo(), position));
          return;
        }
        case JournalOutcome.Busy _ -> Thread.sleep(TICK);
        case JournalOutcome.Refused(var finding) -> hold(finding.toString());
        case JournalOutcome.Unknown(var finding) -> stop(finding.toString());
      }
    }
  }

  private void append(List<ClosedBlock> group, long low) throws InterruptedException {
    var batch = new EntryBatch.Builder();
    for (ClosedBlock block : group) {
      batch = batch.add(block.block().leaf());
    }
    EntryBatch entries = batch.build();
    while (true) {
      switch (ledger.append(entries, low)) {
        case AppendOutcome.Appended(var first, var _, var _) -> {
          if (first != nextIndex) {
            stop("the log gave index " + first + " where " + nextIndex + " was due");
          }
          return;
        }
        case AppendOutcome.Refused(var finding) -> hold(finding.toString());
        case AppendOutcome.Unknown(var finding) -> stop(finding.toString());
      }
    }
  }

  /** Waits a little after something went wrong that may pass. */
  private void hold(String why) throws InterruptedException {
    obstacle = Optional.of(why);
    long _ = retries.incrementAndGet();
    if (isClosing) {
      throw new InterruptedException("closing");
    }
    Thread.sleep(RETRY);
  }

  /** What went wrong cannot pass before everything was opened again. */
  private void stop(String why) throws InterruptedException {
    obstacle = Optional.of(why);
    while (!isClosing) {
      Thread.sleep(RETRY);
    }
    throw new InterruptedException("closing");
  }

  /** Seals what the journal holds, as far as the disk lets it, and ends. */
  @Override
  public void close() {
    isClosing = true;
    Ending.of(thread);
    cursor.close();
  }
}
