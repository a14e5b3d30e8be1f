package dev.penstock.plant.version;

import dev.penstock.merkle.Digest;
import java.time.Instant;

/**
 * A version that somebody wants and nobody else has agreed to yet.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 *
 * @param author who wants it
 * @param at when, by the clock of whoever took it
 */
public record Proposal(ModelVersion version, Pseudonym author, Instant at) {

  /**
   * Somebody agrees.
   *
   * @param approver who; never the author
   * @param seen the digest of the version that was shown to this person
   * @param when by the clock of whoever took it
   */
  public Decision approve(Pseudonym approver, Digest seen, Instant when) {
    if (approver.equals(author)) {
      return new Decision.Refused(Decision.Reason.APPROVER_IS_AUTHOR);
    }
    if (!seen.equals(version.digest())) {
      return new Decision.Refused(Decision.Reason.DIGEST_DIFFERS);
    }
    if (when.isBefore(at)) {
      return new Decision.Refused(Decision.Reason.BEFORE_IT_WAS_PROPOSED);
    }
    return new Decision.Given(new Approval(this, approver, when));
  }
}
