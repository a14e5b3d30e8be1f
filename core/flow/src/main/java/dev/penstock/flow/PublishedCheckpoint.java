package dev.penstock.flow;

import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import java.time.Instant;

/**
 * A checkpoint as it left the house.
 *
 * @param number its place in the history, from 0
 * @param time what the clock said when it was published
 * @param note the checkpoint with the log's own signatures, as it is served
 */
public record PublishedCheckpoint(long number, Checkpoint checkpoint, Instant time, Note note) {}
