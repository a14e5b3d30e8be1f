package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerHead;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first half of opening a ledger: looks at everything that must be looked at and writes
 * nothing, so that a folder that is refused stays as it was. Reads the segment heads, the last
 * rows, and the batches behind the mark.
 */
final class Examination {
  private final Storage storage;
  private final PublishedHead publishedHead;
  private final TreeHasher hasher = new TreeHasher();
  private final RightEdge edge = new RightEdge(hasher);
  private final Claims claims = new Claims();
  private final List<String> notes = new ArrayList<>();

  private final ProvableStates provable = new ProvableStates();

  /**
   * What was found.
   *
   * @param start where the derived files are known to be good up to
   * @param end where the log ends
   * @param head the log at its end, or, with a finding, the newest state that can be proven
   * @param startState the log at {@code start}
   * @param lastBatch the last batch behind {@code start}, or null when there is none
   * @param isConfirmed whether anything shows that the last batch was durable
   * @param notes what the operator should know although nothing is wrong
   * @param finding why the log must not be written to
   */
  record Examined(
      LogFormat format,
      Catalog catalog,
      Tail start,
      LedgerHead startState,
      Tail end,
      LedgerHead head,
      @Nullable Batch lastBatch,
      boolean isConfirmed,
      List<String> notes,
      Optional<LedgerFinding> finding) {}

  private Catalog catalog = new Catalog(List.of(), Optional.empty());
  private Tail start = new Tail(0, 0, SegmentHead.BYTES);
  private LedgerHead startState;
  private Tail end = start;
  private @Nullable Batch lastBatch;
  private boolean isConfirmed = true;

  Examination(Storage storage, PublishedHead publishedHead) {
    this.storage = storage;
    this.publishedHead = publishedHead;
    this.startState = new LedgerHead(0, hasher.emptyRoot(), 0);
  }

  /** Looks at the folder. Throws only when it is not one of ours, or cannot be read at all. */
  Examined run() throws IOException {
    LogFormat format = readFormat(storage);
    Optional<LedgerFinding> finding = Optional.empty();
    try {
      examine(format);
    } catch (LedgerDamagedException e) {
      finding = Optional.of(e.finding());
    } catch (NoSuchFileException e) {
      finding =
          Optional.of(
              new LedgerFinding(
                  LedgerFault.FILE_MISSING, String.valueOf(e.getFile()), "the file is missing"));
    }
    LedgerHead head =
        finding.isEmpty() ? provable.newest() : provable.proven(storage, catalog, notes);
    return new Examined(
        format,
        catalog,
        start,
        startState,
        end,
        head,
        lastBatch,
        isConfirmed,
        List.copyOf(notes),
        finding);
  }

  static LogFormat readFormat(Storage storage) throws IOException {
    if (!storage.exists(Names.FORMAT)) {
      throw Damage.of(LedgerFault.NOT_A_LEDGER, Names.FORMAT, "the file is missing");
    }
    try (StorageFile file = storage.openReadOnly(Names.FORMAT)) {
      long bytes = file.sizeBytes();
      if (bytes > LogFormat.BYTES_MAX) {
        throw Damage.of(
            LedgerFault.FORMAT_UNREADABLE, Names.FORMAT, "the file has " + bytes + " bytes");
      }
      ByteBuffer text = ByteBuffer.allocate((int) bytes);
      file.readFully(text, 0);
      return LogFormat.decode(text.array());
    }
  }

  private void examine(LogFormat format) throws IOException {
    try (Levels levels = Levels.open(storage, false);
        IndexFile index = IndexFile.open(storage, false);
        RetentionFile retention = RetentionFile.open(storage, format, false);
        CheckpointFile checkpoints = CheckpointFile.open(storage, format, false)) {
      catalog = Catalog.read(storage, format, retention.minimumIndex());
      if (catalog.problem().isPresent()) {
        throw catalog.problem().get();
      }
      if (retention.hasUnfinishedRow()) {
        notes.add("a retention row that was never finished is overwritten by the next one");
      }
      chooseStart(format);
      CommitRecords.restoreEdge(edge, levels, start.size(), startState.root());
      provable.remember(startState);
      collectClaims(checkpoints, format.origin());
      var maker = new ProofMaker(new TreeHasher(), levels);
      for (long size : claims.sizesUpTo(start.size())) {
        claims.meet(size, maker.root(size));
      }
      walk();
      claims.end(end.size());
      checkNothingBeyond(levels, index, retention);
    }
  }

  /** The mark when it can be read, else the oldest segment that is there. */
  private void chooseStart(LogFormat format) throws IOException {
    Optional<Tail> marked;
    try (Mark mark = Mark.open(storage, false)) {
      marked = mark.read();
    }
    SegmentHead first = catalog.heads().getFirst();
    if (marked.isEmpty()) {
      notes.add(Names.MARK + " cannot be read: all derived files are written anew");
      start = new Tail(first.firstIndex(), first.number(), SegmentHead.BYTES);
      startState = new LedgerHead(first.firstIndex(), first.root(), first.low());
    } else {
      start = marked.get();
      startState = new CommitRecords(storage, format, catalog).stateAt(start);
    }
  }

  private void collectClaims(CheckpointFile checkpoints, String origin) throws IOException {
    long lastSize = 0;
    if (checkpoints.count() > 0) {
      CheckpointFile.Row last = checkpoints.row(checkpoints.count() - 1);
      lastSize = last.size();
      claims.add(
          new Claims.Claim(
              last.size(),
              last.root(),
              Names.CHECKPOINTS + " row " + (checkpoints.count() - 1),
              LedgerFault.COMMITS_LOST,
              LedgerFault.CHECKPOINT_CONTRADICTS));
    }
    if (checkpoints.hasUnfinishedRow()) {
      notes.add("a checkpoint row that was never finished is overwritten by the next one");
    }
    switch (publishedHead.read(origin)) {
      case PublishedHead.Reading.NoPlace() -> notes.add(FilePublishedHead.NOT_ASKED);
      case PublishedHead.Reading.Nothing() -> {
        // The first publication may have ended between the row and the copy outside.
        if (checkpoints.count() > 1) {
          throw Damage.of(
              LedgerFault.PUBLISHED_HEAD_UNREADABLE,
              "published head",
              "its place is empty, though this log has published "
                  + checkpoints.count()
                  + " checkpoints; is its disk there? A new place is accepted once its folder"
                  + " holds an empty file named "
                  + FilePublishedHead.adoptionOf(origin));
        }
      }
      case PublishedHead.Reading.Adopted() ->
          notes.add("the place of the published head is new and begins with this log's last row");
      case PublishedHead.Reading.Unreadable(var detail) ->
          throw Damage.of(LedgerFault.PUBLISHED_HEAD_UNREADABLE, "published head", detail);
      case PublishedHead.Reading.Known(var size, var root, var time) -> {
        claims.add(
            new Claims.Claim(
                size,
                root,
                "published head of " + time,
                LedgerFault.PUBLISHED_HEAD_AHEAD,
                LedgerFault.PUBLISHED_HEAD_CONTRADICTS));
        if (size > lastSize) {
          checkpointsAreShort =
              "the last row has size "
                  + lastSize
                  + ", but a checkpoint of size "
                  + size
                  + " was published at "
                  + time;
        }
      }
    }
  }

  /**
   * Why the rows do not hold all that was published, or empty. Told when nothing worse is found.
   */
  private String checkpointsAreShort = "";

  private void walk() throws IOException {
    var derived = new Derived();
    try (var walk =
        new BatchWalk(
            storage, catalog.from(start.segment()), start, startState.root(), startState.low())) {
      for (Batch batch = walk.next(); batch != null; batch = walk.next()) {
        derived.begin(batch.firstIndex());
        Replay.hashEntries(batch, walk.bytes(), hasher, derived);
        derived.extend(edge);
        if (!edge.root().equals(batch.root())) {
          throw Damage.of(
              LedgerFault.ROOT_MISMATCH,
              Names.segment(walk.segment()),
              batch.at(),
              "its entries lead to root " + edge.root() + ", committed was " + batch.root());
        }
        lastBatch = batch;
        end = walk.tail();
        provable.remember(new LedgerHead(batch.size(), batch.root(), batch.low()));
        claims.meet(batch.size(), batch.root());
      }
      end = walk.tail();
      isConfirmed = walk.isLastConfirmed();
      if (walk.hasRemains()) {
        notes.add(
            "remains of a commit that was never finished stand behind size "
                + end.size()
                + "; the next one overwrites them");
      }
    }
  }

  /** Derived files are written after commits only: they cannot know more. */
  private void checkNothingBeyond(Levels levels, IndexFile index, RetentionFile retention)
      throws IOException {
    for (int level = 0; level < Levels.COUNT; level++) {
      long due = end.size() >>> (level * Levels.TILE_HEIGHT);
      if (levels.hashesInFile(level) > due) {
        throw Damage.of(
            LedgerFault.COMMITS_LOST,
            Names.level(level),
            "the file has "
                + levels.hashesInFile(level)
                + " hashes, the log ends at size "
                + end.size());
      }
    }
    if (index.rowsInFile() > IndexFile.rowsAt(end.size())) {
      throw Damage.of(
          LedgerFault.COMMITS_LOST,
          Names.INDEX,
          "the file has " + index.rowsInFile() + " rows, the log ends at size " + end.size());
    }
    if (index.rowsInFile() < IndexFile.rowsAt(start.size())) {
      throw Damage.of(
          LedgerFault.INDEX_DAMAGED, Names.INDEX, "the file is shorter than its mark says");
    }
    if (retention.minimumIndex() > end.size()) {
      throw Damage.of(
          LedgerFault.COMMITS_LOST,
          Names.RETENTION,
          "entries below "
              + retention.minimumIndex()
              + " were dropped, the log ends at size "
              + end.size());
    }
    if (!checkpointsAreShort.isEmpty()) {
      throw Damage.of(LedgerFault.CHECKPOINT_DAMAGED, Names.CHECKPOINTS, checkpointsAreShort);
    }
  }
}
