package dev.penstock.flow.index;

import dev.penstock.flow.LedgerView;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Reading;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the records in the journal with the roots in the log, all of them, without any index: a
 * block whose records are not those that were sealed is a finding. One run, one thread.
 */
public final class RecordsCheck {
  private static final int EXTENTS_BYTES = 4 << 20;

  /** So much damage is told; who has more of it needs no more lines. */
  private static final int FINDINGS_MAX = 100;

  private final JournalCursor extents;
  private final Progress progress;
  private final LedgerView view;
  private final BlockReader reader;

  /** Entries whose records were found, or found to be dropped. */
  private final BitSet seen = new BitSet();

  /** What is wrong, by entry: a crash may leave extents that were never sealed before the right. */
  private final TreeMap<Long, String> wrong = new TreeMap<>();

  private Optional<Extent> place = Optional.empty();
  private long blocks;
  private long records;
  private long dropped;

  /** Is told how many blocks are done, of how many entries. */
  @FunctionalInterface
  public interface Progress {
    void at(long done, long size);
  }

  /**
   * What came of it.
   *
   * @param blocks whose records were compared
   * @param records in those
   * @param dropped blocks of which some or all records were dropped by policy: what is left of them
   *     is not compared here
   * @param findings what is wrong, at most 100 lines
   */
  public record Result(long blocks, long records, long dropped, List<String> findings) {
    public Result {
      findings = List.copyOf(findings);
    }
  }

  private RecordsCheck(BlockReader.Evidence evidence, JournalCursor extents, Progress progress) {
    this.extents = extents;
    this.progress = progress;
    this.view = evidence.ledger().view();
    this.reader = new BlockReader(evidence, evidence.payload(), new AtHand());
  }

  /** The block whose extents are at hand, and no cover. */
  private final class AtHand implements BlockPlaces {
    @Override
    public Optional<Extent> extentsOf(long entry) {
      return place;
    }

    @Override
    public byte[] coverOf(long entry) {
      return new byte[0];
    }
  }

  /**
   * Compares all of it.
   *
   * @param extents stands at the beginning of the journal of extents
   * @throws IOException when the log or the journal of extents cannot be read
   */
  public static Result run(BlockReader.Evidence evidence, JournalCursor extents, Progress progress)
      throws IOException {
    return new RecordsCheck(evidence, extents, progress).run();
  }

  private Result run() throws IOException {
    if (view.head().size() > Integer.MAX_VALUE) {
      throw new IOException("a log of more than " + Integer.MAX_VALUE + " entries");
    }
    while (readExtents()) {
      progress.at(seen.cardinality(), view.head().size());
    }
    place = Optional.empty();
    long size = view.head().size();
    long entry = seen.nextClearBit(0);
    while (entry < size) {
      without(entry);
      entry = seen.nextClearBit((int) entry + 1);
    }
    return new Result(
        blocks, records, dropped, wrong.values().stream().limit(FINDINGS_MAX).toList());
  }

  private boolean readExtents() throws IOException {
    return switch (extents.read(this::compare, EXTENTS_BYTES)) {
      case Reading.Read _ -> true;
      case Reading.AtEnd _ -> false;
      case Reading.Overtaken(var _, var from, var to) ->
          throw new IOException("extents " + from + ".." + (to - 1) + " are gone");
      case Reading.Failed(var finding) -> throw new IOException(finding.toString());
    };
  }

  private boolean compare(Frame frame) {
    for (int i = 0; i < frame.count(); i++) {
      long entry = frame.firstSeq() + i;
      if (entry < view.head().size() && wrong.size() <= FINDINGS_MAX) {
        place = Optional.of(frame.extent(i, i + 1));
        compare(entry);
      }
    }
    return true;
  }

  private void compare(long entry) {
    boolean isFirst = !seen.get((int) entry);
    seen.set((int) entry);
    try {
      BlockReading reading = reader.read(entry);
      var _ = wrong.remove(entry);
      switch (reading) {
        case BlockReading.Found(var content) -> {
          blocks += isFirst ? 1 : 0;
          records += isFirst ? content.records().count() : 0;
        }
        case BlockReading.Dropped _ -> dropped += isFirst ? 1 : 0;
        case BlockReading.Foreign _, BlockReading.Other _ ->
            wrong.put(entry, "entry " + entry + " has extents and is no block of records here");
        case BlockReading.HeaderPruned _, BlockReading.NotYet _ -> {}
      }
    } catch (IOException e) {
      wrong.put(entry, String.valueOf(e.getMessage()));
    }
  }

  /**
   * An entry that nothing says the extents of: right for a text, wrong for a block with records.
   */
  private void without(long entry) {
    seen.set((int) entry);
    try {
      var _ = reader.read(entry);
    } catch (IOException e) {
      wrong.put(entry, String.valueOf(e.getMessage()));
    }
  }
}
