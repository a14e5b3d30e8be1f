package dev.penstock.flow.sealing;

import dev.penstock.evidence.record.ByteString;
import java.util.Arrays;

/** Collects where the records of a block are. Allocates nothing per record once it has grown. */
public final class ExtentList {
  private static final int START_PLACES = 16;

  private long[] places = new long[START_PLACES];
  private int count;

  /** Adds the next record; one that follows directly lengthens the extent before. */
  public void add(long address, int length) {
    if (count > 0 && places[count - 1] == address) {
      places[count - 1] = address + length;
      return;
    }
    if (count == places.length) {
      places = Arrays.copyOf(places, 2 * count);
    }
    places[count++] = address;
    places[count++] = address + length;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * The extents of a block with all that was added; the list is empty afterwards.
   *
   * @param readTo as {@link BlockExtents#readTo} says it
   * @param key K, or empty for a block without records
   */
  public BlockExtents take(Lane lane, long readTo, ByteString key) {
    BlockExtents extents = BlockExtents.of(lane, readTo, key, places, count);
    count = 0;
    return extents;
  }
}
