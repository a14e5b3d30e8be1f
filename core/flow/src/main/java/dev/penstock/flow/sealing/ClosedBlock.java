package dev.penstock.flow.sealing;

import dev.penstock.evidence.block.Block;

/**
 * A block of the gateway that is ready for the ledger.
 *
 * @param extents where its records are, to be durable no later than the block
 */
public record ClosedBlock(Block block, BlockExtents extents) {}
