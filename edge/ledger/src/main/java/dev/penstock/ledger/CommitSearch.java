package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerHead;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the newest commit that a reader may stand on, in a folder that another process may be
 * writing to: docs/formats/ledger.md "Reading beside the writer". Such a commit is confirmed, and
 * the derived files hold all that follows from it. Reads from the mark on, and writes nothing. One
 * thread at a time, one use.
 */
final class CommitSearch {
  private final Storage storage;
  private final LogFormat format;
  private final ReadFiles files;
  private final TreeHasher hasher = new TreeHasher();
  private final RightEdge edge = new RightEdge(hasher);
  private final Claims claims = new Claims();
  private final ProvableStates safe = new ProvableStates();
  private final List<String> notes = new ArrayList<>();
  private Catalog catalog = new Catalog(List.of(), Optional.empty());

  /** The largest size a row may have to be shown. */
  private long publishedMax = Long.MAX_VALUE;

  /** A row or the copy outside shows that the commit of this size was durable. */
  private long vouchedFor;

  /**
   * The last commit the walk passed, when the derived files hold it; it counts once something
   * stands behind it.
   */
  private Optional<LedgerHead> candidate = Optional.empty();

  private boolean isAllInPlace = true;

  CommitSearch(Storage storage, LogFormat format, ReadFiles files) {
    this.storage = storage;
    this.format = format;
    this.files = files;
  }

  /**
   * Looks. What does not fit together is damage, or a writer who dropped segments meanwhile: the
   * caller looks again.
   *
   * @param outside what was published, read before the files were opened
   */
  void run(PublishedHead.Reading outside) throws IOException {
    // In this order: each of these knows less than what is read after it.
    long hashesSeen = files.levels().hashesInFile(0);
    collectClaims(outside);
    Optional<Tail> marked;
    try (Mark mark = Mark.open(storage, false)) {
      marked = mark.read();
    }
    catalog = Catalog.read(storage, format, files.retention().minimumIndex());
    if (catalog.problem().isPresent()) {
      throw catalog.problem().get();
    }
    SegmentHead oldest = catalog.heads().getFirst();
    Tail start = marked.orElse(new Tail(oldest.firstIndex(), oldest.number(), SegmentHead.BYTES));
    LedgerHead state = new CommitRecords(storage, format, catalog).stateAt(start);
    CommitRecords.restoreEdge(edge, files.levels(), start.size(), state.root());
    safe.remember(state);
    var maker = new ProofMaker(new TreeHasher(), files.levels());
    for (long size : claims.sizesUpTo(start.size())) {
      claims.meet(size, maker.root(size));
    }
    walk(start, state, hashesSeen);
    files.checkpoints().showUpTo(Math.min(head().size(), publishedMax));
  }

  /** The newest commit to stand on. */
  LedgerHead head() {
    return safe.newest();
  }

  /** The newest commit that can be proven in a folder that is damaged. */
  LedgerHead provableHead() throws IOException {
    LedgerHead proven = safe.proven(storage, catalog, notes);
    files.checkpoints().showUpTo(Math.min(proven.size(), publishedMax));
    return proven;
  }

  Catalog catalog() {
    return catalog;
  }

  /** What whoever reads should know although nothing is wrong. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private void collectClaims(PublishedHead.Reading outside) throws IOException {
    CheckpointFile rows = files.checkpoints();
    if (rows.count() > 0) {
      CheckpointFile.Row last = rows.row(rows.count() - 1);
      vouchedFor = last.size();
      claims.add(
          new Claims.Claim(
              last.size(),
              last.root(),
              Names.CHECKPOINTS + " row " + (rows.count() - 1),
              LedgerFault.COMMITS_LOST,
              LedgerFault.CHECKPOINT_CONTRADICTS));
    }
    switch (outside) {
      case PublishedHead.Reading.NoPlace() -> notes.add(FilePublishedHead.NOT_ASKED);
      case PublishedHead.Reading.Nothing(), PublishedHead.Reading.Adopted() -> {
        publishedMax = -1;
        notes.add("the place of the published head knows nothing of this log: nothing is shown");
      }
      case PublishedHead.Reading.Unreadable(var detail) ->
          throw Damage.of(LedgerFault.PUBLISHED_HEAD_UNREADABLE, "published head", detail);
      case PublishedHead.Reading.Known(var size, var root, var time) -> {
        if (size > vouchedFor) {
          throw Damage.of(
              LedgerFault.PUBLISHED_HEAD_AHEAD,
              "published head",
              "size " + size + " was published at " + time + ", the last row has " + vouchedFor);
        }
        publishedMax = size;
        claims.add(
            new Claims.Claim(
                size,
                root,
                "published head of " + time,
                LedgerFault.PUBLISHED_HEAD_AHEAD,
                LedgerFault.PUBLISHED_HEAD_CONTRADICTS));
      }
    }
  }

  /** Follows the commits as far as the hashes reached when the search began. */
  private void walk(Tail start, LedgerHead state, long hashesSeen) throws IOException {
    var derived = new Derived();
    try (var walk =
        new BatchWalk(storage, catalog.from(start.segment()), start, state.root(), state.low())) {
      for (Batch batch = walk.next(); batch != null; batch = walk.next()) {
        // Only one batch is ever unsynced: what stands before another was durable.
        accept();
        if (batch.firstIndex() >= hashesSeen && batch.count() > 0 && claims.isMet()) {
          return;
        }
        derive(batch, walk, derived);
      }
      if (walk.isLastConfirmed() || walk.tail().size() <= vouchedFor) {
        accept();
      } else {
        notes.add("the last commit, of size " + walk.tail().size() + ", is not confirmed yet");
      }
      claims.end(walk.tail().size());
    }
  }

  private void derive(Batch batch, BatchWalk walk, Derived derived) throws IOException {
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
    claims.meet(batch.size(), batch.root());
    boolean isInPlace =
        isAllInPlace
            && files.levels().hold(derived)
            && files
                .index()
                .holds(derived.indexRows(walk.segment(), batch.at()), batch.firstIndex());
    if (isAllInPlace && !isInPlace) {
      notes.add("the hashes behind size " + batch.firstIndex() + " are not in place yet");
    }
    isAllInPlace = isInPlace;
    candidate =
        isInPlace
            ? Optional.of(new LedgerHead(batch.size(), batch.root(), batch.low()))
            : Optional.empty();
  }

  private void accept() {
    candidate.ifPresent(safe::remember);
    candidate = Optional.empty();
  }
}
