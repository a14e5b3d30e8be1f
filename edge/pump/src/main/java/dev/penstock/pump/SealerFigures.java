package dev.penstock.pump;

/**
 * What was sealed since the start.
 *
 * @param records in durable blocks
 * @param blocks durable in the log, heartbeats included
 * @param lag frames of the journal that no durable block covers yet
 * @param retries how often the disk or the key turned the sealer away
 */
public record SealerFigures(long records, long blocks, long lag, long retries) {}
