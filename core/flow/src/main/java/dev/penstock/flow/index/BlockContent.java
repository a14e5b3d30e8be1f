package dev.penstock.flow.index;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.Disclosure;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The records of one block that are there, each at its place, compared with the root in the header.
 * Belongs to the {@link BlockReader} that read it, until that reads the next.
 */
public final class BlockContent {
  private final long entry;
  private final Block block;
  private final BlockReader.Parts parts;
  private final long readTo;

  BlockContent(long entry, Block block, BlockReader.Parts parts, long readTo) {
    this.entry = entry;
    this.block = block;
    this.parts = parts;
    this.readTo = readTo;
  }

  public long entry() {
    return entry;
  }

  public Block block() {
    return block;
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
    return index < 0 ? Optional.empty() : Optional.of(sealed(index));
  }

  /** One of the records that are there. */
  SealedRecord sealed(int index) throws IOException {
    RecordBatch batch = parts.records();
    int at = batch.startOf(index);
    var place = new RecordPlace(entry, placeOf(index));
    return switch (LedgerRecord.decode(batch.buffer(), at, batch.startOf(index + 1) - at)) {
      case Decoded.Value<LedgerRecord>(var record) ->
          new SealedRecord(place, block.header(), record);
      case Decoded.Refused<LedgerRecord>(var refusal) ->
          throw new IOException("record " + place + " does not decode: " + refusal);
    };
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

  /** The cover of the block; empty bytes when its records stay or go together. */
  byte[] cover() {
    byte[] classes = classes();
    return isWhole() ? Cover.encode(classes, parts.leaves()) : new byte[0];
  }

  private Cover.Folding folding() {
    return parts.folding().orElseGet(() -> new Cover.Folding(classes(), parts.leaves()));
  }

  /** Class of each record that is there. */
  private byte[] classes() {
    RecordBatch batch = parts.records();
    byte[] classes = new byte[batch.count()];
    for (int i = 0; i < classes.length; i++) {
      int at = batch.startOf(i);
      classes[i] =
          LedgerRecord.kindOf(batch.buffer(), at, batch.startOf(i + 1) - at)
              .map(kind -> Cover.codeOf(kind.recordClass()))
              .orElseThrow(() -> new IllegalStateException("a record of ours has no kind"));
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
