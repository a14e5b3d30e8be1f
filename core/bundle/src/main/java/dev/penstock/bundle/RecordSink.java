package dev.penstock.bundle;

import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.record.LedgerRecord;

/**
 * Is shown each record of a bundle that is one of its block; whether the log holds that block is
 * said later.
 */
@FunctionalInterface
public interface RecordSink {
  /** Wants to see none. */
  RecordSink NONE = (index, place, header, record) -> {};

  /**
   * One record.
   *
   * @param index of its block in the log
   * @param place in its block
   */
  void accept(long index, int place, BlockHeader header, LedgerRecord record);
}
