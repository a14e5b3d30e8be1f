package dev.penstock.ledger;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.CheckpointHistory;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.Ledger;
import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerHead;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.Pruning;
import dev.penstock.flow.Publication;
import dev.penstock.flow.Submission;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.KeyHistory;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.storage.HeldFiles;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageLock;
import dev.penstock.storage.StorageLockedException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A ledger in a folder, docs/formats/ledger.md. One process opens it at a time.
 *
 * <p>Req: 62443-3-3 SR 3.9
 */
public final class FileLedger implements Ledger, Closeable {
  /** The size of a segment unless another is asked for. */
  public static final int SEGMENT_BYTES_DEFAULT = 256 << 20;

  private final StorageLock lock;
  private final LogFormat format;
  private final Health health;
  private final ReadSide side;
  private final Supplier<LedgerHead> head;

  /** Everything that writes; empty when the folder was found damaged. */
  private final Optional<WriteSide> writeSide;

  private record WriteSide(
      LogStore store, Committer committer, Publisher publisher, Rotator rotator, Pruner pruner) {}

  private FileLedger(
      StorageLock lock,
      LogFormat format,
      Health health,
      ReadSide side,
      Supplier<LedgerHead> head,
      Optional<WriteSide> writeSide) {
    this.lock = lock;
    this.format = format;
    this.health = health;
    this.side = side;
    this.head = head;
    this.writeSide = writeSide;
  }

  /**
   * Makes a new log in an empty folder and opens it.
   *
   * @param origin the checkpoint origin, C2SP tlog-checkpoint: unique in the world and for ever
   * @param segmentBytes a multiple of 4,096, from 16 KiB to 1 GiB
   */
  public static LedgerOpening create(
      Storage storage, String origin, int segmentBytes, LedgerOptions options) {
    return create(storage, origin, segmentBytes, options, false);
  }

  /** The same, without threads if that is asked for. */
  static LedgerOpening create(
      Storage storage, String origin, int segmentBytes, LedgerOptions options, boolean isInline) {
    byte[] id = new byte[LogFormat.ID_BYTES];
    options.random().nextBytes(id);
    LogFormat format = LogFormat.of(origin, id, options.clock().instant(), segmentBytes);
    return locked(
        storage,
        options,
        lock -> {
          new Creation(storage).run(format, options.random());
          return openLocked(storage, options, lock, isInline);
        });
  }

  /** Opens the log in a folder. Nothing is changed when it is refused or found damaged. */
  public static LedgerOpening open(Storage storage, LedgerOptions options) {
    return open(storage, options, false);
  }

  /** The same, without threads if that is asked for. */
  static LedgerOpening open(Storage storage, LedgerOptions options, boolean isInline) {
    return locked(storage, options, lock -> openLocked(storage, options, lock, isInline));
  }

  private interface UnderLock {
    LedgerOpening run(StorageLock lock) throws IOException;
  }

  private static LedgerOpening locked(Storage storage, LedgerOptions options, UnderLock work) {
    StorageLock lock;
    try {
      lock = storage.lock(Names.LOCK, options.holder());
    } catch (StorageLockedException e) {
      return refused(LedgerFault.LOCKED, Names.LOCK, e);
    } catch (IOException e) {
      return refused(LedgerFault.READ_FAILED, Names.LOCK, e);
    }
    LedgerOpening opening;
    try {
      opening = work.run(lock);
    } catch (LedgerDamagedException e) {
      opening = new LedgerOpening.Refused(e.finding());
    } catch (NoRoomException e) {
      opening = refused(LedgerFault.DISK_FULL, "folder", e);
    } catch (IOException e) {
      opening = refused(LedgerFault.READ_FAILED, "folder", e);
    } catch (RuntimeException | Error e) {
      Closing.all(e, lock);
      throw e;
    }
    if (opening instanceof LedgerOpening.Refused) {
      release(lock);
    }
    return opening;
  }

  private static void release(StorageLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      // The refusal that is under way says more than a lock that ends with the process anyway.
      return;
    }
  }

  private static LedgerOpening openLocked(
      Storage storage, LedgerOptions options, StorageLock lock, boolean isInline)
      throws IOException {
    Examination.Examined examined = new Examination(storage, options.publishedHead()).run();
    if (examined.finding().isPresent()) {
      return stopped(storage, examined, examined.finding().get(), lock);
    }
    LogStore store = new Recovery(storage, options, examined).run();
    try {
      return running(store, options, lock, isInline, examined.notes());
    } catch (RuntimeException | Error e) {
      // No memory for the commit buffers, no thread.
      Closing.all(e, store);
      throw e;
    }
  }

  private static LedgerOpening running(
      LogStore store,
      LedgerOptions options,
      StorageLock lock,
      boolean isInline,
      List<String> notes) {
    var health = new Health();
    var committer = new Committer(store, health, options.hands(), isInline);
    var side =
        new ReadSide(
            store.segments(),
            store.levels(),
            store.index(),
            store.checkpoints(),
            store.retention(),
            finding -> {
              health.stop(finding);
              committer.wake();
            },
            false);
    var writeSide =
        new WriteSide(
            store,
            committer,
            new Publisher(store, options, health),
            new Rotator(store, committer, health),
            new Pruner(store, options, health));
    committer.start();
    return new LedgerOpening.Opened(
        new FileLedger(lock, store.format(), health, side, store::head, Optional.of(writeSide)),
        notes);
  }

  /** A ledger that only serves what it can still prove, if there is enough left to do so. */
  private static LedgerOpening stopped(
      Storage storage, Examination.Examined examined, LedgerFinding finding, StorageLock lock) {
    var health = new Health();
    health.stop(finding);
    LogFormat format = examined.format();
    LedgerHead head = examined.head();
    try {
      ReadSide side = ReadSide.open(storage, format, examined.catalog(), health::stop);
      try {
        showWhatIsProven(side.checkpoints(), finding.fault(), head);
      } catch (IOException | RuntimeException | Error e) {
        Closing.all(e, side);
        throw e;
      }
      return new LedgerOpening.Opened(
          new FileLedger(lock, format, health, side, () -> head, Optional.empty()),
          examined.notes());
    } catch (IOException e) {
      // The files that readers need are among what is wrong.
      return new LedgerOpening.Refused(finding);
    }
  }

  /** A fork or an old copy of the folder must not be served on. */
  private static void showWhatIsProven(
      CheckpointFile checkpoints, LedgerFault fault, LedgerHead head) throws IOException {
    boolean isOutsideInDoubt =
        fault == LedgerFault.PUBLISHED_HEAD_AHEAD
            || fault == LedgerFault.PUBLISHED_HEAD_CONTRADICTS
            || fault == LedgerFault.PUBLISHED_HEAD_UNREADABLE;
    if (isOutsideInDoubt) {
      checkpoints.showNone();
    } else {
      checkpoints.showUpTo(head.size());
    }
  }

  private static LedgerOpening refused(LedgerFault fault, String place, IOException e) {
    return new LedgerOpening.Refused(new LedgerFinding(fault, place, Damage.text(e)));
  }

  /** The checkpoint origin of this log. */
  public String origin() {
    return format.origin();
  }

  @Override
  public Submission submit(EntryBatch batch, long low) throws InterruptedException {
    if (batch.count() < 1
        || batch.count() > BATCH_ENTRIES_MAX
        || batch.bodyBytes() > batchBytesMax()) {
      throw new IllegalArgumentException(
          "batch of "
              + batch
              + ", must be 1.."
              + BATCH_ENTRIES_MAX
              + " entries, at most "
              + batchBytesMax()
              + " bytes");
    }
    return writeSide.isPresent()
        ? writeSide.get().committer().submit(batch, low)
        : Ticket.refused(health.refusal());
  }

  @Override
  public int batchBytesMax() {
    return Batch.bodyBytesMax(format);
  }

  @Override
  public LedgerView view() {
    return new FileLedgerView(side, head.get());
  }

  @Override
  public Publication publish(NoteSigner log) {
    return publish(log, Optional.empty());
  }

  @Override
  public Publication publish(NoteSigner log, NoteSigner mlDsa44) {
    return publish(log, Optional.of(mlDsa44));
  }

  private Publication publish(NoteSigner log, Optional<NoteSigner> mlDsa44) {
    if (writeSide.isEmpty()) {
      return new Publication.Refused(health.refusal());
    }
    Publisher publisher = writeSide.get().publisher();
    synchronized (publisher) {
      return publisher.publish(log, mlDsa44);
    }
  }

  @Override
  public AppendOutcome rotate(byte[] statement) throws InterruptedException {
    if (writeSide.isEmpty()) {
      return new AppendOutcome.Refused(health.refusal());
    }
    // No checkpoint is published between the entry and the change of the key.
    synchronized (writeSide.get().publisher()) {
      return writeSide.get().rotator().rotate(statement);
    }
  }

  @Override
  public Optional<KeyHistory> keys(SignatureAlgorithm algorithm) {
    if (writeSide.isEmpty()) {
      return Optional.empty();
    }
    synchronized (writeSide.get().publisher()) {
      return writeSide.get().store().keyBook().history(algorithm);
    }
  }

  @Override
  public Pruning prune(long minimumIndex, String policy, long recordIndex) {
    if (writeSide.isEmpty()) {
      return new Pruning.Refused(health.refusal());
    }
    Pruner pruner = writeSide.get().pruner();
    synchronized (pruner) {
      return pruner.prune(minimumIndex, policy, recordIndex);
    }
  }

  /**
   * The files as of the newest commit. None of them is removed before what is answered is closed,
   * which must be done before the ledger is.
   *
   * @throws IOException when the ledger was found damaged, or cannot be read
   */
  public HeldFiles hold() throws IOException {
    if (writeSide.isEmpty()) {
      throw new IOException(health.refusal().toString());
    }
    Pruner pruner = writeSide.get().pruner();
    synchronized (pruner) {
      pruner.hold();
    }
    boolean isHeld = false;
    try {
      // Rows and entries that belong together are written under this lock.
      synchronized (writeSide.get().publisher()) {
        var parts = StandingFiles.of(writeSide.get().store());
        isHeld = true;
        return new HeldFiles(writeSide.get().store().storage(), parts, () -> release(pruner));
      }
    } finally {
      if (!isHeld) {
        release(pruner);
      }
    }
  }

  private static void release(Pruner pruner) throws IOException {
    synchronized (pruner) {
      pruner.release();
    }
  }

  @Override
  public CheckpointHistory checkpoints() {
    return side.checkpoints();
  }

  @Override
  public LedgerState state() {
    return health.state();
  }

  /**
   * Brings everything that was handed in to disk, says in the log that it was closed in order, and
   * lets the folder go. Readers must be done.
   */
  @Override
  public void close() throws IOException {
    if (health.state() instanceof LedgerState.Closed) {
      return;
    }
    var failure = new IOException("the ledger was not closed in order");
    Closeable files = writeSide.isPresent() ? writeSide.get().store() : side;
    if (writeSide.isPresent()) {
      try {
        writeSide.get().committer().close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      } catch (RuntimeException | Error e) {
        health.close();
        Closing.all(e, files, lock);
        throw e;
      }
    }
    health.close();
    Closing.all(failure, files, lock);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
