package dev.penstock.flow.sealing;

import dev.penstock.evidence.block.Block;

/**
 * A block of the gateway that is ready for the ledger.
 *
 * @param extents where its records are, to be durable no later than the block
 * @param isQuiet true for a heartbeat of the gateway, and for a block that holds nothing but what
 *     {@link dev.penstock.evidence.record.RecordKind#waitsForBlock waited} for one, or the
 *     roll-call of nobody: it is no reason to ask somebody outside to vouch for it
 */
public record ClosedBlock(Block block, BlockExtents extents, boolean isQuiet) {
  /** A block that states something. */
  public ClosedBlock(Block block, BlockExtents extents) {
    this(block, extents, false);
  }
}
