package dev.penstock.flow;

import dev.penstock.merkle.Digest;
import java.time.Instant;

/**
 * A checkpoint as it left the house.
 *
 * @param number its place in the history, from 0
 * @param time what the clock said when it was published
 * @param note the signed note, C2SP tlog-checkpoint, as it is served
 */
public record PublishedCheckpoint(
    long number, long size, Digest root, Instant time, String note) {}
