package dev.penstock.sparkplugnode;

/**
 * What was done so far, beside values.
 *
 * @param births how often a node's births were given, by request too
 * @param rebirths how often a host asked for births; one answer does for all who asked before it
 * @param commandsTaken values to be written that somebody took over
 * @param refused what hosts sent and nobody followed
 * @param unsaid values that no metric, or member of an instance, holds
 * @param faults how often our own code failed; each time the connection was made again
 */
public record Counts(
    long births, long rebirths, long commandsTaken, long refused, long unsaid, long faults) {}
