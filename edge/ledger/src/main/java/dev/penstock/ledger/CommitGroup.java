package dev.penstock.ledger;

import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.Ledger;
import dev.penstock.flow.LedgerHead;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.LeafRun;
import dev.penstock.merkle.RightEdge;
import java.nio.ByteBuffer;

/**
 * The entries of one commit while it is put together: the batch as it will stand in the segment,
 * and what follows from it. Two of these take turns: one is filled while the other goes to disk.
 * One thread at a time.
 */
final class CommitGroup {
  private static final int BUFFER_BYTES_AT_FIRST = 64 * 1024;

  private final int bodyBytesMax;
  private final Derived derived = new Derived();

  /** Off the heap, because the channel would otherwise copy it there for each write. */
  private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES_AT_FIRST);

  private long firstIndex;
  private int bodyBytes;
  private long low;
  private LedgerHead head = new LedgerHead(0, Digest.of(new byte[Digest.BYTES]), 0);

  private byte[] subtreeRoots = new byte[0];

  CommitGroup(int bodyBytesMax) {
    this.bodyBytesMax = bodyBytesMax;
  }

  /** Makes the group empty; its first entry will have this index. */
  void begin(long newFirstIndex, long newLow) {
    firstIndex = newFirstIndex;
    bodyBytes = 0;
    low = newLow;
    derived.begin(newFirstIndex);
  }

  boolean isEmpty() {
    return derived.count() == 0;
  }

  /** True when these entries can still become part of this commit. */
  boolean hasRoomFor(EntryBatch batch) {
    return bodyBytes + batch.bodyBytes() <= bodyBytesMax
        && derived.count() + batch.count() <= Ledger.BATCH_ENTRIES_MAX;
  }

  /** Takes entries in and hashes them into the tree. */
  void add(EntryBatch batch, long newLow, LeafRun leaves, RightEdge edge) {
    ensureBuffer(bodyBytes + batch.bodyBytes());
    batch.copyTo(buffer.position(Batch.HEAD_BYTES + bodyBytes));
    derived.add(batch, bodyBytes, leaves, edge);
    bodyBytes += batch.bodyBytes();
    low = newLow;
  }

  /** No more entries: the state of the log after this commit is settled. */
  void close(RightEdge edge) {
    if (edge.size() != firstIndex + derived.count()) {
      throw new IllegalStateException(
          "edge has size " + edge.size() + ", group ends at " + (firstIndex + derived.count()));
    }
    head = new LedgerHead(edge.size(), edge.root(), low);
    subtreeRoots = edge.subtreeRoots();
  }

  /** The batch as it shall stand in the segment with this salt. */
  ByteBuffer encode(long salt) {
    ensureBuffer(bodyBytes);
    Batch.encodeHead(buffer, salt, firstIndex, derived.count(), bodyBytes);
    Batch.encodeTrailer(buffer, salt, bodyBytes, head.size(), head.root().bytes(), low);
    return buffer.position(0).limit(span());
  }

  int span() {
    return Batch.span(bodyBytes);
  }

  /** The state of the log after this commit; settled by {@link #close}. */
  LedgerHead head() {
    return head;
  }

  /** The complete subtrees the tree is made of after this commit; settled by {@link #close}. */
  byte[] edge() {
    return subtreeRoots;
  }

  long firstIndex() {
    return firstIndex;
  }

  int count() {
    return derived.count();
  }

  Derived derived() {
    return derived;
  }

  private void ensureBuffer(int body) {
    int used = Batch.span(bodyBytes);
    buffer.clear();
    int needed = Batch.span(body);
    if (buffer.capacity() < needed) {
      int doubled = (int) Math.min(2L * buffer.capacity(), Batch.span(bodyBytesMax));
      ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(needed, doubled));
      larger.put(0, buffer, 0, Math.min(used, buffer.capacity()));
      buffer = larger;
    }
  }
}
