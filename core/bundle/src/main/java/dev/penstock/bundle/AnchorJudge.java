package dev.penstock.bundle;

import dev.penstock.bundle.Claim.Reason;
import java.util.Optional;

/** Says what the proof of somebody outside is worth, by the auditor's own trust. */
final class AnchorJudge {
  private final BundleTrust trust;
  private final long now;

  AnchorJudge(BundleTrust trust, long now) {
    this.trust = trust;
    this.now = now;
  }

  /**
   * Judges one proof.
   *
   * @param statement the text of the head it is about
   */
  Word judge(AnchorPart part, byte[] statement, String where) {
    Requirement.Kind kind =
        part.kind() == AnchorPart.Kind.EVM ? Requirement.Kind.EVM : Requirement.Kind.RFC3161;
    String sentence = trust + " " + now + " " + statement.length;
    return new Word(
        kind,
        part.name(),
        part.head(),
        0,
        Optional.of(Fault.unproven(Reason.ANCHOR_UNKNOWN, where, sentence)),
        sentence);
  }
}
