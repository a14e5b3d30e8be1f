package dev.penstock.ledger;

import dev.penstock.flow.LedgerHead;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches into the newest segment and makes new segments. The committing thread owns it;
 * {@link #prepare} alone may be called by another.
 */
final class SegmentWriter implements Closeable {
  /**
   * Reserved and synced at once. Where that means writing zeros, commits wait this long at most;
   * where it does not, fewer syncs disturb them.
   */
  private static final int PREPARE_STEP_BYTES = 32 << 20;

  private final Storage storage;
  private final LogFormat format;
  private final RandomGenerator random;
  private final Segments segments;

  private StorageFile file;
  private volatile SegmentHead head;
  private volatile int position;

  private final Object prepareLock = new Object();

  /** The next segment; guarded by {@link #prepareLock}. */
  private @Nullable StorageFile prepared;

  /** How much of the next segment is reserved and on disk; written under {@link #prepareLock}. */
  private volatile long reservedBytes;

  /** Continues a segment at a position where its last batch ends. */
  SegmentWriter(
      Storage storage,
      LogFormat format,
      RandomGenerator random,
      Segments segments,
      SegmentHead head,
      int position)
      throws IOException {
    this.storage = storage;
    this.format = format;
    this.random = random;
    this.segments = segments;
    this.head = head;
    this.position = position;
    this.file = storage.open(Names.segment(head.number()));
  }

  /** Makes the first segment of a new log. */
  static void createFirst(Storage storage, LogFormat format, long salt, LedgerHead empty)
      throws IOException {
    try (StorageFile file = storage.create(Names.segment(0))) {
      int bytes = SegmentHead.bytesOf(0, format);
      file.allocate(bytes);
      var head = new SegmentHead(0, 0, empty.root(), salt, bytes, 0, empty.low());
      file.writeFully(head.encode(format), 0);
      file.force(ForceAt.NEW_FILE);
    }
  }

  int segment() {
    return head.number();
  }

  /** Where the next batch goes. */
  int position() {
    return position;
  }

  long salt() {
    return head.salt();
  }

  /** True when a batch of this span and its confirmation word fit behind the last. */
  boolean hasRoomFor(int span) {
    return span <= head.segmentBytes() - Batch.WORD_BYTES - position;
  }

  /** True when more of the next segment should be reserved. */
  boolean isPreparingDue() {
    return reservedBytes < reservationDue();
  }

  private long reservationDue() {
    SegmentHead now = head;
    long next = SegmentHead.bytesOf(now.number() + 1, format);
    // Done when four fifths of this one are used, and as evenly as that allows.
    long due = Math.min(next, 5L * position * next / (4L * now.segmentBytes()));
    return due == next ? next : due - due % PREPARE_STEP_BYTES;
  }

  /** Writes a batch behind the last; not synced, and the position stays. */
  void write(ByteBuffer batch) throws IOException {
    file.writeFully(batch, position);
  }

  /** Makes the batch durable. */
  void force(ForceAt point) throws IOException {
    file.force(point);
  }

  /** The batch of this span is durable: says so behind it, and the next goes there. */
  void confirm(int span) throws IOException {
    int end = position + span;
    ByteBuffer word = ByteBuffer.allocate(Batch.WORD_BYTES);
    word.putLong(0, Batch.confirmation(head.salt()));
    file.writeFully(word, end);
    position = end;
  }

  /**
   * Reserves space for the next segment, as much as is due, a little at a time: a sync of all of it
   * at once would hold up the commits.
   *
   * @throws NoRoomException when there is not enough of it
   */
  void prepare() throws IOException {
    boolean isMoreDue = true;
    while (isMoreDue) {
      // A roll may have taken the prepared file just now: what is due is known only inside.
      synchronized (prepareLock) {
        isMoreDue = isPreparingDue();
        if (isMoreDue) {
          reserve(Math.min(reservedBytes + PREPARE_STEP_BYTES, reservationDue()));
        }
      }
    }
  }

  /** Called under {@link #prepareLock}. */
  private void reserve(long bytes) throws IOException {
    if (prepared != null && bytes <= reservedBytes) {
      return;
    }
    try {
      if (prepared == null) {
        prepared = newPrepared();
      }
      prepared.allocate(bytes);
      prepared.force(ForceAt.PREPARED);
      reservedBytes = bytes;
    } catch (IOException e) {
      Closing.all(e, prepared);
      prepared = null;
      reservedBytes = 0;
      throw NoRoomException.unlessOther(e);
    }
  }

  private StorageFile newPrepared() throws IOException {
    if (storage.exists(Names.PREPARED)) {
      storage.delete(Names.PREPARED);
    }
    return storage.create(Names.PREPARED);
  }

  /** Starts a new segment after this state of the log; it is durable on return. */
  void roll(LedgerHead state) throws IOException {
    var nextHead =
        new SegmentHead(
            head.number() + 1,
            state.size(),
            state.root(),
            random.nextLong(),
            SegmentHead.bytesOf(head.number() + 1, format),
            position,
            state.low());
    StorageFile next = nameNext(nextHead);
    StorageFile full = file;
    file = next;
    head = nextHead;
    position = SegmentHead.BYTES;
    segments.add(new Segments.Entry(head.number(), head.firstIndex(), head.salt()));
    full.close();
  }

  /**
   * Gives the prepared file its head and its number. Nobody may prepare another meanwhile: the file
   * has the name of the prepared one until the end.
   */
  private StorageFile nameNext(SegmentHead nextHead) throws IOException {
    synchronized (prepareLock) {
      reserve(nextHead.segmentBytes());
      StorageFile next = Objects.requireNonNull(prepared);
      prepared = null;
      reservedBytes = 0;
      try {
        next.writeFully(nextHead.encode(format), 0);
        next.force(ForceAt.SEGMENT_HEAD);
        storage.rename(Names.PREPARED, Names.segment(nextHead.number()));
        storage.forceFolder(Names.HEADERS, ForceAt.SEGMENT_NAME);
        return next;
      } catch (IOException e) {
        Closing.all(e, next);
        throw e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (prepareLock) {
      Closing.all(file, prepared);
    }
  }
}
