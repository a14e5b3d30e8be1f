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
import java.util.Arrays;
import java.util.Objects;

/**
 * Where the records of one block are in the journal, and what turns them into its leaves: the lane
 * and K. Kept beside the signed header, in the form of docs/formats/extents.md. Nothing here needs
 * to be believed: records, salts and root of the header either fit together or do not.
 *
 * <p>The records of all extents, in the order of the journal, are the records of the block; a group
 * block has them sorted by (source, seq).
 */
public final class BlockExtents {
  private static final int VERSION = 1;
  private static final int FIELDS = 5;
  private static final int GROUP = 0;
  private static final int OWN = 1;

  /** Two numbers for each record at most, nine bytes each, and the fields before them. */
  private static final int BYTES_MAX = 2 * 9 * RecordBatch.COUNT_MAX + 128;

  private final Lane lane;
  private final ByteString key;

  /** Start and end of each extent, ascending; neighbours do not touch. */
  private final long[] places;

  private BlockExtents(Lane lane, ByteString key, long[] places) {
    this.lane = lane;
    this.key = key;
    this.places = places;
  }

  /**
   * @param key K, or empty for a block without records
   * @param places start and end of each extent
   * @param count how many of the places count
   */
  static BlockExtents of(Lane lane, ByteString key, long[] places, int count) {
    return new BlockExtents(lane, key, Arrays.copyOf(places, count));
  }

  public Lane lane() {
    return lane;
  }

  /** K; empty for a block without records. */
  public ByteString key() {
    return key;
  }

  /** How many extents there are. */
  public int count() {
    return places.length / 2;
  }

  /** The journal position at which extent {@code index} starts. */
  public long startOf(int index) {
    return places[2 * Objects.checkIndex(index, count())];
  }

  /** The journal position behind the last byte of extent {@code index}. */
  public long endOf(int index) {
    return places[2 * Objects.checkIndex(index, count()) + 1];
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
    }
    if (key.size() == 0) {
      out.nullValue();
    } else {
      out.bytes(SaltedTree.KEY_BYTES, key::copyTo);
    }
    out.array(places.length);
    long before = 0;
    for (long place : places) {
      out.unsigned(place - before);
      before = place;
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
    long kind = in.unsigned(OWN);
    long id = in.unsigned(LedgerRecord.ID_MAX);
    Lane lane = kind == GROUP ? new Lane.Group(id) : new Lane.Own(id);
    ByteString key =
        in.takeNull() ? ByteString.EMPTY : ByteString.of(in.bytesExactly(SaltedTree.KEY_BYTES));
    int count = in.array();
    if (count % 2 != 0 || count > 2 * RecordBatch.COUNT_MAX || (count == 0) != (key.size() == 0)) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    long[] places = new long[in.isRefused() ? 0 : count];
    long at = 0;
    for (int i = 0; i < places.length; i++) {
      long step = in.unsigned(Long.MAX_VALUE - at);
      if (step == 0 && i > 0) {
        in.refuse(CborReason.OUT_OF_RANGE);
      }
      at += step;
      places[i] = at;
    }
    return in.end(() -> new BlockExtents(lane, key, places));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockExtents that
        && lane.equals(that.lane)
        && key.equals(that.key)
        && Arrays.equals(places, that.places);
  }

  @Override
  public int hashCode() {
    return Objects.hash(lane, key, Arrays.hashCode(places));
  }

  @Override
  public String toString() {
    return count() + " extents of " + lane;
  }
}
