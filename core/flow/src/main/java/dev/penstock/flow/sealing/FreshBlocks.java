package dev.penstock.flow.sealing;

import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.merkle.Digest;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Blocks that were closed a moment ago, with their records: for a reader at the heels of the
 * sealer, which would otherwise read, take apart and hash again what was in memory just now. Nobody
 * waits for it. What has no room here, and all that was sealed before a start, is read from the
 * journal.
 *
 * <p>A block is found by its link, the hash of all that its signature covers. So who holds a leaf
 * of the log gets the very records from which the root in that leaf was computed, or nothing.
 *
 * <p>Safe for use by several threads: one closes blocks, one takes them.
 */
public final class FreshBlocks {
  /** What a block takes besides its records: header, extents, and its place here. */
  private static final int BLOCK_BYTES = 1_024;

  /** Buffers that are kept for the next blocks. */
  private static final int SPARES_MAX = 16;

  private final long bytesMax;

  /** In the order in which they were closed; guarded by this, as all below. */
  private final Map<Digest, FreshBlock> blocks = new LinkedHashMap<>();

  private final ArrayDeque<RecordBatch> spares = new ArrayDeque<>();
  private long bytes;

  /**
   * A block with what it was made of.
   *
   * @param records in the order of the leaves; given back when they are not needed any more
   */
  public record FreshBlock(ClosedBlock closed, RecordBatch records) {}

  /**
   * Keeps about so many bytes.
   *
   * @param bytesMax 0 to keep nothing
   */
  public FreshBlocks(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** A place for the records of the next block, when there is room for so many bytes. */
  synchronized Optional<RecordBatch> room(int sizeBytes) {
    if (bytes + sizeBytes + BLOCK_BYTES > bytesMax) {
      return Optional.empty();
    }
    RecordBatch spare = spares.pollLast();
    return Optional.of(spare == null ? new RecordBatch() : spare);
  }

  /** Keeps a block; the records are those that {@link #room} gave, filled. */
  synchronized void add(ClosedBlock closed, RecordBatch records) {
    var block = new FreshBlock(closed, records);
    bytes += bytesOf(block);
    FreshBlock _ = blocks.put(closed.block().link(), block);
  }

  /**
   * Takes the block with this link out, and forgets those that were closed before it: who follows
   * the log does not come back to them.
   */
  public synchronized Optional<FreshBlock> take(Digest link) {
    if (!blocks.containsKey(link)) {
      return Optional.empty();
    }
    Iterator<FreshBlock> oldest = blocks.values().iterator();
    FreshBlock next = remove(oldest);
    while (!next.closed().block().link().equals(link)) {
      giveBack(next.records());
      next = remove(oldest);
    }
    return Optional.of(next);
  }

  private FreshBlock remove(Iterator<FreshBlock> oldest) {
    FreshBlock block = oldest.next();
    oldest.remove();
    bytes -= bytesOf(block);
    return block;
  }

  /** The records of a block that was taken are not needed any more. */
  public synchronized void giveBack(RecordBatch records) {
    if (spares.size() < SPARES_MAX) {
      spares.addLast(records);
    }
  }

  private static long bytesOf(FreshBlock block) {
    return (long) BLOCK_BYTES + block.records().roomBytes();
  }
}
