package dev.penstock.conduit.dryrun;

/**
 * Where a record is sealed.
 *
 * @param entry index of its block in the log, from 0
 * @param record index of the record in the block, from 0
 */
public record Place(long entry, int record) {}
