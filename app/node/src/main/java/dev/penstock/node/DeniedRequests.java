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

  /** Counts the denials among records that were taken. */
  synchronized void taken(List<RecordValue> records) {
    for (RecordValue each : records) {
      if (each instanceof PolicyDecision decision
          && decision.decision() == Decision.DENY
          && decision.count() > 0) {
        tally.denied(denied(decision), ticks.getAsLong());
      }
    }
  }

  private static DenialTally.Denied denied(PolicyDecision decision) {
    Details details = decision.details();
    String rule = decision.rule();
    return new DenialTally.Denied(
        text(details, "from"),
        text(details, "to"),
        decision.peer(),
        decision.operation()
            + " of "
            + decision.object()
            + (rule == null ? ", which no rule allows" : ", by the rule " + rule),
        decision.count(),
        Instant.EPOCH.plusNanos(decision.from()));
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
