package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerHead;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** What the segments say the log was at a place that somebody noted. Only reads. */
final class CommitRecords {
  private final Storage storage;
  private final LogFormat format;
  private final Catalog catalog;

  CommitRecords(Storage storage, LogFormat format, Catalog catalog) {
    this.storage = storage;
    this.format = format;
    this.catalog = catalog;
  }

  /** The state a commit record or a segment head states just before this place. */
  LedgerHead stateAt(Tail tail) throws IOException {
    List<SegmentHead> heads = catalog.from(tail.segment());
    if (heads.isEmpty() || heads.getFirst().number() != tail.segment()) {
      throw Damage.of(
          LedgerFault.COMMITS_LOST,
          Names.MARK,
          "it refers to segment " + tail.segment() + ", which is not there");
    }
    SegmentHead head = heads.getFirst();
    if (tail.position() == SegmentHead.BYTES) {
      return matching(tail, new LedgerHead(head.firstIndex(), head.root(), head.low()));
    }
    if (tail.position() < SegmentHead.BYTES + Batch.span(0)
        || tail.position() > format.segmentBytes()) {
      throw Damage.of(
          LedgerFault.LEVELS_DAMAGED, Names.MARK, "position " + tail.position() + " is no end");
    }
    return matching(tail, commitRecordBefore(head, tail.position()));
  }

  private static LedgerHead matching(Tail tail, LedgerHead state) throws IOException {
    if (tail.size() != state.size()) {
      throw Damage.of(
          LedgerFault.COMMITS_LOST,
          Names.MARK,
          "it says size " + tail.size() + " where the segment has size " + state.size());
    }
    return state;
  }

  /** Reads the batch that ends at this position and checks all of it. */
  private LedgerHead commitRecordBefore(SegmentHead head, int position) throws IOException {
    String name = Names.segment(head.number());
    try (StorageFile file = storage.openReadOnly(name)) {
      ByteBuffer length = ByteBuffer.allocate(4);
      file.readFully(length, position - 8L);
      int span = length.getInt(0);
      if (span < Batch.span(0) || span > position - SegmentHead.BYTES || span > Batch.SPAN_MAX) {
        throw Damage.of(
            LedgerFault.BATCH_DAMAGED, name, position, "no commit record ends here as marked");
      }
      ByteBuffer bytes = ByteBuffer.allocate(span);
      file.readFully(bytes, position - span);
      String flaw =
          Batch.isHead(bytes, head.salt()) && Batch.span(Batch.headBodyBytes(bytes)) == span
              ? Batch.flaw(bytes, head.salt())
              : "the head of the batch does not check";
      if (!flaw.isEmpty()) {
        throw Damage.of(LedgerFault.BATCH_DAMAGED, name, position - span, flaw);
      }
      Batch batch = Batch.decode(bytes, position - span);
      return new LedgerHead(batch.size(), batch.root(), batch.low());
    }
  }

  /** The hashes on disk must lead to this root at this size; sets the edge to that tree. */
  static void restoreEdge(RightEdge edge, Levels levels, long size, Digest root)
      throws IOException {
    for (int level = 0; level < Levels.COUNT; level++) {
      long due = size >>> (level * Levels.TILE_HEIGHT);
      if (levels.hashesInFile(level) < due) {
        throw Damage.of(
            LedgerFault.LEVELS_DAMAGED,
            Names.level(level),
            "the file has " + levels.hashesInFile(level) + " hashes, must have " + due);
      }
    }
    edge.restore(size, new ProofMaker(new TreeHasher(), levels).subtreeRoots(size));
    if (!edge.root().equals(root)) {
      throw Damage.of(
          LedgerFault.LEVELS_DAMAGED,
          Names.LEVELS,
          "the hashes lead to root "
              + edge.root()
              + " at size "
              + size
              + ", committed was "
              + root);
    }
  }
}
