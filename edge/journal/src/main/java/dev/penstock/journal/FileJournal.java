package dev.penstock.journal;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFigures;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.flow.journal.JournalTicket;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.journal.Retention;
import dev.penstock.storage.HeldFiles;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageLock;
import dev.penstock.storage.StorageLockedException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A journal in a folder, docs/formats/journal.md. One process opens it at a time. */
public final class FileJournal implements Journal, Closeable {
  /** The size of a segment of plant records unless another is asked for. */
  public static final int SEGMENT_BYTES_DEFAULT = 64 << 20;

  /** Segments that stay open for readers: those of the pages that are looked at now. */
  private static final int OPEN_FILES_MAX = 16;

  private final Storage storage;
  private final StorageLock lock;
  private final JournalFormat format;
  private final Health health;
  private final DurableEnd durableEnd;
  private final Cursors cursors;
  private final OpenFiles files;
  private final ExtentFiles extents;

  /** Everything that writes; empty when the folder was found damaged. */
  private final Optional<WriteSide> writeSide;

  private record WriteSide(JournalStore store, Committer committer, Dropper dropper) {}

  private FileJournal(
      Storage storage,
      StorageLock lock,
      JournalFormat format,
      Health health,
      DurableEnd durableEnd,
      Cursors cursors,
      OpenFiles files,
      Optional<WriteSide> writeSide) {
    this.storage = storage;
    this.lock = lock;
    this.format = format;
    this.health = health;
    this.durableEnd = durableEnd;
    this.cursors = cursors;
    this.files = files;
    this.extents = new ExtentFiles(files, durableEnd, cursors);
    this.writeSide = writeSide;
  }

  /**
   * Makes a new journal in an empty folder and opens it.
   *
   * @param segmentBytes a multiple of 4,096, from 16 KiB to 1 GiB
   */
  public static JournalOpening create(Storage storage, int segmentBytes, JournalOptions options) {
    return create(storage, segmentBytes, options, false);
  }

  /** The same, without threads if that is asked for. */
  static JournalOpening create(
      Storage storage, int segmentBytes, JournalOptions options, boolean isInline) {
    byte[] id = new byte[JournalFormat.ID_BYTES];
    options.random().nextBytes(id);
    var format = JournalFormat.of(id, options.clock().instant(), segmentBytes);
    return locked(
        storage,
        options,
        lock -> {
          new Creation(storage).run(format, options);
          return openLocked(storage, options, lock, isInline);
        });
  }

  /** Opens the journal in a folder. Nothing is changed when it is refused or found damaged. */
  public static JournalOpening open(Storage storage, JournalOptions options) {
    return open(storage, options, false);
  }

  /** The same, without threads if that is asked for. */
  static JournalOpening open(Storage storage, JournalOptions options, boolean isInline) {
    return locked(storage, options, lock -> openLocked(storage, options, lock, isInline));
  }

  private interface UnderLock {
    JournalOpening run(StorageLock lock) throws IOException;
  }

  private static JournalOpening locked(Storage storage, JournalOptions options, UnderLock work) {
    StorageLock lock;
    try {
      lock = storage.lock(Names.LOCK, options.holder());
    } catch (StorageLockedException e) {
      return new JournalOpening.Refused(
          new JournalFinding(JournalFault.LOCKED, Names.LOCK, Damage.text(e)));
    } catch (IOException e) {
      return refused(Names.LOCK, e);
    }
    JournalOpening opening;
    try {
      opening = work.run(lock);
    } catch (IOException e) {
      opening = refused("folder", e);
    }
    if (opening instanceof JournalOpening.Refused) {
      release(lock);
    }
    return opening;
  }

  private static JournalOpening refused(String place, IOException e) {
    return new JournalOpening.Refused(Damage.finding(JournalFault.READ_FAILED, place, e));
  }

  private static void release(StorageLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      // The refusal that is under way says more than a lock that ends with the process anyway.
      return;
    }
  }

  private static JournalOpening openLocked(
      Storage storage, JournalOptions options, StorageLock lock, boolean isInline)
      throws IOException {
    Examination.Examined examined = new Examination(storage).run();
    var files = new OpenFiles(storage, OPEN_FILES_MAX);
    var health = new Health();
    if (examined.finding().isPresent()) {
      health.stop(examined.finding().get());
      var durableEnd = new DurableEnd(examined.durable());
      return new JournalOpening.Opened(
          new FileJournal(
              storage,
              lock,
              examined.format(),
              health,
              durableEnd,
              new Cursors(storage, durableEnd),
              files,
              Optional.empty()),
          examined.notes());
    }
    JournalStore store = new Recovery(storage, options, examined).run();
    var cursors = new Cursors(storage, store.durableEnd());
    var committer = new Committer(store, health, isInline);
    var dropper = new Dropper(store, committer, cursors, files, options.clock());
    committer.start();
    return new JournalOpening.Opened(
        new FileJournal(
            storage,
            lock,
            store.format(),
            health,
            store.durableEnd(),
            cursors,
            files,
            Optional.of(new WriteSide(store, committer, dropper))),
        examined.notes());
  }

  /** The random id of this journal, as 32 hex digits. */
  public String id() {
    return format.id();
  }

  @Override
  public JournalTicket submit(FrameBatch batch) {
    requireFits(batch);
    return writeSide.isPresent()
        ? writeSide.get().committer().submit(batch)
        : Ticket.refused(health.refusal());
  }

  @Override
  public JournalTicket submit(FrameBatch batch, Duration wait) throws InterruptedException {
    requireFits(batch);
    return writeSide.isPresent()
        ? writeSide.get().committer().submit(batch, wait.toNanos())
        : Ticket.refused(health.refusal());
  }

  private void requireFits(FrameBatch batch) {
    if (!batch.isWhole() || batch.storedBytesMax() > batchBytesMax()) {
      throw new IllegalArgumentException(
          "batch of "
              + batch
              + ", must have a frame, each a record, and take at most "
              + batchBytesMax()
              + " bytes as it is stored");
    }
  }

  @Override
  public int batchBytesMax() {
    // A drop puts its statement before the frames.
    return Part.bodyBytesMax(format) - Part.DROP_BYTES;
  }

  @Override
  public long end() {
    return durableEnd.now().end();
  }

  @Override
  public CursorOpening cursor(
      String name, Set<RecordClass> classes, Pending pending, Overtaking overtaking) {
    return cursors.open(name, classes, pending, overtaking);
  }

  @Override
  public ExtentReading read(Extent extent, byte[] into) {
    return extents.read(extent, into);
  }

  @Override
  public List<ExtentReading> readAll(List<Extent> wanted, List<byte[]> into) {
    return extents.readAll(wanted, into);
  }

  @Override
  public DropPlanning planDrop(Retention retention) {
    return writeSide.isPresent()
        ? writeSide.get().dropper().plan(retention)
        : new DropPlanning.Failed(health.refusal());
  }

  @Override
  public JournalOutcome drop(DropPlan plan, FrameBatch statement) throws InterruptedException {
    requireFits(statement);
    for (int i = 0; i < statement.frames(); i++) {
      if (statement.recordClass(i) != RecordClass.CONTROL) {
        throw new IllegalArgumentException("frame " + i + " of the statement is no control frame");
      }
    }
    return writeSide.isPresent()
        ? writeSide.get().dropper().drop(plan, statement)
        : new JournalOutcome.Refused(health.refusal());
  }

  /**
   * The files as of the newest commit. None of them is removed before what is answered is closed,
   * which must be done before the journal is.
   *
   * @throws IOException when the journal was found damaged: nobody knows what its state is
   */
  public HeldFiles hold() throws IOException {
    if (writeSide.isEmpty()) {
      throw new IOException(health.refusal().toString());
    }
    Dropper dropper = writeSide.get().dropper();
    dropper.hold();
    return new HeldFiles(storage, StandingFiles.of(format, durableEnd.now()), dropper::release);
  }

  @Override
  public JournalState state() {
    return health.state();
  }

  @Override
  public JournalFigures figures() {
    Durable now = durableEnd.now();
    int segments = 0;
    long stored = 0;
    for (int code = 0; code < ClassCode.COUNT; code++) {
      segments += now.count(code);
      stored += now.storedBytes(code);
    }
    if (writeSide.isEmpty()) {
      return new JournalFigures(0, 0, 0, 0, 0, 0, 0, cursors.findings(), segments, stored);
    }
    Committer committer = writeSide.get().committer();
    return new JournalFigures(
        committer.frames(),
        committer.records(),
        committer.bytes(),
        committer.commits(),
        writeSide.get().store().forces(),
        committer.busy(),
        committer.refused(),
        cursors.findings(),
        segments,
        stored);
  }

  /**
   * Brings everything that was handed in to disk, makes sure that this can be told later, and lets
   * the folder go. Readers must be done.
   */
  @Override
  public void close() throws IOException {
    if (health.state() instanceof JournalState.Closed) {
      return;
    }
    var failure = new IOException("the journal was not closed in order");
    cursors.closeAll();
    files.close();
    if (writeSide.isPresent()) {
      try {
        writeSide.get().committer().close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    health.close();
    if (writeSide.isPresent()) {
      Closing.all(failure, writeSide.get().store());
    }
    Closing.all(failure, lock);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
