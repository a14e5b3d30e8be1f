package dev.penstock.flow.index;

import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.sealing.FreshBlocks;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the index up to the log, some blocks at a time: first where their extents stand, then what
 * is in them. It goes on where the index says that it is, so a crash costs nothing but time. One
 * thread at a time.
 */
public final class Indexer implements Closeable {
  /** Entries in one batch: bounds what a crash makes us read again. */
  private static final int ENTRIES_MAX = 1_024;

  /** Bytes of records in one batch. */
  private static final int BATCH_BYTES_MAX = 32 << 20;

  /** Rows in one batch: bounds its memory. */
  private static final int ROWS_MAX = 65_536;

  private static final int EXTENTS_BYTES = 4 << 20;

  private final BlockReader.Evidence evidence;
  private final IndexStore store;
  private final JournalCursor extents;
  private final BlockReader reader;
  private final BlockFacts facts;
  private final BlockWatch watch;
  private final Map<ChainId, Long> chains = new HashMap<>();

  /** Of the batch at hand; used again for the next. */
  private final NewestValues lasts = new NewestValues();

  /** The rows of the group of blocks at hand, of each level. */
  private final OpenGroup[] groups = new OpenGroup[Summary.LEVEL_MAX];

  private IndexHead head;
  private boolean isPassingOver;

  private static final class OpenGroup {
    private final PointSet.Builder points = new PointSet.Builder();
    private long from = Long.MAX_VALUE;
    private long to = -1;

    void add(Summary row) {
      if (row.to() >= row.from()) {
        from = Math.min(from, row.from());
        to = Math.max(to, row.to());
      }
      points.addAll(row.points());
    }

    Summary close(int level, long number) {
      boolean isEmpty = to < 0;
      Summary row =
          Summary.of(level, number, isEmpty ? 0 : from, to, -1, points.build(), new byte[0]);
      from = Long.MAX_VALUE;
      to = -1;
      return row;
    }
  }

  /** What one step did. */
  public sealed interface Step {
    /** It went on to here; there may be more. */
    record On(long indexed) implements Step {}

    /** Everything committed is in the index. */
    record UpToDate(long indexed) implements Step {}

    /**
     * Records were dropped before they were indexed and no snapshot was loaded: what they were is
     * not known here.
     */
    record Behind(long entry) implements Step {}
  }

  private Indexer(
      BlockReader.Evidence evidence,
      IndexStore store,
      JournalCursor extents,
      IndexHead head,
      BlockWatch watch,
      FreshBlocks fresh)
      throws IOException {
    this.evidence = evidence;
    this.store = store;
    this.watch = watch;
    this.extents = extents;
    this.head = head;
    this.reader = new BlockReader(evidence, new ReadAhead(evidence.payload()), store, fresh);
    this.facts = new BlockFacts(head, store.openGrounds());
    store.chains().forEach(end -> chains.put(end.chain(), end.entry()));
    for (int level = 0; level < groups.length; level++) {
      groups[level] = reopened(level);
    }
  }

  /** Takes in again what is in the group of blocks that the index ends in. */
  private OpenGroup reopened(int level) throws IOException {
    var group = new OpenGroup();
    long done = head.indexed() >>> (level * Summary.FAN_BITS);
    long first = done & -(long) Summary.FAN;
    List<Summary> rows = first == done ? List.of() : store.summaries(level, first, done);
    if (rows.size() != done - first) {
      throw new IndexDamagedException("blocks are missing in the index behind " + first);
    }
    for (Summary row : rows) {
      if (!row.isWhole()) {
        throw new IndexDamagedException("the row of block " + row.number() + " has changed");
      }
      group.add(row);
    }
    return group;
  }

  /**
   * Goes on where the index is.
   *
   * @param extents the journal of extents
   * @throws IndexDamagedException when it is of another log, or knows more than this one: throw it
   *     away with {@link IndexStore#reset} and begin again
   */
  public static Indexer resume(BlockReader.Evidence evidence, Journal extents, IndexStore store)
      throws IOException {
    return resume(evidence, extents, store, BlockWatch.NONE, new FreshBlocks(0));
  }

  /**
   * As above.
   *
   * @param watch is shown each entry on the way
   * @param fresh has blocks that need not be read from the journal
   */
  public static Indexer resume(
      BlockReader.Evidence evidence,
      Journal extents,
      IndexStore store,
      BlockWatch watch,
      FreshBlocks fresh)
      throws IOException {
    IndexHead head = store.head();
    LedgerView view = evidence.ledger().view();
    if (head.indexed() > view.head().size() || head.extentsTo() > extents.end()) {
      throw new IndexDamagedException("the index knows more than the log holds");
    }
    if (!view.root(head.indexed()).equals(head.root())) {
      throw new IndexDamagedException("the index is of another log");
    }
    JournalCursor cursor =
        switch (extents.cursor(
            "index", EnumSet.allOf(RecordClass.class), head.extentsTo(), Overtaking.ALLOWED)) {
          case CursorOpening.Opened(var opened) -> opened;
          case CursorOpening.Refused(var finding) -> throw new IOException(finding.toString());
        };
    boolean isReady = false;
    try {
      var indexer = new Indexer(evidence, store, cursor, head, watch, fresh);
      isReady = true;
      return indexer;
    } finally {
      if (!isReady) {
        cursor.close();
      }
    }
  }

  /** How many entries of the log are in the index. */
  public long indexed() {
    return head.indexed();
  }

  /** How many committed entries are not in it yet. */
  public long lag() {
    return evidence.ledger().view().head().size() - head.indexed();
  }

  /** Takes in some more of what is committed. */
  public Step step() throws IOException {
    // Extents are durable before their block: all that this view needs are there now.
    LedgerView view = evidence.ledger().view();
    if (!readExtents()) {
      return new Step.On(head.indexed());
    }
    if (head.indexed() == view.head().size()) {
      return new Step.UpToDate(head.indexed());
    }
    return switch (view.entries(head.indexed(), ENTRIES_MAX)) {
      case Entries.Found(var first, var batch) -> {
        var leaves = new byte[batch.count()][];
        batch.forEach((position, source, from, length) ->
            leaves[position] = Arrays.copyOfRange(source, from, from + length));
        yield take(view, first, leaves);
      }
      case Entries.Pruned(var minimum, var _, var _, var _) -> pruned(view, minimum);
      case Entries.NotYet(var size) ->
          throw new IOException("the log ends at " + size + ", was " + view.head().size());
    };
  }

  /** Headers themselves can be pruned: the index knows only that they were there. */
  private Step pruned(LedgerView view, long minimum) throws IOException {
    var batch = new IndexBatch(head);
    long end = Math.min(minimum, head.indexed() + ROWS_MAX);
    for (long entry = head.indexed(); entry < end; entry++) {
      add(BlockFacts.ofOther(entry, -1), batch);
    }
    watch.passed(end - 1);
    store(view, end, batch);
    return new Step.On(head.indexed());
  }

  private Step take(LedgerView view, long first, byte[][] leaves) throws IOException {
    var batch = new IndexBatch(head, lasts);
    long bytes = 0;
    int done = 0;
    while (done < leaves.length && bytes < BATCH_BYTES_MAX && batch.rows() < ROWS_MAX) {
      long entry = first + done;
      switch (reader.read(entry, leaves[done])) {
        case BlockReading.Found(var content) when content.isWhole() -> {
          bytes += content.records().sizeBytes();
          watch.read(content);
          long before = chained(content.block().header(), entry, batch);
          add(facts.take(content, before, batch), batch);
        }
        case BlockReading.Found(var content) -> {
          if (!addDropped(content.block().header(), content.isDevices(), entry, batch)) {
            return behind(view, entry, batch);
          }
          watch.read(content);
        }
        case BlockReading.Dropped(var block, var isDevices, var _) -> {
          if (!addDropped(block.header(), isDevices, entry, batch)) {
            return behind(view, entry, batch);
          }
        }
        case BlockReading.Foreign(var header) ->
            add(BlockFacts.ofOther(entry, chained(header, entry, batch)), batch);
        case BlockReading.Other() -> add(BlockFacts.ofOther(entry, -1), batch);
        case BlockReading.HeaderPruned _, BlockReading.NotYet _ ->
            throw new IOException("entry " + entry + " was there a moment ago");
      }
      watch.passed(entry);
      done++;
    }
    store(view, first + done, batch);
    return new Step.On(head.indexed());
  }

  /** Without a snapshot, all that can be said of a block is that its records were dropped. */
  private boolean addDropped(BlockHeader header, boolean isDevices, long entry, IndexBatch batch) {
    if (isPassingOver) {
      if (isDevices) {
        batch.deviceBlock(header.chain(), header.seq(), entry);
      }
      add(BlockFacts.ofDropped(entry, header, chained(header, entry, batch)), batch);
    }
    return isPassingOver;
  }

  private Step behind(LedgerView view, long entry, IndexBatch batch) throws IOException {
    if (entry > head.indexed()) {
      store(view, entry, batch);
    }
    return new Step.Behind(entry);
  }

  /**
   * There is no snapshot that knows what was dropped: from now on dropped records are only said to
   * have been dropped.
   */
  public void passOverDropped() {
    isPassingOver = true;
  }

  /** Says that this is the newest block of its chain; answers the one before it. */
  private long chained(BlockHeader header, long entry, IndexBatch batch) {
    batch.chain(header.chain(), entry);
    Long before = chains.put(header.chain(), entry);
    return before == null ? -1 : before;
  }

  /** Adds the row of a block, and of the groups of blocks that are complete with it. */
  private void add(Summary row, IndexBatch batch) {
    batch.summary(row);
    Summary last = row;
    for (int level = 0; level < groups.length; level++) {
      groups[level].add(last);
      long next = last.number() + 1;
      if (next % Summary.FAN != 0) {
        return;
      }
      last = groups[level].close(level + 1, (next >> Summary.FAN_BITS) - 1);
      batch.summary(last);
    }
  }

  private void store(LedgerView view, long indexed, IndexBatch batch) throws IOException {
    var next =
        new IndexHead(
            indexed,
            view.root(indexed),
            head.extentsTo(),
            facts.calledTo(),
            facts.callEntry(),
            facts.callRecord());
    batch.head(next);
    store.apply(batch);
    head = next;
  }

  /** Takes in where extents stand; false while there is more to read. */
  private boolean readExtents() throws IOException {
    var batch = new IndexBatch(head);
    Reading reading = extents.read(frame -> keep(frame, batch), EXTENTS_BYTES);
    switch (reading) {
      case Reading.Read _, Reading.AtEnd _ -> {}
      case Reading.Overtaken(var _, var from, var to) ->
          throw new IOException("extents " + from + ".." + (to - 1) + " are gone");
      case Reading.Failed(var finding) -> throw new IOException(finding.toString());
    }
    if (extents.position() > head.extentsTo()) {
      head =
          new IndexHead(
              head.indexed(),
              head.root(),
              extents.position(),
              head.calledTo(),
              head.callEntry(),
              head.callRecord());
      batch.head(head);
      store.apply(batch);
      extents.settle(extents.position());
    }
    return reading instanceof Reading.AtEnd;
  }

  private static boolean keep(Frame frame, IndexBatch batch) {
    for (int i = 0; i < frame.count(); i++) {
      batch.extents(frame.firstSeq() + i, frame.extent(i, i + 1));
    }
    return true;
  }

  @Override
  public void close() {
    extents.close();
  }
}
