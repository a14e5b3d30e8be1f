package dev.penstock.plantmap;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was found in a quarter of an hour, and how far it was read. Owned by its book. */
final class Quarter {
  /**
   * Flows that are told apart: a site has as many rules as that, and a scan that makes up names
   * fills no memory.
   */
  static final int FLOWS_MAX = 512;

  private final Map<Flow, Seen> seen = new LinkedHashMap<>();
  private long unplaced;
  private long leftOut;
  private boolean isPruned;
  private boolean isClosed;
  private Optional<RecordPlace> readTo = Optional.empty();

  Map<Flow, Seen> seen() {
    return seen;
  }

  long unplaced() {
    return unplaced;
  }

  long leftOut() {
    return leftOut;
  }

  boolean isPruned() {
    return isPruned;
  }

  void prunedToo() {
    isPruned = true;
  }

  /** True when no record can come any more. */
  boolean isClosed() {
    return isClosed;
  }

  void close() {
    isClosed = true;
  }

  /** After which place to go on. */
  Optional<RecordPlace> readTo() {
    return readTo;
  }

  void readTo(RecordPlace place) {
    readTo = Optional.of(place);
  }

  void take(SealedRecord sealed) {
    readTo(sealed.place());
    if (!(sealed.record().value() instanceof PolicyDecision decision)) {
      return;
    }
    long count = decision.count();
    if (count == 0) {
      return;
    }
    Details details = decision.details();
    Optional<String> from = text(details, "from");
    Optional<String> to = text(details, "to");
    if (from.isEmpty() || to.isEmpty()) {
      unplaced += count;
      return;
    }
    var flow =
        new Flow(
            from.get(),
            to.get(),
            text(details, "protocol").orElse(""),
            decision.operation(),
            text(details, "channel"),
            Optional.ofNullable(decision.rule()),
            switch (decision.decision()) {
              case ALLOW -> Flow.Passing.PASSED;
              case DENY -> Flow.Passing.DENIED;
              case NEEDS_TWO_PEOPLE -> Flow.Passing.NEEDED_TWO;
            },
            text(details, "cause").orElse(""));
    if (seen.size() >= FLOWS_MAX && !seen.containsKey(flow)) {
      leftOut += count;
      return;
    }
    Seen _ = seen.merge(flow, new Seen(flow, count, decision.to()), Seen::and);
  }

  private static Optional<String> text(Details details, String name) {
    return details.values().get(name) instanceof SampleValue.One(Scalar.Text(var text))
        ? Optional.of(text)
        : Optional.empty();
  }
}
