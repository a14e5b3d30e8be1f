package dev.penstock.flow.anchoring;

import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import java.nio.charset.StandardCharsets;

/**
 * What is to be vouched for.
 *
 * @param note the checkpoint with the log's own signatures
 */
public record AnchorHead(Checkpoint checkpoint, Note note) {
  public AnchorHead {
    if (!note.text().equals(checkpoint.text())) {
      throw new IllegalArgumentException("the note is not that of checkpoint " + checkpoint);
    }
  }

  /** The very bytes that are vouched for: the note's text. */
  public byte[] statement() {
    return checkpoint.text().getBytes(StandardCharsets.UTF_8);
  }
}
