package dev.penstock.merkle.witness;

import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import java.util.Optional;

/** What a witness does with a request, by its rules alone. */
public sealed interface WitnessDecision {
  /**
   * It may cosign, and must keep this head before its cosignature leaves.
   *
   * @param verified the note with the log's good signatures and no others
   */
  record Cosign(Checkpoint checkpoint, Note verified) implements WitnessDecision {}

  /**
   * The request starts at a size that is not the one cosigned last.
   *
   * @param size that size
   * @param conflict what the request proves against the log all the same
   */
  record OtherSize(long size, Optional<HeadConflict> conflict) implements WitnessDecision {}

  /**
   * It does not cosign.
   *
   * @param why in words, for a person
   * @param conflict what the request proves against the log
   */
  record Refused(Refusal refusal, String why, Optional<HeadConflict> conflict)
      implements WitnessDecision {}
}
