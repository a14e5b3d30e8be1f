/**
 * Witnesses over HTTP, C2SP tlog-witness: asking one for cosignatures, and keeping the state of the
 * one that a node is for its neighbours. By which rules a witness cosigns does not come in here.
 * Read {@link dev.penstock.anchors.witness.WitnessAnchor} first.
 */
@NullMarked
package dev.penstock.anchors.witness;

import org.jspecify.annotations.NullMarked;
