package dev.penstock.pump;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.Entries;
import dev.penstock.flow.Ledger;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.devices.DeviceAssembly;
import dev.penstock.flow.devices.DeviceMemory;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.sealing.BlockExtents;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.flow.sealing.FreshBlocks;
import dev.penstock.flow.sealing.Lane;
import dev.penstock.flow.sealing.SealerNotes;
import dev.penstock.flow.sealing.Sealing;
import dev.penstock.flow.sealing.SealingMaker;
import dev.penstock.flow.sealing.SealingRules;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Finds where sealing goes on: where each chain stands by the log, and which records behind the
 * ledger's low are in blocks already. Reads what lies behind the notes of the last run, so it is
 * quick whatever the size of the log.
 */
public final class SealerStart {
  private static final int ENTRIES_AT_ONCE = 4_096;
  private static final int READ_BYTES = 1 << 20;

  private final Journal journal;
  private final Journal extents;
  private final Ledger ledger;
  private final SealerNotes notes;

  /** The extents of blocks by their index in the log: those a start has to look at. */
  private final TreeMap<Long, BlockExtents> byIndex = new TreeMap<>();

  /**
   * A start.
   *
   * @param extents the journal that keeps the extents of blocks
   * @param notes of the last run; {@link SealerNotes#NONE} costs reading the whole log
   */
  public SealerStart(Journal journal, Journal extents, Ledger ledger, SealerNotes notes) {
    this.journal = journal;
    this.extents = extents;
    this.ledger = ledger;
    // Notes that know more than the log are of another folder; they are worth nothing.
    this.notes = notes.size() <= ledger.view().head().size() ? notes : SealerNotes.NONE;
  }

  /**
   * A sealer that goes on from here; not started yet.
   *
   * @param memory of the observer of devices; kept up to date from now on
   * @param now the time at which a block closes
   * @param fresh keeps what is sealed for a while, for who reads the log right behind
   * @throws IOException when log, extents and journal do not fit together or cannot be read
   */
  public SealerPump resume(
      SealingRules rules,
      SealingMaker maker,
      DeviceMemory memory,
      Supplier<Closing> now,
      SealedWatch watch,
      FreshBlocks fresh)
      throws IOException {
    LedgerView view = ledger.view();
    long low = view.head().low();
    readExtents(view.head().size());
    Map<Lane, ChainTip> tips = tips(view);
    List<ClosedBlock> closed = new ArrayList<>();
    var sealing = new Sealing(rules, maker, low, now.get().end(), closed::add, fresh);
    tips.forEach(sealing::resume);
    forgetWhatIsNoBlock(view, low);
    cover(sealing, low);
    var devices = new DeviceAssembly(sealedOfDevices(view, low));
    JournalCursor cursor = cursor(low);
    return new SealerPump(
        cursor,
        extents,
        maker.boot(),
        ledger,
        sealing,
        devices,
        memory,
        closed,
        view.head().size(),
        new SealerNotes(view.head().size(), notes.extentsFrom(), tips),
        now,
        watch);
  }

  private JournalCursor cursor(long low) throws IOException {
    return switch (journal.cursor(
        "sealer", EnumSet.allOf(RecordClass.class), low, Overtaking.NEVER)) {
      case CursorOpening.Opened(var cursor) -> cursor;
      case CursorOpening.Refused(var finding) -> throw new IOException(finding.toString());
    };
  }

  private void readExtents(long size) throws IOException {
    try (JournalCursor cursor = extentsCursor()) {
      List<String> faults = new ArrayList<>();
      while (faults.isEmpty()) {
        Reading reading = cursor.read(frame -> keep(frame, size, faults), READ_BYTES);
        switch (reading) {
          case Reading.Read _ -> {}
          case Reading.AtEnd _ -> {
            return;
          }
          case Reading.Overtaken(var _, var from, var to) ->
              faults.add("extents " + from + ".." + (to - 1) + " are gone");
          case Reading.Failed(var finding) -> faults.add(finding.toString());
        }
      }
      throw new IOException(faults.getFirst());
    }
  }

  private JournalCursor extentsCursor() throws IOException {
    return switch (extents.cursor(
        "start", EnumSet.allOf(RecordClass.class), notes.extentsFrom(), Overtaking.ALLOWED)) {
      case CursorOpening.Opened(var cursor) -> cursor;
      case CursorOpening.Refused(var finding) -> throw new IOException(finding.toString());
    };
  }

  /** Extents whose block never came into the log mean nothing; a later run gave the index again. */
  private boolean keep(Frame frame, long size, List<String> faults) {
    for (int i = 0; i < frame.count(); i++) {
      long index = frame.firstSeq() + i;
      byte[] bytes = Arrays.copyOfRange(frame.buffer(), frame.startOf(i), frame.startOf(i + 1));
      switch (BlockExtents.decode(bytes)) {
        case Decoded.Value<BlockExtents>(var read) -> {
          if (index < size) {
            BlockExtents _ = byIndex.put(index, read);
          }
        }
        case Decoded.Refused<BlockExtents>(var refusal) ->
            faults.add("extents of block " + index + ": " + refusal);
      }
    }
    return faults.isEmpty();
  }

  private Map<Lane, ChainTip> tips(LedgerView view) throws IOException {
    Map<Lane, ChainTip> tips = new HashMap<>(notes.tips());
    long at = notes.size();
    while (at < view.head().size()) {
      switch (view.entries(at, ENTRIES_AT_ONCE)) {
        case Entries.Found(var first, var batch) -> {
          batch.forEach((position, source, from, length) -> {
            byte[] leaf = Arrays.copyOfRange(source, from, from + length);
            note(first + position, leaf, tips);
          });
          at = first + batch.count();
        }
        case Entries.Pruned(var minimum, var _, var _, var _) ->
            throw new IOException("entries " + at + ".." + (minimum - 1) + " are pruned");
        case Entries.NotYet(var size) ->
            throw new IOException("the log ends at " + size + " before " + at);
      }
    }
    return tips;
  }

  /**
   * An entry without extents is no block: a statement. Chains of devices are theirs to go on with.
   */
  private void note(long index, byte[] leaf, Map<Lane, ChainTip> tips) {
    BlockExtents known = byIndex.get(index);
    if (known != null
        && !(known.lane() instanceof Lane.Device)
        && Block.decode(leaf) instanceof Decoded.Value<Block>(var block)) {
      ChainTip _ = tips.put(known.lane(), ChainTip.behind(block));
    }
  }

  /**
   * The index of extents whose block never came may since have gone to an entry that has none: a
   * key rotation. Their records are in no block then, and must be sealed.
   */
  private void forgetWhatIsNoBlock(LedgerView view, long low) throws IOException {
    List<Long> none = new ArrayList<>();
    for (Map.Entry<Long, BlockExtents> there : byIndex.entrySet()) {
      if (there.getValue().readTo() >= low
          && view.entries(there.getKey(), 1) instanceof Entries.Found(var _, var batch)
          && !(Block.decode(batch.entry(0)) instanceof Decoded.Value<Block>)) {
        boolean _ = none.add(there.getKey());
      }
    }
    none.forEach(index -> {
      BlockExtents _ = byIndex.remove(index);
    });
  }

  /** Links of the blocks of devices that may be read again and are leaves already. */
  private Set<Digest> sealedOfDevices(LedgerView view, long low) throws IOException {
    Set<Digest> links = new HashSet<>();
    for (Map.Entry<Long, BlockExtents> there : byIndex.entrySet()) {
      if (there.getValue().lane() instanceof Lane.Device
          && there.getValue().readTo() >= low
          && view.entries(there.getKey(), 1) instanceof Entries.Found(var _, var batch)
          && Block.decode(batch.entry(0)) instanceof Decoded.Value<Block>(var block)) {
        boolean _ = links.add(block.link());
      }
    }
    return links;
  }

  /** Tells the rules which records from {@code low} on are in blocks of the log. */
  private void cover(Sealing sealing, long low) throws IOException {
    for (BlockExtents block : byIndex.descendingMap().values()) {
      if (block.readTo() < low) {
        return;
      }
      boolean isOurs = !(block.lane() instanceof Lane.Device);
      for (int i = 0; isOurs && i < block.count(); i++) {
        cover(sealing, block.extent(i));
      }
    }
  }

  private void cover(Sealing sealing, Extent extent) throws IOException {
    byte[] bytes = new byte[extent.length()];
    switch (journal.read(extent, bytes)) {
      case ExtentReading.Found() -> {}
      case ExtentReading.Dropped() -> {
        // Nothing that was dropped is given again.
        return;
      }
      case ExtentReading.Failed(var finding) -> throw new IOException(finding.toString());
    }
    var in = new CborReader(CborLimits.ofBytes(bytes.length));
    in.reset(bytes);
    while (in.hasNext() && !in.isRefused()) {
      int from = in.at();
      in.skip();
      if (!in.isRefused()) {
        cover(sealing, bytes, from, in.at() - from);
      }
    }
    if (in.isRefused()) {
      throw new IOException("the records at " + extent + " are none");
    }
  }

  private static void cover(Sealing sealing, byte[] bytes, int from, int length)
      throws IOException {
    switch (LedgerRecord.decode(bytes, from, length)) {
      case Decoded.Value<LedgerRecord>(var record) ->
          sealing.covered(record.source(), record.seq());
      case Decoded.Refused<LedgerRecord>(var refusal) ->
          throw new IOException("a sealed record does not decode: " + refusal);
    }
  }
}
