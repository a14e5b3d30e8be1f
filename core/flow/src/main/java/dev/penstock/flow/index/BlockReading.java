package dev.penstock.flow.index;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.flow.Entries;

/** What came of reading an entry of the log with its records. */
public sealed interface BlockReading {
  /** The block, with all records that were not dropped; they agree with its root. */
  record Found(BlockContent content) implements BlockReading {}

  /**
   * All its records were dropped by policy, or those that were not cannot be proven any more.
   *
   * @param isDevices whether a device has made it
   * @param readTo position of the journal frame that was read last when it was closed
   */
  record Dropped(Block block, boolean isDevices, long readTo) implements BlockReading {}

  /** A block that another has made and whose records are not kept here. */
  record Foreign(BlockHeader header) implements BlockReading {}

  /** An entry that is no block. */
  record Other() implements BlockReading {}

  /** The header itself was dropped from the log. */
  record HeaderPruned(Entries.Pruned pruned) implements BlockReading {}

  /** The log has not grown that far. */
  record NotYet(long size) implements BlockReading {}
}
