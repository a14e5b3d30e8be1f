package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerHead;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log that may be written to, and the order in which a commit touches them. One
 * thread commits; one thread, which may be another, does the upkeep; anybody reads.
 */
final class LogStore implements Closeable {
  /** Upkeep so far behind that a start would take too long: commits then do it themselves. */
  private static final int UPKEEP_INTERVALS_MAX = 4;

  private final Storage storage;
  private final LogFormat format;
  private final LedgerOptions options;
  private final Segments segments;
  private final SegmentWriter writer;
  private final Levels levels;
  private final IndexFile index;
  private final CheckpointFile checkpoints;
  private final RetentionFile retention;
  private final RotationFile rotations;
  private final KeyBook keyBook;

  private final Object upkeepLock = new Object();

  /** Guarded by {@link #upkeepLock}. */
  private final Mark mark;

  /**
   * A sync of a derived file failed: what it held may be lost, and no later success says anything
   * about it. Guarded by {@link #upkeepLock}.
   */
  private boolean isUpkeepBroken;

  /** Up to where the derived files are synced; written under {@link #upkeepLock}. */
  private volatile Place marked;

  /** The newest durable state and where it ends, derived files written. */
  private volatile Place readable;

  /** The newest durable state, and the complete subtrees it is made of. */
  private LedgerHead durable;

  private byte[] durableEdge;

  /** Durable, but its derived files could not be written for want of room. */
  private @Nullable CommitGroup pending;

  private int pendingSegment;
  private int pendingAt;

  /** Bytes of all batches so far, counted from the start of this process. */
  private long batchBytes;

  /**
   * A state and its place.
   *
   * @param batchBytes the count of batch bytes at that time
   */
  record Place(LedgerHead head, Tail tail, long batchBytes) {}

  LogStore(
      Storage storage,
      LogFormat format,
      LedgerOptions options,
      Segments segments,
      SegmentWriter writer,
      Levels levels,
      IndexFile index,
      Mark mark,
      CheckpointFile checkpoints,
      RetentionFile retention,
      RotationFile rotations,
      KeyBook keyBook,
      LedgerHead head,
      RightEdge edge,
      Tail marked) {
    this.storage = storage;
    this.format = format;
    this.options = options;
    this.segments = segments;
    this.writer = writer;
    this.levels = levels;
    this.index = index;
    this.mark = mark;
    this.checkpoints = checkpoints;
    this.retention = retention;
    this.rotations = rotations;
    this.keyBook = keyBook;
    var tail = new Tail(head.size(), writer.segment(), writer.position());
    this.readable = new Place(head, tail, 0);
    this.durable = head;
    this.durableEdge = edge.subtreeRoots();
    // Where exactly the mark stands does not matter here, only that upkeep has something to do.
    this.marked = new Place(head, marked, marked.equals(tail) ? 0 : -options.upkeepBytes());
  }

  /** Makes the files of a new, empty log. */
  static LogFormat create(Storage storage, LogFormat format, long salt) throws IOException {
    var empty = new LedgerHead(0, new TreeHasher().emptyRoot(), 0);
    storage.createFolder(Names.HEADERS);
    storage.createFolder(Names.LEVELS);
    SegmentWriter.createFirst(storage, format, salt, empty);
    Levels.create(storage);
    IndexFile.create(storage);
    Mark.create(storage, new Tail(0, 0, SegmentHead.BYTES));
    CheckpointFile.create(storage);
    RetentionFile.create(storage);
    storage.forceFolder(Names.HEADERS, ForceAt.NEW_FILE_NAMES);
    storage.forceFolder(Names.LEVELS, ForceAt.NEW_FILE_NAMES);
    storage.forceFolder("", ForceAt.NEW_FILE_NAMES);
    return format;
  }

  LogFormat format() {
    return format;
  }

  Levels levels() {
    return levels;
  }

  IndexFile index() {
    return index;
  }

  Segments segments() {
    return segments;
  }

  CheckpointFile checkpoints() {
    return checkpoints;
  }

  RetentionFile retention() {
    return retention;
  }

  RotationFile rotations() {
    return rotations;
  }

  KeyBook keyBook() {
    return keyBook;
  }

  Storage storage() {
    return storage;
  }

  /** What readers may see: durable, and all that follows from it is written. */
  LedgerHead head() {
    return readable.head();
  }

  /** The same, and where it ends. */
  Place place() {
    return readable;
  }

  /** The group that must not be used again yet, if there is one. */
  @Nullable CommitGroup pending() {
    return pending;
  }

  /** Brings a closed group to disk, ledger.md, "Commit". */
  CommitResult commit(CommitGroup group) {
    Optional<CommitResult> obstacle = makeReady(group.span());
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    LedgerFault fault = LedgerFault.WRITE_FAILED;
    try {
      writer.write(group.encode(writer.salt()));
      fault = LedgerFault.SYNC_FAILED;
      writer.force(ForceAt.BATCH);
      fault = LedgerFault.WRITE_FAILED;
      writer.confirm(group.span());
    } catch (IOException e) {
      return new CommitResult.Unknown(finding(fault, Names.segment(writer.segment()), e));
    }
    batchBytes += group.span();
    durable = group.head();
    durableEdge = group.edge();
    pending = group;
    pendingSegment = writer.segment();
    pendingAt = writer.position() - group.span();
    try {
      writePending();
    } catch (NoRoomException e) {
      // It is durable; readers see it as soon as there is room for its hashes.
      return new CommitResult.Done();
    } catch (IOException e) {
      return new CommitResult.DoneAndStopped(finding(LedgerFault.WRITE_FAILED, Names.LEVELS, e));
    }
    return new CommitResult.Done();
  }

  /** Everything that must be in place before a batch of this span is written. */
  private Optional<CommitResult> makeReady(int span) {
    String place = Names.LEVELS;
    try {
      writePending();
      if (isUpkeepFarBehind()) {
        upkeep();
      }
      if (!writer.hasRoomFor(span)) {
        place = Names.HEADERS;
        writer.roll(readable.head());
      }
      return Optional.empty();
    } catch (NoRoomException e) {
      return Optional.of(new CommitResult.NoRoom(finding(LedgerFault.DISK_FULL, place, e)));
    } catch (IOException e) {
      return Optional.of(new CommitResult.NotWritten(finding(LedgerFault.WRITE_FAILED, place, e)));
    }
  }

  /** Writes what follows from the last durable batch, then lets readers see it. */
  private void writePending() throws IOException {
    CommitGroup group = pending;
    if (group == null) {
      return;
    }
    Derived derived = group.derived();
    try {
      levels.write(derived);
      index.write(derived.indexRows(pendingSegment, pendingAt), group.firstIndex());
    } catch (IOException e) {
      throw NoRoomException.unlessOther(e);
    }
    pending = null;
    readable =
        new Place(
            group.head(),
            new Tail(group.head().size(), writer.segment(), writer.position()),
            batchBytes);
  }

  /** True when enough has been committed since the derived files were last synced. */
  boolean isUpkeepDue() {
    return isBehindBy(1);
  }

  private boolean isUpkeepFarBehind() {
    return isBehindBy(UPKEEP_INTERVALS_MAX);
  }

  private boolean isBehindBy(int intervals) {
    Place now = readable;
    Place then = marked;
    return now.batchBytes() - then.batchBytes() >= (long) intervals * options.upkeepBytes()
        || now.tail().size() - then.tail().size() >= (long) intervals * options.upkeepEntries();
  }

  /** True when more of the next segment should be made ready. */
  boolean isPreparingDue() {
    return writer.isPreparingDue();
  }

  /** Reserves space for the next segment; a full disk is reported when the space is needed. */
  void prepareNext() throws IOException {
    try {
      writer.prepare();
    } catch (NoRoomException e) {
      // The commit that needs the segment tries again and reports it.
      return;
    }
  }

  /** Syncs the derived files and moves the mark. */
  void upkeep() throws IOException {
    synchronized (upkeepLock) {
      if (isUpkeepBroken) {
        throw new IOException("an earlier sync of the derived files failed");
      }
      // First the place, then the sync: what is written in between is synced too early, no harm.
      Place now = readable;
      if (now.tail().equals(marked.tail())) {
        return;
      }
      isUpkeepBroken = true;
      levels.sync();
      index.sync();
      mark.write(now.tail());
      isUpkeepBroken = false;
      marked = now;
    }
  }

  /** Sets the edge of the tree to what is durable, after a group was given up. */
  void restoreEdge(RightEdge edge) {
    edge.restore(durable.size(), durableEdge);
  }

  /** The newest durable state; readers see it at the latest with the next commit. */
  LedgerHead durable() {
    return durable;
  }

  private static LedgerFinding finding(LedgerFault fault, String place, IOException e) {
    return new LedgerFinding(fault, place, Damage.text(e));
  }

  @Override
  public void close() throws IOException {
    segments.close();
    Closing.all(writer, levels, index, mark, checkpoints, retention, rotations);
  }
}
