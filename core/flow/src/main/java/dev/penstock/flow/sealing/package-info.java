/**
 * The rules of sealing: which journalled record goes into which block, when a block closes, what is
 * said of sources that are silent. No journal, no ledger and no thread comes in here: whoever reads
 * the journal calls, and carries away what is closed. Read {@link
 * dev.penstock.flow.sealing.Sealing} first.
 */
package dev.penstock.flow.sealing;
