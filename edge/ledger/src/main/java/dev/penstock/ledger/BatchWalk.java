package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.merkle.Digest;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the batches of a log one after the other from a known end on, and tells the end of the log
 * from damage. Only reads. One thread at a time.
 *
 * <p>The rule, docs/formats/ledger.md "Recovery": a batch that does not check ends the log when it
 * stands in the last segment and nothing behind it confirms it. Since only one batch is ever
 * unsynced, a marker or a confirmation word behind it proves that it was once whole and durable.
 */
final class BatchWalk implements Closeable {
  private static final int SEARCH_BYTES = 1 << 20;

  private final Storage storage;
  private final List<SegmentHead> heads;

  /** The walk stands in {@code heads.get(segmentAt)}. */
  private int segmentAt;

  private @Nullable StorageFile file;
  private int position;
  private long size;
  private Digest root;
  private long low;
  private ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
  private boolean isLastConfirmed = true;
  private boolean hasRemains;

  /**
   * A walk that starts where a log of this root and low ends.
   *
   * @param heads all segments from the one of the tail on, without a gap
   */
  BatchWalk(Storage storage, List<SegmentHead> heads, Tail from, Digest root, long low) {
    if (heads.isEmpty() || heads.getFirst().number() != from.segment()) {
      throw new IllegalArgumentException("walk from " + from + " without its segment");
    }
    this.storage = storage;
    this.heads = heads;
    this.position = from.position();
    this.size = from.size();
    this.root = root;
    this.low = low;
  }

  /** The next batch, whole and in its place, or null at the end of the log. */
  @Nullable Batch next() throws IOException {
    while (true) {
      SegmentHead head = heads.get(segmentAt);
      StorageFile in = openFile(head);
      boolean isLast = segmentAt + 1 == heads.size();
      int limit = isLast ? head.segmentBytes() : heads.get(segmentAt + 1).previousEnd();
      if (!isLast && position == limit) {
        enterNextSegment();
        continue;
      }
      String flaw = read(in, head, limit);
      if (flaw.isEmpty()) {
        return take(head);
      }
      if (!isLast) {
        throw damaged(head, flaw + ", and a later segment stands behind it");
      }
      try {
        finish(in, head, flaw);
        return null;
      } catch (LedgerDamagedException e) {
        // Beside a running writer: what is confirmed now may have been half written a moment ago.
        if (read(in, head, limit).isEmpty()) {
          return take(head);
        }
        throw e;
      }
    }
  }

  /** The segment of the batch that {@link #next} gave last. */
  int segment() {
    return heads.get(segmentAt).number();
  }

  /** The bytes of the batch that {@link #next} gave last, from 0 on; until the next call. */
  ByteBuffer bytes() {
    return buffer;
  }

  /** Where the walk stands. */
  Tail tail() {
    return new Tail(size, segment(), position);
  }

  Digest root() {
    return root;
  }

  long low() {
    return low;
  }

  /** At the end: whether anything shows that the last batch was durable. */
  boolean isLastConfirmed() {
    return isLastConfirmed;
  }

  /** At the end: whether something of a batch that was never finished stands behind the last. */
  boolean hasRemains() {
    return hasRemains;
  }

  private StorageFile openFile(SegmentHead head) throws IOException {
    StorageFile opened = file;
    if (opened == null) {
      opened = storage.openReadOnly(Names.segment(head.number()));
      file = opened;
    }
    return opened;
  }

  private void enterNextSegment() throws IOException {
    SegmentHead next = heads.get(segmentAt + 1);
    if (next.firstIndex() != size || !next.root().equals(root) || next.low() != low) {
      throw Damage.of(
          LedgerFault.SEGMENT_DAMAGED,
          Names.segment(next.number()),
          "it continues size "
              + next.firstIndex()
              + " root "
              + next.root()
              + ", but the segment before it ends at size "
              + size
              + " root "
              + root);
    }
    close();
    segmentAt++;
    position = SegmentHead.BYTES;
    isLastConfirmed = true;
  }

  /** Reads the batch at the position; why it is none, or an empty text. */
  private String read(StorageFile in, SegmentHead head, int limit) throws IOException {
    if (limit - position < Batch.span(0)) {
      return "no room for a batch";
    }
    buffer.clear().limit(Batch.HEAD_BYTES);
    in.readFully(buffer, position);
    buffer.clear();
    if (!Batch.isHead(buffer, head.salt())) {
      return "the head of the batch does not check";
    }
    if (Batch.headFirstIndex(buffer) != size) {
      throw damaged(
          head,
          "the head of the batch says first index "
              + Batch.headFirstIndex(buffer)
              + ", due was "
              + size);
    }
    int span = Batch.span(Batch.headBodyBytes(buffer));
    if (span > limit - position) {
      return "the batch reaches over the end of the segment";
    }
    if (buffer.capacity() < span) {
      buffer = ByteBuffer.allocate(Math.max(span, 2 * buffer.capacity()));
    }
    buffer.clear().limit(span);
    in.readFully(buffer, position);
    buffer.clear();
    // The head is read twice; it must not have changed in between.
    return Batch.isHead(buffer, head.salt()) && Batch.span(Batch.headBodyBytes(buffer)) == span
        ? Batch.flaw(buffer, head.salt())
        : "the head of the batch changed while it was read";
  }

  private Batch take(SegmentHead head) throws IOException {
    Batch batch = Batch.decode(buffer, position);
    if (batch.count() == 0 && !batch.root().equals(root)) {
      throw damaged(head, "a batch without entries changes the root");
    }
    position = batch.end();
    size = batch.size();
    root = batch.root();
    low = batch.low();
    isLastConfirmed = false;
    return batch;
  }

  /** Decides between the end of the log and damage. */
  private void finish(StorageFile in, SegmentHead head, String flaw) throws IOException {
    long salt = head.salt();
    int end = (int) Math.min(head.segmentBytes(), (long) position + Batch.SPAN_MAX + 8);
    for (int from = position; from < end; from += SEARCH_BYTES) {
      ByteBuffer words = ByteBuffer.allocate(Math.min(SEARCH_BYTES, end - from) & -8);
      in.readFully(words, from);
      for (int at = 0; at < words.capacity(); at += 8) {
        long word = words.getLong(at);
        if (from + at == position) {
          isLastConfirmed |= word == Batch.confirmation(salt) || word == Batch.marker(salt);
          hasRemains |= word == Batch.marker(salt);
        } else if (word == Batch.marker(salt) || word == Batch.confirmation(salt)) {
          throw damaged(head, flaw + ", but byte " + (from + at) + " shows that it was durable");
        } else if (word == Batch.commitMarker(salt)) {
          hasRemains = true;
        }
      }
    }
  }

  private IOException damaged(SegmentHead head, String detail) {
    return Damage.of(LedgerFault.BATCH_DAMAGED, Names.segment(head.number()), position, detail);
  }

  @Override
  public void close() throws IOException {
    StorageFile opened = file;
    file = null;
    if (opened != null) {
      opened.close();
    }
  }
}
