package dev.penstock.merkle.note;

import dev.penstock.merkle.ProofFlaw;

/** Whether a proof file shows that an entry is in a log that a {@link TrustPolicy} accepts. */
public sealed interface TlogProofCheck {
  /** The entry stands at this index of this accepted checkpoint's tree. */
  record Verified(long index, PolicyCheck.Satisfied checkpoint) implements TlogProofCheck {}

  /** The policy does not accept the checkpoint. */
  record CheckpointRefused(PolicyCheck why) implements TlogProofCheck {}

  /** The policy accepts the checkpoint, but the hashes do not show the entry in it. */
  record NotIncluded(ProofFlaw flaw) implements TlogProofCheck {}
}
