package dev.penstock.driving.schedule;

/**
 * What became of a rate group since the start.
 *
 * @param readings that ended
 * @param overruns readings that were due and did not begin, because something took too long
 * @param tookNanos the last one; 0 before
 * @param tookMostNanos the longest one
 */
public record GroupFigures(
    RateGroup group, long readings, long overruns, long tookNanos, long tookMostNanos) {}
