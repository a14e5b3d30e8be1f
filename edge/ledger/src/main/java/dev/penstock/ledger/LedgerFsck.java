package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks a ledger's folder from the stored bytes alone: entries lead to leaf hashes, these to all
 * tile levels and to the root of each commit record and each published checkpoint. Takes no lock
 * and writes nothing, so it may run beside the writer: it then checks what was committed when it
 * began, and some of what came after. Reads everything once, and holds one batch.
 */
public final class LedgerFsck {
  /** A log with more wrong than this is not worth reading on. */
  public static final int FINDINGS_MAX = 100;

  /** A running writer does not drop segments more often than this during one look. */
  private static final int LOOKS_MAX = 8;

  private final Storage storage;
  private final Optional<NoteVerifier> keys;
  private final PublishedHead publishedHead;

  private LedgerFsck(Storage storage, Optional<NoteVerifier> keys, PublishedHead publishedHead) {
    this.storage = storage;
    this.keys = keys;
    this.publishedHead = publishedHead;
  }

  /** A check of the ledger in this folder. */
  public static LedgerFsck of(Storage storage) {
    return new LedgerFsck(storage, Optional.empty(), PublishedHead.NONE);
  }

  /** The same, and each published checkpoint must be signed by a key the verifier knows. */
  public LedgerFsck signedBy(NoteVerifier verifier) {
    return new LedgerFsck(storage, Optional.of(verifier), publishedHead);
  }

  /** The same, and the log must not be behind what was published. */
  public LedgerFsck against(PublishedHead head) {
    return new LedgerFsck(storage, keys, head);
  }

  /** Runs the check; takes as long as reading the log does. */
  public LedgerCheck run(FsckProgress progress) {
    return new Run(progress).run();
  }

  /** Thrown to end a check early. */
  private static final class Enough extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private interface Supplied<T> {
    T get() throws IOException;
  }

  private final class Run {
    private final FsckProgress progress;
    private final TreeHasher hasher = new TreeHasher();
    private final RightEdge edge = new RightEdge(hasher);
    private final List<LedgerFinding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String origin = "";
    private long entriesChecked;
    private long entriesPruned;
    private long commits;
    private @Nullable DerivedCheck derivedCheck;
    private @Nullable RowCheck rowCheck;

    /** What was published outside, until its size comes by. */
    private Optional<PublishedHead.Reading.Known> outsideHead = Optional.empty();

    Run(FsckProgress progress) {
      this.progress = progress;
    }

    LedgerCheck run() {
      try {
        check();
      } catch (LedgerDamagedException e) {
        findings.add(e.finding());
      } catch (IOException e) {
        findings.add(new LedgerFinding(LedgerFault.READ_FAILED, "folder", Damage.text(e)));
      } catch (Enough e) {
        notes.add("the check ended early, at entry " + edge.size());
      }
      RowCheck rows = rowCheck;
      return new LedgerCheck(
          origin,
          edge.size(),
          edge.root(),
          entriesChecked,
          entriesPruned,
          commits,
          rows == null ? 0 : rows.compared(),
          rows == null ? 0 : rows.verified(),
          rows == null ? -1 : rows.signedSize(),
          findings,
          notes);
    }

    private void check() throws IOException, Enough {
      LogFormat format = Examination.readFormat(storage);
      origin = format.origin();
      Strangers.find(storage, findings);
      // What was published outside is known here before; and first what is derived, then what it
      // follows from: a running writer can only add.
      Optional<PublishedHead.Reading.Known> outside = outside();
      try (Levels levels = Levels.open(storage, false);
          IndexFile index = IndexFile.open(storage, false);
          CheckpointFile checkpoints = CheckpointFile.open(storage, format, false);
          RetentionFile retention = RetentionFile.open(storage, format, false)) {
        var derived = new DerivedCheck(levels, index, marked(), findings);
        derivedCheck = derived;
        var rows = new RowCheck(checkpoints, keys, findings);
        rowCheck = rows;
        outsideHead = outside;
        checkRetention(retention);
        checkLastRow(checkpoints, outside);
        Catalog catalog = catalogNow(format, retention);
        catalog.problem().ifPresent(problem -> findings.add(problem.finding()));
        if (catalog.heads().isEmpty()) {
          return;
        }
        passed(0, edge::root);
        overPruned(catalog.heads().getFirst(), levels);
        overSegments(catalog, levels, () -> catalogNow(format, retention));
        derived.end(edge.size());
        rows.end(edge.size());
        checkOutsideIsMet();
      }
    }

    /** The segments; looked at again as long as a running writer drops some meanwhile. */
    private Catalog catalogNow(LogFormat format, RetentionFile retention) throws IOException {
      var _ = retention.lookAgain();
      for (int look = 1; look < LOOKS_MAX; look++) {
        try {
          Catalog catalog = Catalog.read(storage, format, retention.minimumIndex());
          if (catalog.problem().isEmpty() || !retention.lookAgain()) {
            return catalog;
          }
        } catch (NoSuchFileException e) {
          if (!retention.lookAgain()) {
            throw e;
          }
        }
      }
      return Catalog.read(storage, format, retention.minimumIndex());
    }

    /** The log had this root at this size, and no commit between the last size and this one. */
    private void passed(long size, Supplier<Digest> root) throws IOException {
      rows().at(size, root);
      if (outsideHead.isPresent() && outsideHead.get().size() <= size) {
        PublishedHead.Reading.Known known = outsideHead.get();
        outsideHead = Optional.empty();
        if (known.size() < size) {
          contradictsOutside(known, "the log had no commit of that size");
        } else if (!known.root().equals(root.get())) {
          contradictsOutside(known, "the log has " + root.get());
        }
      }
    }

    private void contradictsOutside(PublishedHead.Reading.Known known, String detail) {
      findings.add(
          new LedgerFinding(
              LedgerFault.PUBLISHED_HEAD_CONTRADICTS,
              "published head",
              "it says root " + known.root() + " at size " + known.size() + ", " + detail));
    }

    /** The log ends here: it must not be behind what was published. */
    private void checkOutsideIsMet() {
      outsideHead.ifPresent(known ->
          findings.add(
              new LedgerFinding(
                  LedgerFault.PUBLISHED_HEAD_AHEAD,
                  "published head",
                  "size "
                      + known.size()
                      + " was published at "
                      + known.time()
                      + ", the log ends at "
                      + edge.size())));
    }

    private long marked() throws IOException {
      try (Mark mark = Mark.open(storage, false)) {
        Optional<Tail> tail = mark.read();
        if (tail.isEmpty()) {
          notes.add(Names.MARK + " cannot be read; the next start derives all files anew");
        }
        return tail.map(Tail::size).orElse(0L);
      }
    }

    /** A last row that does not check was never published, unless somebody outside knows it. */
    private void checkLastRow(
        CheckpointFile checkpoints, Optional<PublishedHead.Reading.Known> outside)
        throws IOException {
      long last = checkpoints.count() == 0 ? 0 : checkpoints.row(checkpoints.count() - 1).size();
      if (outside.isPresent() && outside.get().size() > last) {
        findings.add(
            new LedgerFinding(
                LedgerFault.CHECKPOINT_DAMAGED,
                Names.CHECKPOINTS,
                "the last row has size "
                    + last
                    + ", but size "
                    + outside.get().size()
                    + " was published at "
                    + outside.get().time()));
      }
      if (checkpoints.hasUnfinishedRow()) {
        notes.add("a checkpoint row or its second signature was never finished");
      }
    }

    private void checkRetention(RetentionFile retention) throws IOException {
      long minimum = 0;
      for (long number = 0; number < retention.count(); number++) {
        RetentionFile.Row row = retention.row(number);
        if (row.minimumIndex() < minimum) {
          findings.add(
              new LedgerFinding(
                  LedgerFault.RETENTION_DAMAGED,
                  Names.RETENTION + " row " + number,
                  "its minimum index is below that of the row before"));
        }
        minimum = row.minimumIndex();
      }
      if (retention.hasUnfinishedRow()) {
        notes.add("a retention row was never finished");
      }
    }

    /** Where the entries are gone, their hashes stand in for them. */
    private void overPruned(SegmentHead first, Levels levels) throws IOException, Enough {
      byte[] hashes = new byte[Levels.TILE_WIDTH * Digest.BYTES];
      while (edge.size() < first.firstIndex()) {
        long next = nextStop(first.firstIndex());
        int count = (int) (next - edge.size());
        levels.read(0, edge.size(), count, hashes, 0);
        derived().overLeaves(edge, hashes, count);
        passed(edge.size(), edge::root);
        entriesPruned += count;
        tell();
      }
      if (!edge.root().equals(first.root())) {
        throw Damage.of(
            LedgerFault.LEVELS_DAMAGED,
            Names.LEVELS,
            "the hashes of the dropped entries lead to root "
                + edge.root()
                + ", committed was "
                + first.root());
      }
    }

    /** The end of the tile, the next size a checkpoint row names, or this end. */
    private long nextStop(long end) throws IOException {
      long tileEnd = (edge.size() / Levels.TILE_WIDTH + 1) * Levels.TILE_WIDTH;
      long published =
          outsideHead
              .map(PublishedHead.Reading.Known::size)
              .filter(s -> s > edge.size())
              .orElse(end);
      return Math.min(Math.min(tileEnd, end), Math.min(published, rows().nextSize(edge.size())));
    }

    private void overSegments(Catalog seen, Levels levels, Supplied<Catalog> lookAgain)
        throws IOException, Enough {
      List<SegmentHead> heads = seen.heads();
      int at = 0;
      while (at < heads.size()) {
        try {
          overBatches(heads.subList(at, heads.size()));
          return;
        } catch (LedgerDamagedException e) {
          add(e.finding());
          at = resume(heads, levels);
        } catch (NoSuchFileException e) {
          int last = heads.getLast().number();
          heads =
              behindDropped(lookAgain.get(), levels, e).stream()
                  .filter(head -> head.number() <= last)
                  .toList();
          at = 0;
        }
      }
    }

    /**
     * A segment went away under the check: by policy, or it is missing. Segments that are newer
     * than the check are left alone, so that it cannot run after a writer for ever.
     */
    private List<SegmentHead> behindDropped(Catalog now, Levels levels, NoSuchFileException e)
        throws IOException, Enough {
      if (now.problem().isPresent() || now.heads().getFirst().firstIndex() <= edge.size()) {
        throw now.problem().isPresent() ? now.problem().get() : e;
      }
      notes.add("entries were dropped by policy during the check; their hashes stand in");
      overPruned(now.heads().getFirst(), levels);
      return now.heads();
    }

    private void overBatches(List<SegmentHead> heads) throws IOException, Enough {
      SegmentHead head = heads.getFirst();
      var from = new Tail(head.firstIndex(), head.number(), SegmentHead.BYTES);
      var batchHashes = new Derived();
      try (var walk = new BatchWalk(storage, heads, from, head.root(), head.low())) {
        for (Batch batch = walk.next(); batch != null; batch = walk.next()) {
          batchHashes.begin(batch.firstIndex());
          Replay.hashEntries(batch, walk.bytes(), hasher, batchHashes);
          batchHashes.extend(edge);
          if (!edge.root().equals(batch.root())) {
            throw Damage.of(
                LedgerFault.ROOT_MISMATCH,
                Names.segment(walk.segment()),
                batch.at(),
                "its entries lead to root " + edge.root() + ", committed was " + batch.root());
          }
          derived().compare(batchHashes, walk.segment(), batch.at());
          Digest root = batch.root();
          passed(batch.size(), () -> root);
          entriesChecked += batch.count();
          commits++;
          tell();
        }
        if (!walk.isLastConfirmed()) {
          notes.add("the last commit, of size " + walk.tail().size() + ", is not confirmed yet");
        }
        if (walk.hasRemains()) {
          notes.add("remains of a commit that was never finished stand behind the last one");
        }
      }
    }

    /** The first segment behind the damage from where the tree can be followed again. */
    private int resume(List<SegmentHead> heads, Levels levels) {
      for (int i = 0; i < heads.size(); i++) {
        SegmentHead head = heads.get(i);
        if (head.firstIndex() > edge.size()) {
          try {
            byte[] roots = new ProofMaker(new TreeHasher(), levels).subtreeRoots(head.firstIndex());
            var candidate = new RightEdge(new TreeHasher());
            candidate.restore(head.firstIndex(), roots);
            if (candidate.root().equals(head.root())) {
              edge.restore(head.firstIndex(), roots);
              rows().skipTo(head.firstIndex());
              outsideHead = outsideHead.filter(known -> known.size() >= head.firstIndex());
              return i;
            }
          } catch (IOException e) {
            // The hashes are damaged too; perhaps a later segment can be followed.
            notes.add("segment " + head.number() + " could not be followed: " + Damage.text(e));
          }
        }
      }
      notes.add("nothing behind the damage could be followed");
      return heads.size();
    }

    private Optional<PublishedHead.Reading.Known> outside() throws IOException {
      return switch (publishedHead.read(origin)) {
        case PublishedHead.Reading.Known known -> Optional.of(known);
        case PublishedHead.Reading.Unreadable(var detail) -> {
          findings.add(
              new LedgerFinding(LedgerFault.PUBLISHED_HEAD_UNREADABLE, "published head", detail));
          yield Optional.empty();
        }
        case PublishedHead.Reading.Nothing() -> {
          // The first publication may have ended between the row and the copy outside.
          if (rowsInFile() > 1) {
            findings.add(
                new LedgerFinding(
                    LedgerFault.PUBLISHED_HEAD_UNREADABLE,
                    "published head",
                    "its place is empty, though the log has published; is its disk there?"));
          }
          yield Optional.empty();
        }
        case PublishedHead.Reading.Adopted() -> {
          notes.add("the place of the published head is new to this log");
          yield Optional.empty();
        }
        case PublishedHead.Reading.NoPlace() -> {
          notes.add(FilePublishedHead.NOT_ASKED);
          yield Optional.empty();
        }
      };
    }

    private long rowsInFile() throws IOException {
      if (!storage.exists(Names.CHECKPOINTS)) {
        return 0;
      }
      try (StorageFile file = storage.openReadOnly(Names.CHECKPOINTS)) {
        return file.sizeBytes() / CheckpointFile.ROW_BYTES;
      }
    }

    private void tell() throws Enough {
      if (!progress.goesOn(edge.size(), derived().sizeSeen()) || findings.size() >= FINDINGS_MAX) {
        throw new Enough();
      }
    }

    private void add(LedgerFinding finding) throws Enough {
      findings.add(finding);
      if (findings.size() >= FINDINGS_MAX) {
        throw new Enough();
      }
    }

    private DerivedCheck derived() {
      DerivedCheck check = derivedCheck;
      if (check == null) {
        throw new IllegalStateException("no derived files are open");
      }
      return check;
    }

    private RowCheck rows() {
      RowCheck check = rowCheck;
      if (check == null) {
        throw new IllegalStateException("no rows are open");
      }
      return check;
    }
  }
}
