package dev.penstock.flow.index;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.flow.Entries;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecord;
import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The blocks that show what came from one source in a time, for whoever hands them to somebody
 * else: every block of each chain between the first and the last that hold such records, and those
 * that say what its points are called. One thread.
 */
public final class SourceBlocks {
  /** Blocks that may hold a name and do not, before it is given up. */
  private static final int NAME_BLOCKS_MAX = 64;

  private final BlockReader.Evidence evidence;
  private final IndexStore index;
  private final BlockReader reader;
  private long dropped;

  public SourceBlocks(BlockReader.Evidence evidence, IndexStore index) {
    this.evidence = evidence;
    this.index = index;
    this.reader = new BlockReader(evidence, index);
  }

  /** What a block came to. */
  public sealed interface Shown {
    /**
     * It is there, with what is left of its records.
     *
     * @param content absent when all of its records were dropped
     */
    record There(Block block, Optional<BlockContent> content) implements Shown {}

    /** Its header was dropped by policy. */
    record Pruned(Entries.Pruned why) implements Shown {}
  }

  /** How many blocks of what was asked for may have held records that were dropped by policy. */
  public long dropped() {
    return dropped;
  }

  /** Reads one of the blocks. */
  public Shown read(long entry) throws IOException {
    return switch (reader.read(entry)) {
      case BlockReading.Found(var content) ->
          new Shown.There(content.block(), Optional.of(content));
      case BlockReading.Dropped(var block, var _, var _) ->
          new Shown.There(block, Optional.empty());
      case BlockReading.HeaderPruned(var why) -> new Shown.Pruned(why);
      case BlockReading.Foreign _, BlockReading.Other _, BlockReading.NotYet _ ->
          throw new IndexDamagedException("block " + entry + " has no records of ours");
    };
  }

  /** The entries that hold a record of the source in {@code [from, to)}, and what is between. */
  public NavigableSet<Long> of(long source, long from, long to) throws IOException {
    return IndexedRecords.ask(index, () -> found(source, from, to));
  }

  private NavigableSet<Long> found(long source, long from, long to) throws IOException {
    Map<ChainId, Span> spans = new LinkedHashMap<>();
    var wanted = new BlockWalk.Wanted(source, -1, from, to, false);
    boolean isAll =
        new BlockWalk(index, wanted)
            .run(
                0,
                index.head().indexed(),
                (entry, _) -> {
                  take(entry, source, from, to, spans);
                  return true;
                });
    if (!isAll) {
      throw new IllegalStateException("a walk that nobody ends came to an end");
    }
    var entries = new TreeSet<Long>();
    for (Span span : spans.values()) {
      addChain(span, entries);
    }
    return entries;
  }

  private record Span(long first, long last) {}

  private void take(long entry, long source, long from, long to, Map<ChainId, Span> spans)
      throws IOException {
    switch (reader.read(entry)) {
      case BlockReading.Found(var content) -> {
        if (!placesOf(content, source, one -> isIn(one, from, to)).isEmpty()) {
          ChainId chain = content.block().header().chain();
          Span span = spans.getOrDefault(chain, new Span(entry, entry));
          Span _ = spans.put(chain, new Span(span.first(), entry));
        }
      }
      case BlockReading.Dropped _, BlockReading.HeaderPruned _ -> dropped++;
      case BlockReading.Foreign _, BlockReading.Other _, BlockReading.NotYet _ -> {
        // Nothing of the source is in it.
      }
    }
  }

  private static boolean isIn(SealedRecord record, long from, long to) {
    long time = BlockFacts.timeOf(record);
    return time >= from && time < to;
  }

  private void addChain(Span span, NavigableSet<Long> into) throws IOException {
    for (long at = span.last(); at >= span.first(); ) {
      boolean _ = into.add(at);
      long entry = at;
      at =
          index
              .summary(0, at)
              .orElseThrow(() -> new IndexDamagedException("block " + entry + " has no row"))
              .before();
    }
  }

  /** Places of the records of a source in a block that are there and pass the test. */
  public BitSet placesOf(BlockContent content, long source, Predicate<SealedRecord> test)
      throws IOException {
    var places = new BitSet();
    for (int i = 0; i < content.records().count(); i++) {
      if (content.records().sourceOf(i) == source) {
        SealedRecord record = content.sealed(i);
        if (test.test(record)) {
          places.set(record.place().record());
        }
      }
    }
    return places;
  }

  /** When a record came, or was made where only that is known: ns since 1970. */
  public static long timeOf(SealedRecord record) {
    return BlockFacts.timeOf(record);
  }

  /**
   * Where a point of a source got its name, or with point -1 the source itself; absent when the
   * record that says so is not there.
   */
  public Optional<RecordPlace> nameOf(long source, long point) throws IOException {
    return IndexedRecords.ask(index, () -> foundName(source, point));
  }

  private Optional<RecordPlace> foundName(long source, long point) throws IOException {
    var search = new NameSearch(source, point);
    var wanted = new BlockWalk.Wanted(source, Math.max(0, point), 0, Long.MAX_VALUE, false);
    boolean _ =
        new BlockWalk(index, wanted)
            .run(0, index.head().indexed(), (entry, _) -> search.look(entry));
    return search.found;
  }

  private final class NameSearch {
    private final long source;
    private final long point;
    private Optional<RecordPlace> found = Optional.empty();
    private int looked;

    NameSearch(long source, long point) {
      this.source = source;
      this.point = point;
    }

    boolean look(long entry) throws IOException {
      looked++;
      if (reader.read(entry) instanceof BlockReading.Found(var content)) {
        for (int i = 0; i < content.records().count() && found.isEmpty(); i++) {
          if (content.records().sourceOf(i) == source && isName(content.sealed(i).record())) {
            found = Optional.of(new RecordPlace(entry, content.placeOf(i)));
          }
        }
      }
      return found.isEmpty() && looked < NAME_BLOCKS_MAX;
    }

    private boolean isName(LedgerRecord record) {
      Long of = record.point();
      return record.value() instanceof DictionaryEntry && (of == null ? -1 : of) == point;
    }
  }

  /** Where the blocks are read from. */
  public BlockReader.Evidence evidence() {
    return evidence;
  }
}
