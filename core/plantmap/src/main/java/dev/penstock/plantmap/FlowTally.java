package dev.penstock.plantmap;

import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a quarter of an hour, or in a day, and how far it was read. Owned by its book.
 *
 * <p>Of a day it also holds which rules were named and which ways were asked, apart from flows: one
 * that comes after the last flow that has room is as good as any other.
 */
final class FlowTally {
  /**
   * Flows that are told apart: few sites use as many rules in a quarter of an hour, and a scan that
   * makes up names fills no memory.
   */
  static final int FLOWS_MAX = 512;

  private static final long NEVER = Long.MIN_VALUE;

  private final Map<Flow, Seen> seen = new LinkedHashMap<>();
  private final boolean isOfDay;

  /** When a decision last named a rule, by its id: ids are a policy's, and no scan makes up one. */
  private final Map<String, Long> named = new HashMap<>();

  /** Those asked last at the end. */
  private final Map<Uses.Way, Uses.Asked> ways = new LinkedHashMap<>(16, 0.75f, true);

  /** When a rule was last named that had no room; 0 where all had. */
  private long namedBeyond;

  private long unplaced;
  private long leftOut;
  private boolean isPruned;
  private long closedAt = NEVER;
  private final Coverage coverage = new Coverage();
  private Optional<RecordPlace> readTo = Optional.empty();

  /** Of the last decision that has zones. */
  private @Nullable Flow lastTold;

  /** When that was. */
  private long lastToldAt;

  private FlowTally(boolean isOfDay) {
    this.isOfDay = isOfDay;
  }

  /** Flows alone: there are many quarters at hand. */
  static FlowTally ofQuarter() {
    return new FlowTally(false);
  }

  static FlowTally ofDay() {
    return new FlowTally(true);
  }

  Map<Flow, Seen> seen() {
    return seen;
  }

  Map<String, Long> named() {
    return named;
  }

  long namedBeyond() {
    return namedBeyond;
  }

  Map<Uses.Way, Uses.Asked> ways() {
    return ways;
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

  Coverage coverage() {
    return coverage;
  }

  /**
   * True when all that was recorded in it was sealed and read not long ago. What comes later all
   * the same, by a clock that was set or a device that kept its blocks, is looked for now and then.
   *
   * @param now ns since 1970
   */
  boolean isClosed(long now) {
    return closedAt != NEVER && now >= closedAt && now - closedAt < FlowBook.AGAIN_NANOS;
  }

  /** Nothing more is sealed of it. */
  void close(long now) {
    closedAt = now;
  }

  /** After which place to go on. */
  Optional<RecordPlace> readTo() {
    return readTo;
  }

  void readTo(RecordPlace place) {
    readTo = Optional.of(place);
  }

  /**
   * Takes a record.
   *
   * @param end of that time; later than that only a roll-call says something of it
   */
  void take(SealedRecord sealed, long end) {
    readTo(sealed.place());
    Long received = sealed.receivedTime();
    boolean isOfIt = received == null || received < end;
    switch (sealed.record().value()) {
      case PolicyDecision decision when isOfIt -> take(decision);
      case CommandRequested requested when isOfIt -> take(requested);
      case RollCall call -> coverage.add(call);
      default -> {
        // Nothing else says anything of requests, or of when the node ran.
      }
    }
  }

  /** A command that two people wanted: its decision was just told once more, and it passed. */
  private void take(CommandRequested requested) {
    Flow told = lastTold;
    if (told == null || requested.approvedBy().isEmpty() || !isBy(requested, told)) {
      return;
    }
    asked(told.passed(), lastToldAt);
    Seen waited = seen.get(told);
    if (waited == null) {
      return;
    }
    if (waited.count() == 1) {
      Seen _ = seen.remove(told);
    } else {
      Seen _ = seen.put(told, new Seen(told, waited.count() - 1, waited.last()));
    }
    count(told.passed(), 1, waited.last());
  }

  private static boolean isBy(CommandRequested requested, Flow told) {
    return told.passing() == Flow.Passing.NEEDED_TWO
        && told.rule().equals(Optional.ofNullable(requested.rule()))
        && told.operation().equals(requested.operation());
  }

  private void take(PolicyDecision decision) {
    long count = decision.count();
    if (count == 0) {
      return;
    }
    String rule = decision.rule();
    if (rule != null) {
      named(rule, decision.to());
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
            Optional.ofNullable(rule),
            switch (decision.decision()) {
              case ALLOW -> Flow.Passing.PASSED;
              case DENY -> Flow.Passing.DENIED;
              case NEEDS_TWO_PEOPLE -> Flow.Passing.NEEDED_TWO;
            },
            text(details, "cause").orElse(""));
    lastTold = flow;
    lastToldAt = decision.to();
    asked(flow, decision.to());
    count(flow, count, decision.to());
  }

  private void named(String rule, long at) {
    if (!isOfDay) {
      return;
    }
    if (named.size() >= Uses.RULES_MAX && !named.containsKey(rule)) {
      namedBeyond = Math.max(namedBeyond, at);
      return;
    }
    Long _ = named.merge(rule, at, Math::max);
  }

  private void asked(Flow flow, long at) {
    if (!isOfDay) {
      return;
    }
    var way = new Uses.Way(flow.from(), flow.to(), flow.protocol());
    boolean isPassed = flow.passing() == Flow.Passing.PASSED;
    Uses.Asked _ = ways.merge(way, new Uses.Asked(at, isPassed ? at : 0), Uses.Asked::and);
    if (ways.size() > Uses.WAYS_MAX) {
      Uses.Asked _ = ways.remove(ways.keySet().iterator().next());
    }
  }

  private void count(Flow flow, long count, long last) {
    if (seen.size() >= FLOWS_MAX && !seen.containsKey(flow)) {
      leftOut += count;
      return;
    }
    Seen _ = seen.merge(flow, new Seen(flow, count, last), Seen::and);
  }

  private static Optional<String> text(Details details, String name) {
    return details.values().get(name) instanceof SampleValue.One(Scalar.Text(var text))
        ? Optional.of(text)
        : Optional.empty();
  }
}
