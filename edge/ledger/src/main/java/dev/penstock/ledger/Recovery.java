package dev.penstock.ledger;

import dev.penstock.flow.LedgerHead;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The second half of opening a ledger, after an {@link Examination} found nothing wrong: makes
 * durable what it found, and writes anew what is derived. Never changes a byte that is committed.
 */
final class Recovery {
  private final Storage storage;
  private final LedgerOptions options;
  private final Examination.Examined examined;
  private final Deque<Closeable> opened = new ArrayDeque<>();

  Recovery(Storage storage, LedgerOptions options, Examination.Examined examined) {
    this.storage = storage;
    this.options = options;
    this.examined = examined;
  }

  LogStore run() throws IOException {
    try {
      return recover();
    } catch (IOException e) {
      Closing.all(e, opened.toArray(Closeable[]::new));
      throw e;
    }
  }

  private LogStore recover() throws IOException {
    LogFormat format = examined.format();
    // A process before this one may have died between giving a name and making it durable.
    storage.forceFolder("", ForceAt.NAMES_FOUND);
    storage.forceFolder(Names.HEADERS, ForceAt.NAMES_FOUND);
    makeSureOfLastBatch();
    Levels levels = keep(Levels.open(storage, true));
    IndexFile index = keep(IndexFile.open(storage, true));
    RightEdge edge = derive(levels, index);
    CheckpointFile checkpoints = keep(CheckpointFile.open(storage, format, true));
    checkpoints.makeSureOfLast();
    finishPublication(checkpoints);
    RetentionFile retention = keep(RetentionFile.open(storage, format, true));
    retention.makeSureOfLast();
    Mark mark = keep(Mark.open(storage, true));
    // What was marked decides which slot is written next.
    var _ = mark.read();
    // Other names of files that have their own: a crash can leave both.
    for (String name : List.of(Names.PREPARED, Names.FORMAT_NEW)) {
      if (storage.exists(name)) {
        storage.delete(name);
      }
    }
    var segments = keep(new Segments(storage, examined.catalog().entries()));
    int _ = Pruner.drop(storage, segments, retention.minimumIndex());
    SegmentWriter writer =
        keep(
            new SegmentWriter(
                storage,
                format,
                options.random(),
                segments,
                examined.catalog().heads().getLast(),
                examined.end().position()));
    return new LogStore(
        storage,
        format,
        options,
        segments,
        writer,
        levels,
        index,
        mark,
        checkpoints,
        retention,
        examined.head(),
        edge,
        examined.start());
  }

  /** A process before this one may have died between the row and the copy outside. */
  private void finishPublication(CheckpointFile checkpoints) throws IOException {
    if (checkpoints.count() > 0) {
      CheckpointFile.Row last = checkpoints.row(checkpoints.count() - 1);
      options
          .publishedHead()
          .advance(
              examined.format().origin(),
              last.size(),
              last.root(),
              Instant.ofEpochMilli(last.timeMs()));
    }
  }

  private <T extends Closeable> T keep(T thing) {
    opened.push(thing);
    return thing;
  }

  /**
   * The last batch is whole, but nothing shows that it ever was durable: it may stand in memory
   * only, even behind a sync that succeeds, when one before it failed. Writing the same bytes again
   * makes the sync mean what it says. A crash here loses nothing: the bytes are the same, whether
   * anybody was told of the batch or not.
   */
  private void makeSureOfLastBatch() throws IOException {
    @Nullable Batch last = examined.lastBatch();
    if (last == null || examined.isConfirmed()) {
      return;
    }
    SegmentHead head = examined.catalog().heads().getLast();
    try (StorageFile file = storage.open(Names.segment(head.number()))) {
      ByteBuffer bytes = ByteBuffer.allocate(last.span());
      file.readFully(bytes, last.at());
      file.writeFully(bytes.clear(), last.at());
      file.force(ForceAt.BATCH_FOUND);
      ByteBuffer word = ByteBuffer.allocate(Batch.WORD_BYTES);
      word.putLong(0, Batch.confirmation(head.salt()));
      file.writeFully(word, last.end());
    }
  }

  /**
   * Writes all hashes and index rows behind the mark, also those that seem to be there: whatever
   * was not synced may be in memory only.
   */
  private RightEdge derive(Levels levels, IndexFile index) throws IOException {
    var hasher = new TreeHasher();
    var edge = new RightEdge(hasher);
    LedgerHead state = examined.startState();
    edge.restore(state.size(), new ProofMaker(hasher, levels).subtreeRoots(state.size()));
    var derived = new Derived();
    try (var walk =
        new BatchWalk(
            storage,
            examined.catalog().from(examined.start().segment()),
            examined.start(),
            state.root(),
            state.low())) {
      for (Batch batch = walk.next(); batch != null; batch = walk.next()) {
        derived.begin(batch.firstIndex());
        Replay.hashEntries(batch, walk.bytes(), hasher, derived);
        derived.extend(edge);
        levels.write(derived);
        index.write(derived.indexRows(walk.segment(), batch.at()), batch.firstIndex());
      }
    }
    if (!edge.root().equals(examined.head().root())) {
      throw new IOException("the folder changed while it was opened");
    }
    return edge;
  }
}
