package dev.penstock.flow.journal;

/**
 * Counters of a journal since it was opened, and its size now.
 *
 * @param frames frames that became durable
 * @param records records in them
 * @param bytes bytes written for them, heads included
 * @param commits how often a group of batches became durable together
 * @param forces how often a file was forced for that
 * @param busy batches that were turned away because too much was under way
 * @param refused batches that were refused or whose fate is unknown
 * @param findings damages that readers met
 * @param segments files that hold frames now
 * @param storedBytes bytes in them
 */
public record JournalFigures(
    long frames,
    long records,
    long bytes,
    long commits,
    long forces,
    long busy,
    long refused,
    long findings,
    int segments,
    long storedBytes) {}
