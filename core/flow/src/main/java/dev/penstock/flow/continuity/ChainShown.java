package dev.penstock.flow.continuity;

import dev.penstock.evidence.block.Disclosure;
import dev.penstock.evidence.record.ByteString;
import java.util.List;

/**
 * A run of blocks of one chain, one directly after the other, with what a statement shows of their
 * records. The first and the last stand in the log; each between is named by the one after it.
 *
 * @param blocks the signed headers, as they are in the log
 * @param records parts of the records of these blocks, ascending
 */
public record ChainShown(
    List<ByteString> blocks, LogPlace first, LogPlace last, List<Shown> records) {
  /** A day of heartbeats, with room. */
  public static final int BLOCKS_MAX = 16_384;

  /** For each block the gateway's own records and the source's. */
  public static final int SHOWN_MAX = 2 * BLOCKS_MAX;

  /**
   * Some records of one block.
   *
   * @param block its place in the list of blocks, counted from 0
   */
  public record Shown(int block, Disclosure disclosure) {
    public Shown {
      if (block < 0 || block >= BLOCKS_MAX) {
        throw new IllegalArgumentException("block " + block + ", must be 0..16383");
      }
    }
  }

  public ChainShown {
    blocks = List.copyOf(blocks);
    records = List.copyOf(records);
    if (blocks.isEmpty() || blocks.size() > BLOCKS_MAX || records.size() > SHOWN_MAX) {
      throw new IllegalArgumentException(
          blocks.size() + " blocks with " + records.size() + " parts of their records");
    }
  }
}
