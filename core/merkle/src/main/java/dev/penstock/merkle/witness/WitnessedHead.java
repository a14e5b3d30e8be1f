package dev.penstock.merkle.witness;

import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;

/**
 * The last head of a log that a witness cosigned.
 *
 * @param note the checkpoint with the log's signatures and the cosignatures of the witness
 */
public record WitnessedHead(Checkpoint checkpoint, Note note) {
  public WitnessedHead {
    if (!note.text().equals(checkpoint.text())) {
      throw new IllegalArgumentException("the note is not that of checkpoint " + checkpoint);
    }
  }
}
