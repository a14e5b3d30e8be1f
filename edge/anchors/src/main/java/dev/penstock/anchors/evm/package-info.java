/**
 * Anchors checkpoints in EVM chains through the JSON-RPC of a node: signs and sends a transaction,
 * waits until enough blocks follow it, and brings home a proof that needs no node. What a proof
 * must show does not come in here: dev.penstock.evm judges it. Read {@link
 * dev.penstock.anchors.evm.EvmAnchor} first.
 */
@NullMarked
package dev.penstock.anchors.evm;

import org.jspecify.annotations.NullMarked;
