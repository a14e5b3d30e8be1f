/**
 * Blocks: the signed, chained headers and the salted tree of records under each. No state of an
 * observer and no source of randomness comes in here. Read {@link
 * dev.penstock.evidence.block.BlockHeader} first, then {@link dev.penstock.evidence.block.Block}.
 */
package dev.penstock.evidence.block;
