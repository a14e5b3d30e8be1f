package dev.penstock.conduit.dryrun;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Given;
import dev.penstock.conduit.compiled.Judge;
import dev.penstock.conduit.compiled.RangeJudge;
import dev.penstock.conduit.compiled.Ranged;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.conduit.compiled.Reach;
import dev.penstock.conduit.compiled.Span;
import dev.penstock.conduit.dryrun.Change.Certainty;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks two policies about the requests that records of decisions stand for, in the order of the
 * records, and keeps where they differ. Nothing passes by it, and nothing is guessed: where a
 * record does not say enough, that is counted as not known or not told apart.
 *
 * <p>What goes through a channel that is the same in both is answered the same, whatever rates were
 * used up by then. Elsewhere rates begin full in both and count what is on record; so does a
 * refusal of a proxy for want of a second person, which took nothing: its record does not tell it
 * from a command that waits for people, which took.
 */
public final class DryRun {
  /** Pairs of zones that are counted apart. */
  static final int WAYS_MAX = 512;

  /** Channels that are named for what is read through them. */
  static final int READS_MAX = 100;

  private static final int EXAMPLE_CHARS_MAX = 200;

  private final Side before;
  private final Side after;
  private final boolean isSameClock;
  private final Map<List<String>, Tally> ways = new LinkedHashMap<>();
  private final Groups groups = new Groups();
  private final List<Outcome.Reads> reads;
  private long unplaced;

  /** One of the two policies, with what asks it. */
  private record Side(CompiledPolicy policy, Judge judge, RangeJudge ranges) {
    static Side of(CompiledPolicy policy) {
      return new Side(policy, policy.judge(Rates.full()), new RangeJudge(policy));
    }

    Optional<Channel> channel(String from, String to, String protocol) {
      return ranges.channel(from, to, protocol);
    }
  }

  /** Between the policy in force and the one that is thought of. */
  public DryRun(CompiledPolicy before, CompiledPolicy after) {
    this.before = Side.of(before);
    this.after = Side.of(after);
    isSameClock = before.policy().timeZone().equals(after.policy().timeZone());
    reads = reads(before.policy(), after.policy());
  }

  /** Takes in what the next record says. */
  public void take(PolicyDecision record, Place place) {
    if (record.count() == 0) {
      return;
    }
    switch (Recall.of(record)) {
      case Recalled.Unknown(var from, var to) -> unknown(from, to, record.count());
      case Recalled.Whole(var request) -> whole(record, request, place);
      case Recalled.Partly(var span) -> partly(record, span, place);
    }
  }

  private void unknown(Optional<String> from, Optional<String> to, long count) {
    if (from.isPresent() && to.isPresent()) {
      count(from.get(), to.get(), new Tally(count, 0, 0, 0, 0, 0, 0, count, 0, 0));
    } else {
      unplaced += count;
    }
  }

  private void count(String from, String to, Tally more) {
    List<String> way = List.of(from, to);
    if (ways.size() >= WAYS_MAX && !ways.containsKey(way)) {
      unplaced += more.looked();
      return;
    }
    Tally _ = ways.merge(way, more, Tally::and);
  }

  private void looked(PolicyDecision record, String from, String to) {
    long other = isDecidedBefore(record) ? 0 : record.count();
    count(from, to, new Tally(record.count(), 0, 0, 0, 0, 0, 0, 0, other, 0));
  }

  /** True for what the policy decided that is in force now. */
  private boolean isDecidedBefore(PolicyDecision record) {
    return record.policy().equals(before.policy().digest());
  }

  /** True where neither rules nor rates can make a difference. */
  private boolean isSameChannel(String from, String to, String protocol) {
    Optional<Channel> was = before.channel(from, to, protocol);
    Optional<Channel> is = after.channel(from, to, protocol);
    return was.equals(is)
        && (isSameClock || was.stream().noneMatch(each -> hasTimes(each.rules())));
  }

  private static boolean hasTimes(List<Rule> rules) {
    return rules.stream().anyMatch(Rule::hasTimes);
  }

  private void whole(PolicyDecision record, Request request, Place place) {
    looked(record, request.from(), request.to());
    if (isSameChannel(request.from(), request.to(), request.protocol())) {
      return;
    }
    if (request.function().isEmpty()
        && request.operation() != Operation.UNKNOWN
        && (hasFunctions(before, request) || hasFunctions(after, request))) {
      // Recorded before function codes were: it had one, and nobody knows which.
      count(request.from(), request.to(), new Tally(0, 0, 0, 0, 0, 0, 0, 1, 0, 0));
      return;
    }
    boolean isRated = isRated(before, request) || isRated(after, request);
    Decision was = before.judge().decide(request);
    Decision is = after.judge().decide(request);
    if (!isRated && isDecidedBefore(record) && !isAsRecorded(record, was)) {
      // It was decided by more than the policy, such as the limits of a point.
      count(request.from(), request.to(), new Tally(0, 0, 0, 0, 0, 0, 0, 1, 0, 0));
      return;
    }
    if (isRated) {
      count(request.from(), request.to(), new Tally(0, 0, 0, 0, 0, 0, 1, 0, 0, 0));
    }
    if (was.verdict() == is.verdict()) {
      return;
    }
    Bounds bounds = null;
    for (Part part : request.parts()) {
      Bounds own = Bounds.of(Reach.of(part.target()));
      bounds = bounds == null ? own : bounds.and(own);
    }
    Reach reach = Reach.of(request.parts().getFirst().target());
    note(
        isRated ? Certainty.BY_RATES : Certainty.SURE,
        span(request, reach),
        bounds == null ? Bounds.of(reach) : bounds,
        Answer.of(Set.of(was)),
        Answer.of(Set.of(is)),
        new Change.Example(
            place, request.at(), 1, request.peer(), request.objectsText(EXAMPLE_CHARS_MAX)));
  }

  private static boolean hasFunctions(Side side, Request request) {
    return side.channel(request.from(), request.to(), request.protocol())
        .filter(each -> each.rules().stream().anyMatch(rule -> !rule.functions().isEmpty()))
        .isPresent();
  }

  private static Span span(Request request, Reach reach) {
    return new Span(
        request.from(),
        request.to(),
        request.protocol(),
        request.identity(),
        request.operation(),
        request.function(),
        reach,
        Given.ANYTHING,
        request.at(),
        request.at());
  }

  private static boolean isRated(Side side, Request request) {
    return request.parts().stream()
        .map(part -> Reach.of(part.target()))
        .distinct()
        .anyMatch(reach -> side.ranges().judge(span(request, reach)).isRated());
  }

  /** What should have had two people is recorded as denied too, with its rule. */
  private static boolean isAsRecorded(PolicyDecision record, Decision decision) {
    return verdict(record) == decision.verdict()
        || (record.rule() != null && record.rule().equals(decision.rule()));
  }

  private static Verdict verdict(PolicyDecision record) {
    return switch (record.decision()) {
      case ALLOW -> Verdict.ALLOW;
      case NEEDS_TWO_PEOPLE -> Verdict.NEEDS_TWO_PEOPLE;
      case DENY -> Verdict.DENY;
    };
  }

  private void partly(PolicyDecision record, Span span, Place place) {
    looked(record, span.from(), span.to());
    if (isSameChannel(span.from(), span.to(), span.protocol())) {
      return;
    }
    Ranged was = before.ranges().judge(span);
    Ranged is = after.ranges().judge(span);
    if (isSameForThese(was, is, span)) {
      return;
    }
    Answer old = was.isTold() ? Answer.of(was.decisions()) : Answer.ANY;
    Answer now = is.isTold() ? Answer.of(is.decisions()) : Answer.ANY;
    boolean isSure = old.isOne() && now.isOne();
    if (isDecidedBefore(record)) {
      Decision recorded = recorded(record);
      if (!old.verdicts().contains(recorded.verdict())) {
        count(span.from(), span.to(), new Tally(0, 0, 0, 0, 0, 0, 0, record.count(), 0, 0));
        return;
      }
      old = Answer.of(Set.of(recorded));
    }
    if (old.isOne() && now.isOne() && old.strictest() == now.strictest()) {
      return;
    }
    note(
        isSure ? Certainty.SURE : Certainty.NOT_TOLD_APART,
        span,
        Bounds.of(span.reach()),
        old,
        now,
        new Change.Example(
            place, record.from(), record.count(), record.peer(), Bounds.of(span.reach()).text()));
  }

  /** True where the rules that can have to do with them are the same, and none has a rate. */
  private boolean isSameForThese(Ranged was, Ranged is, Span span) {
    Optional<Channel> old = before.channel(span.from(), span.to(), span.protocol());
    Optional<Channel> now = after.channel(span.from(), span.to(), span.protocol());
    return old.isPresent() == now.isPresent()
        && was.about().equals(is.about())
        && !was.isRated()
        && (isSameClock || !hasTimes(was.about()))
        && old.filter(Channel::areReadsAllowed).isPresent()
            == now.filter(Channel::areReadsAllowed).isPresent();
  }

  /** What the record says was decided, by the policy that is in force still. */
  private Decision recorded(PolicyDecision record) {
    Cause cause = Cause.NO_RULE;
    for (Cause each : Cause.values()) {
      cause = text(record, "cause").filter(each.word()::equals).isPresent() ? each : cause;
    }
    String channel = text(record, "channel").orElse(null);
    String rule = record.rule();
    if (rule == null) {
      return new Decision(verdict(record), cause.isOfRule() ? Cause.NO_RULE : cause, channel, null);
    }
    boolean isAlmost = cause == Cause.RATE || cause == Cause.FUNCTION;
    boolean isPaired =
        !isAlmost
            && before.policy().policy().channels().stream()
                .flatMap(each -> each.rules().stream())
                .anyMatch(each -> each.id().equals(rule) && each.effect() == Effect.TWO_PEOPLE);
    return new Decision(
        isPaired ? Verdict.NEEDS_TWO_PEOPLE : verdict(record),
        isAlmost ? cause : Cause.RULE,
        channel,
        rule);
  }

  private static Optional<String> text(PolicyDecision record, String name) {
    return record.details().values().get(name) instanceof SampleValue.One(Scalar.Text(var text))
        ? Optional.of(text)
        : Optional.empty();
  }

  private void note(
      Certainty certainty,
      Span span,
      Bounds bounds,
      Answer old,
      Answer now,
      Change.Example example) {
    long times = example.count();
    boolean isKept =
        groups.add(
            new Groups.Key(
                certainty,
                span.from(),
                span.to(),
                span.protocol(),
                span.identity(),
                span.operation(),
                bounds.objectClass(),
                old,
                now),
            bounds,
            span.first(),
            span.last(),
            example);
    long left = isKept ? 0 : times;
    Tally more =
        certainty == Certainty.NOT_TOLD_APART
            ? new Tally(0, 0, 0, 0, 0, times, 0, 0, 0, left)
            : changed(old.strictest(), now.strictest(), times, left);
    count(span.from(), span.to(), more);
  }

  private static Tally changed(Verdict old, Verdict now, long times, long left) {
    if (now == Verdict.DENY) {
      return new Tally(0, times, 0, 0, 0, 0, 0, 0, 0, left);
    }
    if (old == Verdict.DENY) {
      return new Tally(0, 0, times, 0, 0, 0, 0, 0, 0, left);
    }
    return now == Verdict.NEEDS_TWO_PEOPLE
        ? new Tally(0, 0, 0, times, 0, 0, 0, 0, 0, left)
        : new Tally(0, 0, 0, 0, times, 0, 0, 0, 0, left);
  }

  /** Where what may be read differs: what is read leaves no record where it may be. */
  private static List<Outcome.Reads> reads(Policy before, Policy after) {
    Map<List<String>, Channel> old = new LinkedHashMap<>();
    before.channels().forEach(each -> old.put(way(each), each));
    boolean isSameClock = before.timeZone().equals(after.timeZone());
    List<Outcome.Reads> found = new ArrayList<>();
    for (Channel now : after.channels()) {
      Channel was = old.remove(way(now));
      List<Rule> looking = looking(now);
      boolean isSame =
          was == null
              ? !now.areReadsAllowed() && looking.isEmpty()
              : was.areReadsAllowed() == now.areReadsAllowed()
                  && looking(was).equals(looking)
                  && (isSameClock || !hasTimes(looking));
      if (!isSame) {
        found.add(reads(now));
      }
    }
    old.values().stream()
        .filter(was -> was.areReadsAllowed() || !looking(was).isEmpty())
        .forEach(was -> found.add(reads(was)));
    return found.subList(0, Math.min(READS_MAX, found.size()));
  }

  private static List<String> way(Channel channel) {
    return List.of(channel.from(), channel.to(), channel.protocol());
  }

  private static List<Rule> looking(Channel channel) {
    return channel.rules().stream()
        .filter(rule -> rule.operations().stream().anyMatch(Operation::isLooking))
        .toList();
  }

  private static Outcome.Reads reads(Channel channel) {
    return new Outcome.Reads(channel.id(), channel.from(), channel.to(), channel.protocol());
  }

  /** What was found so far. */
  public Outcome outcome() {
    List<Outcome.Way> all = new ArrayList<>();
    ways.forEach((way, tally) -> all.add(new Outcome.Way(way.getFirst(), way.getLast(), tally)));
    return new Outcome(all, groups.changes(), unplaced, reads);
  }
}
