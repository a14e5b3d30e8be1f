package dev.penstock.reception;

import dev.penstock.access.Approval;
import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.PersonId;
import java.time.Instant;
import java.util.List;

/**
 * What people see of a request for a second person.
 *
 * @param canonical the request, as JSON in its one spelling
 * @param gradeNeeded of who looks, if it is for them to agree: the stronger of what the kind takes
 *     and what the person has
 * @param mayDecide whether who asks may agree to it
 * @param outcome empty before there is one
 */
public record ApprovalView(
    Bytes id,
    DualControl.Kind kind,
    Somebody author,
    Instant createdAt,
    Instant expiresAt,
    Approval.State state,
    Bytes digest,
    String canonical,
    List<ApprovalRequest.Difference> diff,
    DualControl.Grade gradeNeeded,
    boolean mayDecide,
    List<DecisionView> decisions,
    String outcome) {
  public ApprovalView {
    diff = List.copyOf(diff);
    decisions = List.copyOf(decisions);
  }

  /** A person with the name of today; empty for one who was erased. */
  public record Somebody(PersonId id, String name) {}

  /** One person's word. */
  public record DecisionView(
      Somebody person,
      Approval.Verdict verdict,
      DualControl.Grade grade,
      Instant at,
      String note) {}
}
