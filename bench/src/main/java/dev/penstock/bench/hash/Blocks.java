package dev.penstock.bench.hash;

import java.util.SplittableRandom;

/**
 * Random records of one length, in blocks of equal count, back to back. Nothing writes to them
 * after they were made: both sides of a contest, and all threads, read the same bytes.
 */
public final class Blocks {
  /** More than the second-level cache of a core, as records that have just arrived would be. */
  private static final int BYTES_WANTED = 4 << 20;

  private final int recordBytes;
  private final int blockLeaves;
  private final int blockCount;
  private final byte[] records;

  private Blocks(int recordBytes, int blockLeaves, int blockCount) {
    this.recordBytes = recordBytes;
    this.blockLeaves = blockLeaves;
    this.blockCount = blockCount;
    this.records = new byte[Math.multiplyExact(blockCount * blockLeaves, recordBytes)];
  }

  /** The same blocks for each seed. */
  public static Blocks random(int recordBytes, int blockLeaves, long seed) {
    if (recordBytes < 1 || blockLeaves < 1) {
      throw new IllegalArgumentException(
          "record bytes " + recordBytes + ", block leaves " + blockLeaves + ": both above 0");
    }
    int blockBytes = Math.multiplyExact(recordBytes, blockLeaves);
    var blocks = new Blocks(recordBytes, blockLeaves, Math.max(1, BYTES_WANTED / blockBytes));
    new SplittableRandom(seed).nextBytes(blocks.records);
    return blocks;
  }

  /** These records, back to back: as many blocks as they fill. */
  public static Blocks of(int recordBytes, int blockLeaves, byte[] records) {
    int blockBytes = Math.multiplyExact(recordBytes, blockLeaves);
    if (records.length == 0 || records.length % blockBytes != 0) {
      throw new IllegalArgumentException(
          records.length + " bytes are no blocks of " + blockBytes + " bytes each");
    }
    var blocks = new Blocks(recordBytes, blockLeaves, records.length / blockBytes);
    System.arraycopy(records, 0, blocks.records, 0, records.length);
    return blocks;
  }

  public int recordBytes() {
    return recordBytes;
  }

  public int blockLeaves() {
    return blockLeaves;
  }

  public int blockCount() {
    return blockCount;
  }

  /** All records: the array itself, to be read only. */
  byte[] records() {
    return records;
  }

  /** Where a record begins. */
  int at(int block, int leaf) {
    return (block * blockLeaves + leaf) * recordBytes;
  }
}
