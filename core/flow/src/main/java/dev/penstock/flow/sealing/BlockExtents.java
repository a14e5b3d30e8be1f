package dev.penstock.flow.sealing;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.Extent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Where the records of one block are in the journal, and what turns them into its leaves: the lane
 * and K. Kept beside the signed header, in the form of docs/formats/extents.md. Nothing here needs
 * to be believed: records, salts and root of the header either fit together or do not.
 *
 * <p>The records of all extents, in this order, are the records of the block; a group block has
 * them sorted by (source, seq).
 */
public final class BlockExtents {
  private static final int VERSION = 1;
  private static final int FIELDS = 6;
  private static final int GROUP = 0;
  private static final int OWN = 1;
  private static final int DEVICE = 2;
  private static final int DEVICE_FIELDS = 2;

  /** Two numbers for each record at most, nine bytes each, and the fields before them. */
  private static final int BYTES_MAX = 2 * 9 * RecordBatch.COUNT_MAX + 128;

  private final Lane lane;
  private final long readTo;
  private final ByteString key;

  /** Codes of the classes, fixed for ever. */
  private static final List<RecordClass> CLASSES =
      List.of(RecordClass.PLANT, RecordClass.ACCESS, RecordClass.CONTROL);

  private static final int CLASS_BITS = 2;
  private static final int OFFSET_BITS = 31;
  private static final long OFFSET_MAX = (1L << OFFSET_BITS) - 1;
  private static final int SEGMENT_MAX = (1 << 30) - 1;
  private static final long ADDRESS_MAX =
      ((long) SEGMENT_MAX << CLASS_BITS | 2) << OFFSET_BITS | OFFSET_MAX;

  /** Start and end of each extent as addresses; none begins where the one before it ends. */
  private final long[] places;

  private BlockExtents(Lane lane, long readTo, ByteString key, long[] places) {
    this.lane = lane;
    this.readTo = readTo;
    this.key = key;
    this.places = places;
  }

  /**
   * @param readTo {@link #readTo}
   * @param key K, or empty for a block without records
   * @param places start and end of each extent
   * @param count how many of the places count
   */
  static BlockExtents of(Lane lane, long readTo, ByteString key, long[] places, int count) {
    return new BlockExtents(lane, readTo, key, Arrays.copyOf(places, count));
  }

  /** Where a byte of a journal's segment is, as one number. */
  public static long address(RecordClass recordClass, int segment, int offset) {
    if (segment < 0 || segment > SEGMENT_MAX || offset < 0) {
      throw new IllegalArgumentException("byte " + offset + " of segment " + segment);
    }
    long file = (long) segment << CLASS_BITS | CLASSES.indexOf(recordClass);
    return file << OFFSET_BITS | offset;
  }

  public Lane lane() {
    return lane;
  }

  /**
   * The position of the frame that was read last when the block was closed. No record of the block
   * stands behind it, and it never falls from one block of a gateway to the next: so who goes back
   * from the newest block knows when no older one can hold a record from some position on.
   */
  public long readTo() {
    return readTo;
  }

  /** K; empty for a block without records. */
  public ByteString key() {
    return key;
  }

  /** How many extents there are. */
  public int count() {
    return places.length / 2;
  }

  /** Extent {@code index}. */
  public Extent extent(int index) {
    long start = places[2 * Objects.checkIndex(index, count())];
    long end = places[2 * index + 1];
    long file = start >>> OFFSET_BITS;
    return new Extent(
        CLASSES.get((int) file & ((1 << CLASS_BITS) - 1)),
        (int) (file >>> CLASS_BITS),
        (int) (start & OFFSET_MAX),
        (int) (end - start));
  }

  /** The one encoding. */
  public byte[] encode() {
    var out = new CborWriter(64 + 4 * places.length);
    out.array(FIELDS);
    out.unsigned(VERSION);
    switch (lane) {
      case Lane.Group(var zone) -> {
        out.unsigned(GROUP);
        out.unsigned(zone);
      }
      case Lane.Own(var source) -> {
        out.unsigned(OWN);
        out.unsigned(source);
      }
      case Lane.Device(var source, var receivedTime) -> {
        out.unsigned(DEVICE);
        out.array(DEVICE_FIELDS);
        out.unsigned(source);
        out.unsigned(receivedTime);
      }
    }
    out.unsigned(readTo);
    if (key.size() == 0) {
      out.nullValue();
    } else {
      out.bytes(SaltedTree.KEY_BYTES, key::copyTo);
    }
    out.array(places.length);
    long before = 0;
    for (int i = 0; i < places.length; i += 2) {
      out.integer(places[i] - before);
      out.unsigned(places[i + 1] - places[i]);
      before = places[i + 1];
    }
    return out.toByteArray();
  }

  /** Reads what was stored. Never throws for any content. */
  public static Decoded<BlockExtents> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    Lane lane = lane(in);
    long readTo = in.unsigned(Long.MAX_VALUE);
    ByteString key =
        in.takeNull() ? ByteString.EMPTY : ByteString.of(in.bytesExactly(SaltedTree.KEY_BYTES));
    int count = in.array();
    if (count % 2 != 0 || count > 2 * RecordBatch.COUNT_MAX || (count == 0) != (key.size() == 0)) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    long[] places = new long[in.isRefused() ? 0 : count];
    long before = 0;
    for (int i = 0; i < places.length && !in.isRefused(); i += 2) {
      long step = in.integer(-before, ADDRESS_MAX - before);
      long start = before + step;
      boolean isClass = (start >>> OFFSET_BITS & ((1 << CLASS_BITS) - 1)) < CLASSES.size();
      if (!isClass || (step == 0 && i > 0)) {
        in.refuse(CborReason.OUT_OF_RANGE);
      }
      long length = in.unsigned(OFFSET_MAX - (start & OFFSET_MAX));
      if (length == 0) {
        in.refuse(CborReason.OUT_OF_RANGE);
      }
      places[i] = start;
      places[i + 1] = start + length;
      before = start + length;
    }
    return in.end(() -> new BlockExtents(lane, readTo, key, places));
  }

  private static Lane lane(CborReader in) {
    long kind = in.unsigned(DEVICE);
    if (kind == DEVICE) {
      in.expectArray(DEVICE_FIELDS);
      return new Lane.Device(in.unsigned(LedgerRecord.ID_MAX), in.unsigned(Long.MAX_VALUE));
    }
    long id = in.unsigned(LedgerRecord.ID_MAX);
    return kind == GROUP ? new Lane.Group(id) : new Lane.Own(id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockExtents that
        && lane.equals(that.lane)
        && readTo == that.readTo
        && key.equals(that.key)
        && Arrays.equals(places, that.places);
  }

  @Override
  public int hashCode() {
    return Objects.hash(lane, readTo, key, Arrays.hashCode(places));
  }

  @Override
  public String toString() {
    return count() + " extents of " + lane;
  }
}
