package dev.penstock.plant.version;

import dev.penstock.merkle.Digest;
import java.time.Instant;

/**
 * That two people stand behind a version of the model: who proposed it, which digest, who approved.
 * It cannot be made of one person alone.
 *
 * @param approver who agreed
 * @param at when
 */
public record Approval(Proposal proposal, Pseudonym approver, Instant at) {
  public Approval {
    if (approver.equals(proposal.author()) || at.isBefore(proposal.at())) {
      throw new IllegalArgumentException(
          "approved by " + approver + " at " + at + ", proposed " + proposal);
    }
  }

  /** The digest of the version that was approved. */
  public Digest digest() {
    return proposal.version().digest();
  }

  /** True when this approval is of this version and no other. */
  public boolean isOf(ModelVersion version) {
    return digest().equals(version.digest());
  }
}
