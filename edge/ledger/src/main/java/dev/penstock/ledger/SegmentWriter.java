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
  private final Storage storage;
  private final LogFormat format;
  private final RandomGenerator random;
  private final Segments segments;

  private StorageFile file;
  private SegmentHead head;
  private int position;

  private final Object prepareLock = new Object();

  /** The next segment, space reserved; guarded by {@link #prepareLock}. */
  private @Nullable StorageFile prepared;

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
      file.allocate(format.segmentBytes());
      var head = new SegmentHead(0, 0, empty.root(), salt, format.segmentBytes(), 0, empty.low());
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

  /** True when the segment is more than half full: time to prepare the next. */
  boolean isHalfFull() {
    return position > head.segmentBytes() / 2;
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
    position += span;
    ByteBuffer word = ByteBuffer.allocate(Batch.WORD_BYTES);
    word.putLong(0, Batch.confirmation(head.salt()));
    file.writeFully(word, position);
  }

  /**
   * Reserves space for the next segment, unless that was done.
   *
   * @throws NoRoomException when there is not enough of it
   */
  void prepare() throws IOException {
    synchronized (prepareLock) {
      if (prepared != null) {
        return;
      }
      StorageFile next = null;
      try {
        if (storage.exists(Names.PREPARED)) {
          storage.delete(Names.PREPARED);
        }
        next = storage.create(Names.PREPARED);
        next.allocate(format.segmentBytes());
        prepared = next;
      } catch (IOException e) {
        Closing.all(e, next);
        throw NoRoomException.unlessOther(storage, e, format.segmentBytes());
      }
    }
  }

  /** Starts a new segment after this state of the log; it is durable on return. */
  void roll(LedgerHead state) throws IOException {
    prepare();
    StorageFile next;
    synchronized (prepareLock) {
      next = Objects.requireNonNull(prepared);
      prepared = null;
    }
    var nextHead =
        new SegmentHead(
            head.number() + 1,
            state.size(),
            state.root(),
            random.nextLong(),
            format.segmentBytes(),
            position,
            state.low());
    try {
      next.writeFully(nextHead.encode(format), 0);
      next.force(ForceAt.SEGMENT_HEAD);
      storage.rename(Names.PREPARED, Names.segment(nextHead.number()));
      storage.forceFolder(Names.HEADERS, ForceAt.SEGMENT_NAME);
    } catch (IOException e) {
      Closing.all(e, next);
      throw e;
    }
    StorageFile full = file;
    file = next;
    head = nextHead;
    position = SegmentHead.BYTES;
    segments.add(new Segments.Entry(head.number(), head.firstIndex(), head.salt()));
    full.close();
  }

  @Override
  public void close() throws IOException {
    synchronized (prepareLock) {
      Closing.all(file, prepared);
    }
  }
}
