package dev.penstock.ledger;

import dev.penstock.merkle.Digest;
import dev.penstock.storage.FilePart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which bytes of which files are a log as of one commit. A copy of them is a log that stood still
 * behind that commit, its derived files all on disk.
 */
final class StandingFiles {
  private StandingFiles() {}

  /** To be called where no checkpoint is published, no key rotated and no segment removed. */
  static List<FilePart> of(LogStore store) throws IOException {
    List<FilePart> parts = new ArrayList<>();
    parts.add(FilePart.of(Names.FORMAT, store.format().encode().length));
    // Rows first: none of them knows more than the commit that is looked for next.
    CheckpointFile checkpoints = store.checkpoints();
    parts.add(rows(Names.CHECKPOINTS, checkpoints.count(), CheckpointFile.ROW_BYTES));
    parts.add(
        rows(
            Names.COSIGNATURES,
            checkpoints.cosignatureCount(),
            CheckpointFile.COSIGNATURE_ROW_BYTES));
    parts.add(rows(Names.RETENTION, store.retention().count(), RetentionFile.ROW_BYTES));
    if (store.rotations().count() > 0) {
      parts.add(rows(Names.ROTATIONS, store.rotations().count(), RotationFile.ROW_BYTES));
    }
    Tail tail = store.place().tail();
    for (int level = 0; level < Levels.COUNT; level++) {
      long hashes = tail.size() >>> (level * Levels.TILE_HEIGHT);
      parts.add(rows(Names.level(level), hashes, Digest.BYTES));
    }
    parts.add(rows(Names.INDEX, IndexFile.rowsAt(tail.size()), IndexFile.ROW_BYTES));
    byte[] mark = Mark.file(tail);
    parts.add(FilePart.ending(Names.MARK, 0, mark, mark.length));
    addSegments(store, tail, parts);
    return parts;
  }

  private static FilePart rows(String name, long count, int rowBytes) {
    return FilePart.of(name, count * rowBytes);
  }

  private static void addSegments(LogStore store, Tail tail, List<FilePart> parts)
      throws IOException {
    Catalog catalog =
        Catalog.read(store.storage(), store.format(), store.retention().minimumIndex());
    if (catalog.problem().isPresent()) {
      throw catalog.problem().get();
    }
    List<SegmentHead> heads = catalog.heads();
    for (int i = 0; i < heads.size() && heads.get(i).number() <= tail.segment(); i++) {
      SegmentHead head = heads.get(i);
      String name = Names.segment(head.number());
      if (head.number() < tail.segment()) {
        parts.add(FilePart.within(name, heads.get(i + 1).previousEnd(), head.segmentBytes()));
      } else {
        // What stands behind the end may be of a commit that is being written.
        byte[] word =
            ByteBuffer.allocate(Batch.WORD_BYTES)
                .putLong(0, Batch.confirmation(head.salt()))
                .array();
        parts.add(FilePart.ending(name, tail.position(), word, head.segmentBytes()));
      }
    }
  }
}
