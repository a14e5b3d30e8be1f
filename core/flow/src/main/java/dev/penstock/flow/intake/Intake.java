package dev.penstock.flow.intake;

/**
 * Takes what comes from outside and makes it durable. Any number of threads may offer.
 *
 * <p>What one thread offers is numbered in the order in which it offered. False means full: nothing
 * was taken and the receipt is never called, so the caller keeps the thing and offers it again
 * later; that is the back-pressure which reaches the sender as a withheld acknowledgement. An
 * intake may lose nothing that it took, except to a crash before {@link Receipt#durable()}.
 */
public interface Intake {
  /**
   * A message. One that does not fit a record ({@link
   * dev.penstock.evidence.record.LedgerRecord#BYTES_MAX}) is stored beside it, and the record
   * carries its digest and length.
   */
  boolean offer(Heard heard, Receipt receipt);

  /** Something is wrong with what was heard; becomes a finding record, durable like a message. */
  boolean offer(IntakeFinding finding, Receipt receipt);
}
