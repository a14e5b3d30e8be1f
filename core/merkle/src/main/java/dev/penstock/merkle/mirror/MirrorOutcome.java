package dev.penstock.merkle.mirror;

import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.witness.HeadConflict;
import java.util.Optional;

/** What came of one run. Whatever it was, nothing unverified was stored. */
public sealed interface MirrorOutcome {
  /**
   * The copy stands at a new head.
   *
   * @param from the head before, if there was one
   */
  record Advanced(Optional<Checkpoint> from, Checkpoint head, MirrorCounts counts)
      implements MirrorOutcome {}

  /** The source shows the head that the copy has. */
  record UpToDate(Checkpoint head) implements MirrorOutcome {}

  /** It was asked to end; what was verified so far is stored, and the next run goes on there. */
  record Stopped(Checkpoint head, long entries, MirrorCounts counts) implements MirrorOutcome {}

  /**
   * What the source offers is not taken, or the copy cannot take it.
   *
   * @param why in words, with the place
   */
  record Refused(Reason reason, String why, MirrorCounts counts) implements MirrorOutcome {}

  /**
   * The log signed a head that contradicts the one held. The copy stays as it was.
   *
   * @param evidence where both signed notes were kept, beside the copy
   */
  record Contradicted(HeadConflict conflict, String evidence) implements MirrorOutcome {}

  /** Which rule a refusal is about. */
  enum Reason {
    /** The source has no checkpoint yet. */
    NOTHING_PUBLISHED,
    /** What the source calls its checkpoint is none. */
    NOT_A_CHECKPOINT,
    /** The policy does not accept the checkpoint: who signed, or how few witnessed. */
    NOT_TRUSTED,
    /** The copy is of another log. */
    OTHER_LOG,
    /** The source shows a head that the copy has left behind; nothing contradicts it. */
    OLDER,
    /** Bytes of the source do not fit under its signed head. */
    WRONG_BYTES,
    /** The source lacks something that it does not say it dropped. */
    MISSING,
    /** The copy itself holds something that does not fit. */
    COPY_DAMAGED
  }
}
