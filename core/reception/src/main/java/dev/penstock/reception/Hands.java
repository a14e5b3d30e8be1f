package dev.penstock.reception;

import dev.penstock.access.Approval;
import dev.penstock.access.PersonId;
import java.util.List;

/**
 * The people who stand behind something that is carried out.
 *
 * @param author who asked for it
 * @param approvers who agreed; nobody where one person was enough
 */
public record Hands(PersonId author, List<PersonId> approvers) {
  public Hands {
    approvers = List.copyOf(approvers);
    if (approvers.contains(author)) {
      throw new IllegalArgumentException(author + " would have agreed with itself");
    }
  }

  /** One person alone. */
  static Hands of(PersonId author) {
    return new Hands(author, List.of());
  }

  /** Those of a request that was agreed to. */
  static Hands behind(Approval approved) {
    return new Hands(
        approved.request().author(),
        approved.decisions().stream()
            .filter(one -> one.verdict() == Approval.Verdict.APPROVED)
            .map(Approval.Decision::person)
            .toList());
  }
}
