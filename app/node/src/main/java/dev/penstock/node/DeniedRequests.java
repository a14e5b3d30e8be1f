package dev.penstock.node;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.PolicyDecision.Decision;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.notices.DenialTally;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the policy denied, as it goes into the ledger: proxies and commands state it from threads of
 * their own, and who tells people asks now and then.
 */
final class DeniedRequests {
  private final LongSupplier ticks;

  /** Guarded by this. */
  private final DenialTally tally = new DenialTally();

  /**
   * Nothing was denied yet.
   *
   * @param ticks of a clock that is never set
   */
  DeniedRequests(LongSupplier ticks) {
    this.ticks = ticks;
  }

  /** Counts what was refused among records that were taken. */
  synchronized void taken(List<RecordValue> records) {
    for (RecordValue each : records) {
      if (each instanceof PolicyDecision decision && isRefused(decision) && decision.count() > 0) {
        tally.denied(denied(decision), ticks.getAsLong());
      }
    }
  }

  /**
   * Also for want of a second person: what is condensed of that was refused, while a single one may
   * be a command that waits for people.
   */
  private static boolean isRefused(PolicyDecision decision) {
    return switch (decision.decision()) {
      case DENY -> true;
      case NEEDS_TWO_PEOPLE -> decision.rolling() != null;
      case ALLOW -> false;
    };
  }

  private static DenialTally.Denied denied(PolicyDecision decision) {
    Details details = decision.details();
    return new DenialTally.Denied(
        text(details, "from"),
        text(details, "to"),
        decision.peer(),
        decision.operation() + " of " + decision.object() + why(decision),
        decision.count(),
        Instant.EPOCH.plusNanos(decision.from()));
  }

  private static String why(PolicyDecision decision) {
    if (decision.decision() == Decision.NEEDS_TWO_PEOPLE) {
      return ", for want of a second person";
    }
    return decision.rule() == null ? ", which no rule allows" : ", by the rule " + decision.rule();
  }

  private static Optional<String> text(Details details, String name) {
    return details.values().get(name) instanceof SampleValue.One(Scalar.Text(var text))
        ? Optional.of(text)
        : Optional.empty();
  }

  /** People were told of it when the run before ended. */
  synchronized void resumed(String subject, String text) {
    tally.resumed(subject, text, ticks.getAsLong());
  }

  /** What goes on, by its subject. */
  synchronized Map<String, DenialTally.Told> standing() {
    return tally.standing(ticks.getAsLong());
  }
}
