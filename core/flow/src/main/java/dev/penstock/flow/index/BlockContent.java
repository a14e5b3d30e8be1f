package dev.penstock.flow.index;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.Disclosure;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.flow.devices.DeviceFrames;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.sealing.Lane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of one block that are there, each at its place, compared with the root in the header.
 * Belongs to the {@link BlockReader} that read it, until that reads the next.
 */
public final class BlockContent {
  private final long entry;
  private final Block block;
  private final Optional<Lane.Device> device;
  private final BlockReader.Parts parts;
  private final long readTo;

  /** Null until somebody asks. */
  private @Nullable Set<RecordKind> kinds;

  BlockContent(
      long entry, Block block, Optional<Lane.Device> device, BlockReader.Parts parts, long readTo) {
    this.entry = entry;
    this.block = block;
    this.device = device;
    this.parts = parts;
    this.readTo = readTo;
  }

  public long entry() {
    return entry;
  }

  public Block block() {
    return block;
  }

  /** True when a device has made it: its records speak for nobody else. */
  boolean isDevices() {
    return device.isPresent();
  }

  /** When a device's block came, ns since 1970; -1 for the gateway's own. */
  long arrivedAt() {
    return device.map(Lane.Device::receivedTime).orElse(-1L);
  }

  /** Position of the journal frame that was read last when the block was closed. */
  public long readTo() {
    return readTo;
  }

  /** True when nothing was dropped. */
  public boolean isWhole() {
    return parts.records().count() == block.header().count();
  }

  /** The records that are there, one behind the other; see {@link #placeOf}. */
  public RecordBatch records() {
    return parts.records();
  }

  /** Index in the block of a record that is there. */
  public int placeOf(int index) {
    return parts.places().length == 0 ? index : parts.places()[index];
  }

  /** Which of the records that are there stands at this place; negative when none does. */
  int indexOf(int place) {
    if (parts.places().length == 0) {
      return place < parts.records().count() ? place : -1;
    }
    return Arrays.binarySearch(parts.places(), place);
  }

  /** The record at a place, when it is there. */
  public Optional<SealedRecord> record(int place) throws IOException {
    int index = indexOf(place);
    boolean isShown = index >= 0 && !(isDevices() && isStrange(index));
    return isShown ? Optional.of(sealed(index)) : Optional.empty();
  }

  /** A device may sign what is no record of ours; it is proven, and means nothing here. */
  private boolean isStrange(int index) {
    RecordBatch batch = parts.records();
    int at = batch.startOf(index);
    return LedgerRecord.decode(batch.buffer(), at, batch.startOf(index + 1) - at)
        instanceof Decoded.Refused<LedgerRecord>;
  }

  /** One of the records that are there. */
  SealedRecord sealed(int index) throws IOException {
    RecordBatch batch = parts.records();
    int at = batch.startOf(index);
    var place = new RecordPlace(entry, placeOf(index));
    return switch (LedgerRecord.decode(batch.buffer(), at, batch.startOf(index + 1) - at)) {
      case Decoded.Value<LedgerRecord>(var record) ->
          new SealedRecord(
              place, block.header(), record, batch.sourceOf(index), receivedTime(record));
      case Decoded.Refused<LedgerRecord>(var refusal) ->
          throw new IOException("record " + place + " does not decode: " + refusal);
    };
  }

  private @Nullable Long receivedTime(LedgerRecord record) {
    Long own = record.receivedTime();
    return own == null && isDevices() ? (Long) arrivedAt() : own;
  }

  /**
   * Shows records that are there at neighbouring places.
   *
   * @param from one of the records that are there
   * @param to one behind the last of them
   */
  Disclosure disclosure(int from, int to) {
    int start = placeOf(from);
    int end = placeOf(to - 1) + 1;
    if (end - start != to - from) {
      throw new IllegalArgumentException("records " + start + ".." + end + " are not all there");
    }
    var salts = new ArrayList<ByteString>();
    var records = new ArrayList<ByteString>();
    var tree = new SaltedTree();
    RecordBatch batch = parts.records();
    for (int i = from; i < to; i++) {
      salts.add(ByteString.of(tree.saltOf(parts.key(), placeOf(i))));
      int at = batch.startOf(i);
      records.add(ByteString.at(batch.buffer(), at, batch.startOf(i + 1) - at));
    }
    return new Disclosure(start, salts, records, folding().path(start, end));
  }

  /** Shows the records at these places, which must be there, and hashes for the others. */
  public BlockExcerpt excerpt(BitSet shown) {
    return shown.isEmpty()
        ? Excerpts.nothingOf(block)
        : Excerpts.of(block, shown, parts.records(), this::indexOf, parts.key(), this::folding);
  }

  /** The cover of the block; empty bytes when its records stay or go together. */
  byte[] cover() {
    return isWhole() && !isOneClass() ? Cover.encode(classes(), leaves()) : new byte[0];
  }

  /** True when the kinds of the gateway's own records leave no doubt of it. */
  private boolean isOneClass() {
    return !isDevices() && kinds().stream().map(RecordKind::recordClass).distinct().count() <= 1;
  }

  private Cover.Folding folding() {
    return parts.folding().orElseGet(() -> new Cover.Folding(classes(), leaves()));
  }

  /** The hashes of all leaves: few who read a block need them. */
  private byte[] leaves() {
    return new SaltedTree().leafHashes(parts.key(), parts.records());
  }

  /** Which kinds of records are there; what is no record of ours has none. */
  Set<RecordKind> kinds() {
    Set<RecordKind> known = kinds;
    if (known == null) {
      known = EnumSet.noneOf(RecordKind.class);
      RecordBatch batch = parts.records();
      for (int i = 0; i < batch.count(); i++) {
        int at = batch.startOf(i);
        LedgerRecord.kindOf(batch.buffer(), at, batch.startOf(i + 1) - at).ifPresent(known::add);
      }
      kinds = known;
    }
    return known;
  }

  /** Class of each record that is there. */
  private byte[] classes() {
    RecordBatch batch = parts.records();
    byte[] classes = new byte[batch.count()];
    for (int i = 0; i < classes.length; i++) {
      int at = batch.startOf(i);
      classes[i] =
          Cover.codeOf(DeviceFrames.classOf(batch.buffer(), at, batch.startOf(i + 1) - at));
    }
    return classes;
  }

  /** All records that are there, in their order. */
  List<SealedRecord> all() throws IOException {
    var all = new ArrayList<SealedRecord>();
    for (int i = 0; i < parts.records().count(); i++) {
      all.add(sealed(i));
    }
    return all;
  }
}
