package dev.penstock.ledger;

import dev.penstock.flow.Entries;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerFault;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads consecutive entries out of the segments, from batch to batch and from segment to segment,
 * and compares each with its leaf hash. One thread at a time; made for one read.
 */
final class EntryReader {
  /** A read ends after about this many bytes: bounds the memory of a reader. */
  private static final int BYTES_MAX = 4 << 20;

  private static final int WINDOW_BYTES_MIN = 4 * 1024;
  private static final int WINDOW_BYTES_MAX = 256 * 1024;

  private final ReadSide side;
  private final long size;
  private final TreeHasher hasher = new TreeHasher();

  private int segment;
  private long nextSegmentFirst;
  private int position;
  private int left;
  private long index;

  /** Bytes of the segment from {@link #windowAt} on, up to the limit. */
  private ByteBuffer window = ByteBuffer.allocate(0);

  private int windowAt;

  EntryReader(ReadSide side, long size) {
    this.side = side;
    this.size = size;
  }

  /** At most so many entries from this one on, which must be there. */
  Entries read(long from, int countMax) throws IOException {
    locate(from);
    int count = (int) Math.min(countMax, size - from);
    var batch = new EntryBatch.Builder(1024);
    byte[] due = new byte[IndexFile.STRIDE * Digest.BYTES];
    byte[] hash = new byte[Digest.BYTES];
    while (batch.count() < count && batch.bodyBytes() < BYTES_MAX) {
      int inTile = (int) (index % IndexFile.STRIDE);
      if (batch.count() == 0 || inTile == 0) {
        int width = (int) Math.min(IndexFile.STRIDE - inTile, from + count - index);
        side.levels().read(0, index, width, due, inTile * Digest.BYTES);
      }
      int length = seek();
      byte[] source = window.array();
      int at = position + EntryBatch.PREFIX_BYTES - windowAt;
      hasher.leaf(source, at, length, hash, 0);
      if (!Arrays.equals(hash, 0, Digest.BYTES, due, inTile * 32, (inTile + 1) * Digest.BYTES)) {
        throw damaged("entry " + index + " does not hash to its leaf hash");
      }
      batch = batch.add(source, at, length);
      step(length);
    }
    return new Entries.Found(from, batch.build());
  }

  /** Goes to an entry, from the nearest one before it that has an index row and is still there. */
  private void locate(long target) throws IOException {
    Segments.Entry oldest = side.segments().all().getFirst();
    Optional<KnownPlaces.Place> known =
        side.places().nearest(target).filter(at -> at.row().segment() >= oldest.number());
    KnownPlaces.Place near = known.isPresent() ? known.get() : indexed(target);
    if (near.row().segment() < oldest.number()) {
      index = oldest.firstIndex();
      enter(oldest.number(), SegmentHead.BYTES);
      readHeads();
    } else {
      index = near.index();
      enter(near.row().segment(), near.row().position());
      left = near.row().left();
    }
    if (index > target) {
      // Dropped since the caller asked whether it was.
      throw damaged("entry " + target + " stood before the oldest segment");
    }
    while (index < target) {
      step(seekAndLearn());
    }
    int _ = seekAndLearn();
  }

  private KnownPlaces.Place indexed(long target) throws IOException {
    long number = target / IndexFile.STRIDE;
    return new KnownPlaces.Place(number * IndexFile.STRIDE, side.index().read(number));
  }

  /** As {@link #seek}; the next reader need not come this way. */
  private int seekAndLearn() throws IOException {
    int length = seek();
    side.places().learn(index, new IndexFile.Row(segment, position, left));
    return length;
  }

  private void enter(int number, int at) throws IOException {
    Segments.Entry entry = side.segments().byNumber(number);
    segment = entry.number();
    nextSegmentFirst = side.segments().firstIndexAfter(number);
    position = at;
    window = ByteBuffer.allocate(0);
  }

  /** Makes the next entry stand in the window; its length. */
  private int seek() throws IOException {
    if (left == 0) {
      enterNextBatch();
    }
    ensure(EntryBatch.PREFIX_BYTES);
    int length = window.getShort(position - windowAt) & 0xffff;
    ensure(EntryBatch.PREFIX_BYTES + length);
    return length;
  }

  private void step(int length) {
    position += EntryBatch.PREFIX_BYTES + length;
    left--;
    index++;
  }

  /** From the end of a batch's body to the body of the next, perhaps in a later segment. */
  private void enterNextBatch() throws IOException {
    position = Batch.padded(position) + Batch.TRAILER_BYTES;
    readHeads();
  }

  /** Reads the head of a batch here or in a later segment; those without entries are passed. */
  private void readHeads() throws IOException {
    while (index == nextSegmentFirst) {
      enter(segment + 1, SegmentHead.BYTES);
    }
    readHead();
    while (left == 0) {
      position += Batch.TRAILER_BYTES;
      readHead();
    }
  }

  private void readHead() throws IOException {
    ensure(Batch.HEAD_BYTES);
    ByteBuffer head = window.slice(position - windowAt, Batch.HEAD_BYTES);
    if (!Batch.isHead(head, side.segments().byNumber(segment).salt())
        || Batch.headFirstIndex(head) != index) {
      throw damaged("no batch that starts with entry " + index + " stands here");
    }
    left = Batch.headCount(head);
    position += Batch.HEAD_BYTES;
  }

  /** Makes so many bytes from the position on stand in the window. */
  private void ensure(int bytes) throws IOException {
    if (position >= windowAt && position + bytes <= windowAt + window.limit()) {
      return;
    }
    int wanted = Math.clamp(2L * window.capacity(), WINDOW_BYTES_MIN, WINDOW_BYTES_MAX);
    ByteBuffer fresh = ByteBuffer.allocate(Math.max(wanted, bytes));
    int at = position;
    int _ =
        side.segments()
            .use(
                segment,
                file -> {
                  int read = 0;
                  while (fresh.hasRemaining() && read >= 0) {
                    read = file.read(fresh, (long) at + fresh.position());
                  }
                  return fresh.position();
                });
    if (fresh.position() < bytes) {
      throw damaged("the segment ends within entry " + index);
    }
    window = fresh.flip();
    windowAt = at;
  }

  private IOException damaged(String detail) {
    return Damage.of(LedgerFault.BATCH_DAMAGED, Names.segment(segment), position, detail);
  }
}
