package dev.penstock.flow.index;

import dev.penstock.evidence.record.Snapshot;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.sealing.FreshBlocks;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an index at the heels of the log whatever state it is found in: goes on where it stands,
 * throws it away when it contradicts itself or the log, and begins with a snapshot where the
 * records before were dropped. One thread at a time.
 */
public final class IndexFollower implements Closeable {
  private final BlockReader.Evidence evidence;
  private final Journal extents;
  private final IndexStore store;
  private final Snapshots snapshots;
  private final Optional<BookKeeper> keeper;
  private final FreshBlocks fresh;

  /** Whether all that is in the index is in the book too. */
  private boolean isBookLevel;

  private @Nullable Indexer indexer;

  /** Asked for by others than the thread that follows. */
  private volatile Optional<String> thrownAway = Optional.empty();

  /**
   * Follows a log.
   *
   * @param extents the journal of extents
   */
  public IndexFollower(
      BlockReader.Evidence evidence, Journal extents, IndexStore store, BlobStore blobs) {
    this(evidence, extents, store, blobs, Optional.empty(), new FreshBlocks(0));
  }

  /**
   * Follows a log.
   *
   * @param extents the journal of extents
   * @param keeper of the book that is kept level with the index
   * @param fresh has blocks that need not be read from the journal
   */
  public IndexFollower(
      BlockReader.Evidence evidence,
      Journal extents,
      IndexStore store,
      BlobStore blobs,
      Optional<BookKeeper> keeper,
      FreshBlocks fresh) {
    this.keeper = keeper;
    this.fresh = fresh;
    this.evidence = evidence;
    this.extents = extents;
    this.store = store;
    this.snapshots = new Snapshots(store, blobs);
  }

  /**
   * Takes in some more of the log; true when all of it is in the index.
   *
   * @throws IOException when something cannot be read or written; try again later
   */
  public boolean step() throws IOException {
    Optional<String> distrusted = store.distrusted();
    if (distrusted.isPresent()) {
      throwAway(distrusted.get());
    }
    boolean isDone = false;
    try {
      if (!isBookLevel && keeper.isPresent()) {
        isBookLevel = catchUp(keeper.get());
        isDone = true;
        return false;
      }
      Indexer now = resumed();
      boolean isUpToDate =
          switch (now.step()) {
            case Indexer.Step.On _ -> false;
            case Indexer.Step.UpToDate _ -> true;
            case Indexer.Step.Behind(var entry) -> {
              begin(now, entry);
              yield false;
            }
          };
      isDone = true;
      return isUpToDate;
    } catch (IndexDamagedException e) {
      throwAway(String.valueOf(e.getMessage()));
      return false;
    } finally {
      if (!isDone) {
        close();
      }
    }
  }

  private Indexer resumed() throws IOException {
    Indexer now = indexer;
    if (now == null) {
      BlockWatch watch = keeper.<BlockWatch>map(known -> known).orElse(BlockWatch.NONE);
      now = Indexer.resume(evidence, extents, store, watch, fresh);
      indexer = now;
    }
    return now;
  }

  private boolean catchUp(BookKeeper book) throws IOException {
    var reader =
        new BlockReader(evidence, new ReadAhead(evidence.payload()), store, new FreshBlocks(0));
    book.declare(store);
    return book.catchUp(reader, store.head().indexed());
  }

  private void throwAway(String why) throws IOException {
    close();
    isBookLevel = false;
    thrownAway = Optional.of(why);
    store.reset();
  }

  /** Records from an entry on were dropped: a snapshot knows them, or nobody does. */
  private void begin(Indexer now, long entry) throws IOException {
    LedgerView view = evidence.ledger().view();
    var reader =
        new BlockReader(evidence, new ReadAhead(evidence.payload()), store, new FreshBlocks(0));
    var search =
        new SnapshotSearch(
            reader, snapshot -> snapshots.isOf(view, snapshot.upTo(), snapshot.digest()));
    Optional<Snapshot> newest = search.newest(entry, view.head().size());
    if (newest.isEmpty() || newest.get().upTo() <= entry) {
      now.passOverDropped();
      return;
    }
    close();
    isBookLevel = false;
    store.reset();
    snapshots.load(newest.get(), evidence.ledger().view());
  }

  /** How many entries are in the index. */
  public long indexed() throws IOException {
    return store.head().indexed();
  }

  /** How many committed entries are not in it yet. */
  public long lag() throws IOException {
    return Math.max(0, evidence.ledger().view().head().size() - indexed());
  }

  /** Why the index was last thrown away, if it was. */
  public Optional<String> thrownAway() {
    return thrownAway;
  }

  /** As {@link Snapshots#before}. */
  public Snapshot snapshotBefore(long minimum) throws IOException {
    return snapshots.before(minimum);
  }

  @Override
  public void close() {
    Indexer now = indexer;
    if (now != null) {
      now.close();
      indexer = null;
    }
  }
}
