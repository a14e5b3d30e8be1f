package dev.penstock.flow.index;

import dev.penstock.flow.LedgerView;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.sealing.FreshBlocks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Entries that something says the extents of. */
  private final Marks looked = new Marks();

  /** Of these, the blocks whose records were found, or found to be dropped. */
  private final Marks counted = new Marks();

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
   * @param findings what is wrong; after 100 lines of it the rest is not compared
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
    this.reader = new BlockReader(evidence, evidence.payload(), new AtHand(), new FreshBlocks(0));
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
    while (readExtents()) {
      progress.at(blocks + dropped, view.head().size());
    }
    place = Optional.empty();
    for (long entry = 0; entry < view.head().size() && !isEnough(); entry++) {
      if (!looked.has(entry)) {
        without(entry);
      }
    }
    List<String> findings = new ArrayList<>(wrong.values());
    if (isEnough()) {
      findings.add("so much is wrong that the rest was not compared");
    }
    return new Result(blocks, records, dropped, findings);
  }

  private boolean isEnough() {
    return wrong.size() >= FINDINGS_MAX;
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
      boolean isMore = !isEnough() || wrong.containsKey(entry);
      if (entry < view.head().size() && isMore) {
        place = Optional.of(frame.extent(i, i + 1));
        compare(entry);
      }
    }
    return true;
  }

  private void compare(long entry) {
    looked.set(entry);
    try {
      BlockReading reading = reader.read(entry);
      var _ = wrong.remove(entry);
      switch (reading) {
        case BlockReading.Found(var content) -> count(entry, content.records().count());
        case BlockReading.Dropped _ -> {
          dropped += counted.has(entry) ? 0 : 1;
          counted.set(entry);
        }
        case BlockReading.Foreign _ ->
            wrong.put(entry, "entry " + entry + " has extents and is another's block");
        case BlockReading.Other _, BlockReading.HeaderPruned _, BlockReading.NotYet _ -> {
          // Extents whose block never came, before something else was put in its place.
        }
      }
    } catch (IOException e) {
      wrong.put(entry, String.valueOf(e.getMessage()));
    }
  }

  private void count(long entry, int ofRecords) {
    if (!counted.has(entry)) {
      counted.set(entry);
      blocks++;
      records += ofRecords;
    }
  }

  /**
   * An entry that nothing says the extents of: right for a text, wrong for a block with records.
   */
  private void without(long entry) {
    try {
      var _ = reader.read(entry);
    } catch (IOException e) {
      wrong.put(entry, String.valueOf(e.getMessage()));
    }
  }

  /** A set of entries, as large as a log can be. */
  private static final class Marks {
    private static final int PAGE_BITS = 20;

    private final Map<Long, BitSet> pages = new HashMap<>();

    void set(long entry) {
      pages.computeIfAbsent(entry >>> PAGE_BITS, _ -> new BitSet()).set(bit(entry));
    }

    boolean has(long entry) {
      BitSet page = pages.get(entry >>> PAGE_BITS);
      return page != null && page.get(bit(entry));
    }

    private static int bit(long entry) {
      return (int) (entry & ((1L << PAGE_BITS) - 1));
    }
  }
}
