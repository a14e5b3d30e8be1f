package dev.penstock.ledger;

/**
 * Where the batches of a log of one size end.
 *
 * @param position in the segment
 */
record Tail(long size, int segment, int position) {}
