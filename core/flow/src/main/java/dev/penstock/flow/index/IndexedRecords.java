package dev.penstock.flow.index;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.index.IndexStore.PointRow;
import dev.penstock.flow.query.PointKnown;
import dev.penstock.flow.query.PointName;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers from the log and the journal; the index says where to look. Each question has a reader of
 * its own, so any number of threads may ask. What it holds in memory for one is a block and a page.
 */
public final class IndexedRecords implements SealedRecords {
  /** A page ends with the record that reaches this: the longest records fill one with 64. */
  private static final int PAGE_BYTES_MAX = 8 << 20;

  /**
   * A page ends after this many blocks, whatever was in them, so that it is answered in a second or
   * so; the next one goes on there.
   */
  private static final int PAGE_BLOCKS_MAX = 1_024;

  /** As above, for blocks of which nothing but their extents had to be read. */
  private static final int PAGE_GLANCES_MAX = 16 * PAGE_BLOCKS_MAX;

  /** As above, for large blocks: each of their records is hashed. */
  private static final int PAGE_LEAVES_MAX = 1 << 18;

  private final BlockReader.Evidence evidence;
  private final IndexStore index;
  private final KnownBlocks knownBlocks = new KnownBlocks();

  public IndexedRecords(BlockReader.Evidence evidence, IndexStore index) {
    this.evidence = evidence;
    this.index = index;
  }

  @Override
  public long indexed() {
    try {
      return index.head().indexed();
    } catch (IOException e) {
      // Nothing can be asked while the index cannot be read; whoever asks is told why.
      return 0;
    }
  }

  /** A question that reads the index. */
  @FunctionalInterface
  interface Question<T> {
    T answer() throws IOException;
  }

  /** Asks; an index that contradicts itself is thrown away, and the answer comes later. */
  static <T> T ask(IndexStore index, Question<T> question) throws IOException {
    long generation = index.generation();
    try {
      return question.answer();
    } catch (IndexDamagedException e) {
      index.distrust(generation, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  @Override
  public RecordPage find(RecordQuery query) throws IOException {
    return ask(index, () -> page(query));
  }

  private RecordPage page(RecordQuery query) throws IOException {
    long indexed = index.head().indexed();
    var page = new Page(query);
    boolean isNewestFirst = query.order() == RecordQuery.Order.NEWEST_FIRST;
    var wanted =
        new BlockWalk.Wanted(
            query.source().orElse(-1L),
            query.point().orElse(-1L),
            query.from(),
            query.to(),
            isNewestFirst);
    long from = 0;
    long to = indexed;
    if (query.after().isPresent()) {
      long entry = query.after().get().entry();
      from = isNewestFirst ? 0 : entry;
      to = isNewestFirst ? Math.min(indexed, entry + 1) : indexed;
    }
    boolean isAll = new BlockWalk(index, wanted).run(from, to, page::take);
    return new RecordPage(
        page.records, isAll ? Optional.empty() : Optional.of(page.at), page.pruned, indexed);
  }

  /** Fills one page. */
  private final class Page {
    private final RecordQuery query;
    private final BlockReader reader = new BlockReader(evidence, index, knownBlocks);
    private final List<SealedRecord> records = new ArrayList<>();
    private Optional<Entries.Pruned> pruned = Optional.empty();
    private Optional<Drops> drops = Optional.empty();
    private RecordPlace at = new RecordPlace(0, 0);
    private long bytes;
    private int blocks;
    private int leaves;
    private int glances;

    Page(RecordQuery query) {
      this.query = query;
    }

    /** Takes what is wanted out of a block; false when the page is full. */
    boolean take(long entry, Summary row) throws IOException {
      boolean isOn =
          switch (reader.part(entry, row.cover(), query.classes())) {
            case BlockReader.Part.Found(var content) -> {
              blocks++;
              leaves += content.records().count();
              yield take(content);
            }
            case BlockReader.Part.Nothing() -> {
              glances++;
              yield true;
            }
            case BlockReader.Part.Unsaid() -> {
              blocks++;
              yield takeOfWhole(entry);
            }
          };
      if (isOn && isSpent()) {
        boolean isNewestFirst = query.order() == RecordQuery.Order.NEWEST_FIRST;
        at = new RecordPlace(entry, isNewestFirst ? 0 : RecordBatch.COUNT_MAX - 1);
        return false;
      }
      return isOn;
    }

    private boolean isSpent() {
      return blocks >= PAGE_BLOCKS_MAX || leaves >= PAGE_LEAVES_MAX || glances >= PAGE_GLANCES_MAX;
    }

    private boolean takeOfWhole(long entry) throws IOException {
      boolean isOn = true;
      switch (reader.read(entry)) {
        case BlockReading.Found(var content) -> {
          leaves += content.records().count();
          if (!content.isWhole()) {
            isDropped(entry, content.readTo());
          }
          isOn = take(content);
        }
        case BlockReading.Dropped(var _, var _, var readTo) -> isDropped(entry, readTo);
        case BlockReading.HeaderPruned(var why) -> pruned = Optional.of(why);
        case BlockReading.Foreign _, BlockReading.Other _ -> {
          // Nothing of it is kept here.
        }
        case BlockReading.NotYet(var size) ->
            throw new IndexDamagedException("block " + entry + " of " + size + " is in the index");
      }
      return isOn;
    }

    private void isDropped(long entry, long readTo) throws IOException {
      Drops known = drops.isPresent() ? drops.get() : new Drops(index.drops());
      drops = Optional.of(known);
      long there = Math.max(entry + 1, pruned.map(Entries.Pruned::minimumIndex).orElse(0L));
      pruned = Optional.of(Drops.pruned(known.of(entry, readTo), there));
    }

    private boolean take(BlockContent content) throws IOException {
      int count = content.records().count();
      boolean isNewestFirst = query.order() == RecordQuery.Order.NEWEST_FIRST;
      for (int i = 0; i < count; i++) {
        int which = isNewestFirst ? count - 1 - i : i;
        var place = new RecordPlace(content.entry(), content.placeOf(which));
        boolean isOfSource =
            query.source().isEmpty() || content.records().sourceOf(which) == query.source().get();
        if (!isOfSource || !isBehind(place, isNewestFirst)) {
          continue;
        }
        SealedRecord record = content.sealed(which);
        if (!isWanted(record)) {
          continue;
        }
        if (records.size() == query.limit() || bytes >= PAGE_BYTES_MAX) {
          return false;
        }
        records.add(record);
        at = place;
        bytes += content.records().startOf(which + 1) - content.records().startOf(which);
      }
      return true;
    }

    private boolean isBehind(RecordPlace place, boolean isNewestFirst) {
      return query
          .after()
          .map(after -> isNewestFirst ? place.compareTo(after) < 0 : place.compareTo(after) > 0)
          .orElse(true);
    }

    private boolean isWanted(SealedRecord sealed) {
      long time = BlockFacts.timeOf(sealed);
      boolean isInTime = time >= query.from() && time < query.to();
      return isInTime
          && query.classes().contains(sealed.record().kind().recordClass())
          && (query.point().isEmpty() || query.point().get().equals(sealed.record().point()));
    }
  }

  @Override
  public Optional<SealedRecord> at(RecordPlace place) throws IOException {
    return ask(index, () -> recordAt(place));
  }

  private Optional<SealedRecord> recordAt(RecordPlace place) throws IOException {
    if (place.entry() >= index.head().indexed()) {
      return Optional.empty();
    }
    return new BlockReader(evidence, index, knownBlocks).read(place.entry())
            instanceof BlockReading.Found(var content)
        ? content.record(place.record())
        : Optional.empty();
  }

  @Override
  public RecordProof prove(RecordPlace place) throws IOException {
    return ask(index, () -> proof(place));
  }

  private RecordProof proof(RecordPlace place) throws IOException {
    if (place.entry() >= index.head().indexed()) {
      return place.entry() < evidence.ledger().view().head().size()
          ? new RecordProof.NotPublished(place)
          : new RecordProof.Unknown(place);
    }
    return switch (new BlockReader(evidence, index, knownBlocks).read(place.entry())) {
      case BlockReading.Found(var content) -> prove(place, content);
      case BlockReading.Dropped(var block, var _, var readTo) ->
          place.record() < block.header().count()
              ? dropped(place, readTo)
              : new RecordProof.Unknown(place);
      case BlockReading.HeaderPruned(var why) -> new RecordProof.Pruned(why.policy(), nanos(why));
      case BlockReading.Foreign _, BlockReading.Other _, BlockReading.NotYet _ ->
          new RecordProof.Unknown(place);
    };
  }

  private static long nanos(Entries.Pruned why) {
    Instant at = why.at();
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
  }

  private RecordProof dropped(RecordPlace place, long readTo) throws IOException {
    DropStated drop = new Drops(index.drops()).of(place.entry(), readTo);
    return new RecordProof.Pruned(drop.policy(), drop.at());
  }

  private RecordProof prove(RecordPlace place, BlockContent content) throws IOException {
    if (place.record() >= content.block().header().count()) {
      return new RecordProof.Unknown(place);
    }
    int which = content.indexOf(place.record());
    if (which < 0) {
      return dropped(place, content.readTo());
    }
    Optional<PublishedCheckpoint> covering =
        evidence.ledger().checkpoints().covering(place.entry() + 1);
    if (covering.isEmpty()) {
      return new RecordProof.NotPublished(place);
    }
    PublishedCheckpoint checkpoint = covering.get();
    LedgerView view = evidence.ledger().view();
    return new RecordProof.Proven(
        place,
        ByteString.of(content.block().leaf()),
        content.disclosure(which, which + 1),
        view.inclusion(place.entry(), checkpoint.checkpoint().size()),
        checkpoint);
  }

  @Override
  public Optional<SourceKnown> source(String name) throws IOException {
    return ask(index, () -> index.source(name));
  }

  @Override
  public Optional<SourceKnown> source(long number) throws IOException {
    return ask(index, () -> index.source(number));
  }

  @Override
  public List<SourceKnown> sources(String afterName, int limit) throws IOException {
    requireLimit(limit);
    return ask(index, () -> index.sources(afterName, limit));
  }

  @Override
  public Optional<PointKnown> point(long source, String name) throws IOException {
    return ask(
        index,
        () -> {
          Optional<PointRow> row = index.point(source, name);
          return row.isEmpty()
              ? Optional.empty()
              : Optional.of(known(List.of(row.get())).getFirst());
        });
  }

  @Override
  public Optional<String> pointName(long source, long number) throws IOException {
    return ask(index, () -> index.point(source, number).map(PointRow::name));
  }

  @Override
  public Optional<Long> pointNumber(long source, String name) throws IOException {
    return ask(index, () -> index.point(source, name).map(PointRow::number));
  }

  @Override
  public List<PointName> pointNames(long source, String afterName, int limit) throws IOException {
    requireLimit(limit);
    return ask(
        index,
        () ->
            index.points(source, afterName, limit).stream()
                .map(row -> new PointName(row.number(), row.name()))
                .toList());
  }

  @Override
  public List<PointKnown> points(long source, String afterName, int limit) throws IOException {
    requireLimit(limit);
    return ask(index, () -> known(index.points(source, afterName, limit)));
  }

  private static void requireLimit(int limit) {
    if (limit < 1 || limit > NAMES_MAX) {
      throw new IllegalArgumentException("limit is " + limit + ", must be 1.." + NAMES_MAX);
    }
  }

  /** Points with their last records; each block is read once. */
  private List<PointKnown> known(List<PointRow> rows) throws IOException {
    Map<Long, PointKnown> byNumber = new HashMap<>();
    List<PointRow> byPlace =
        rows.stream()
            .sorted(Comparator.comparing(row -> row.last().orElse(new RecordPlace(0, 0))))
            .toList();
    var reader = new BlockReader(evidence, index, knownBlocks);
    long read = -1;
    BlockReading block = new BlockReading.Other();
    for (PointRow row : byPlace) {
      if (row.last().isPresent() && row.last().get().entry() != read) {
        read = row.last().get().entry();
        block = reader.read(read);
      }
      PointKnown _ = byNumber.put(row.number(), known(row, block));
    }
    return rows.stream().map(row -> byNumber.get(row.number())).toList();
  }

  private PointKnown known(PointRow row, BlockReading block) throws IOException {
    if (row.last().isEmpty()) {
      return known(row, Optional.empty(), Optional.empty());
    }
    RecordPlace place = row.last().get();
    Optional<SealedRecord> last = Optional.empty();
    Optional<Entries.Pruned> pruned = Optional.empty();
    switch (block) {
      case BlockReading.Found(var content) -> {
        last = content.record(place.record());
        if (last.isEmpty()) {
          pruned = droppedLast(place, content.readTo());
        } else {
          requireOf(row, last.get());
        }
      }
      case BlockReading.Dropped(var _, var _, var readTo) -> pruned = droppedLast(place, readTo);
      case BlockReading.HeaderPruned(var why) -> pruned = Optional.of(why);
      case BlockReading.Foreign _, BlockReading.Other _, BlockReading.NotYet _ ->
          throw new IndexDamagedException("record " + place + " is in the index and not sealed");
    }
    return known(row, last, pruned);
  }

  private Optional<Entries.Pruned> droppedLast(RecordPlace place, long readTo) throws IOException {
    DropStated drop = new Drops(index.drops()).of(place.entry(), readTo);
    return Optional.of(Drops.pruned(drop, place.entry() + 1));
  }

  private static void requireOf(PointRow row, SealedRecord last) throws IOException {
    Long point = last.record().point();
    if (last.source() != row.source() || point == null || point != row.number()) {
      throw new IndexDamagedException(
          "record " + last.place() + " is none of point " + row.number() + " of " + row.source());
    }
  }

  private static PointKnown known(
      PointRow row, Optional<SealedRecord> last, Optional<Entries.Pruned> pruned) {
    return new PointKnown(
        row.source(),
        row.number(),
        row.name(),
        row.dataType(),
        row.unit(),
        row.contentType(),
        last,
        pruned);
  }
}
