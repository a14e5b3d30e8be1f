package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Extent;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.compiled.Reach.Fit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a policy can answer to requests of which not everything is known. It may name an answer that
 * none of them got, and never leaves out one that some got; so where it names one answer, that is
 * what each of them gets. For one thread.
 *
 * <p>The objects are cut where rules begin and end. In each piece a rule holds for all objects or
 * for none, and the pieces are judged one by one as {@link Judge} judges an object, with three
 * answers for each condition: it holds for all requests, for some, for none. A rule with a rate may
 * grant at any time or not at all. The strictest answer to any of its objects is that to a request,
 * so what a request can get is what some piece can.
 */
public final class RangeJudge {
  /** Pieces times rules that are looked at for one span: some milliseconds. */
  static final int WORK_MAX = 1 << 17;

  /** Askers whose rules are at hand. */
  private static final int ASKERS_MAX = 256;

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final CompiledPolicy policy;
  private final Map<Way, Laid> channels = new HashMap<>();
  private final Map<Asker, List<Meeting>> known = new LinkedHashMap<>(64, 0.75f, true);

  private record Way(String from, String to, String protocol) {}

  /** A channel with the number of its first rule. */
  private record Laid(Channel channel, int first) {}

  private record Asker(Way way, Optional<String> identity, Operation operation) {}

  /** A rule, and for how many requests the time and some more of it hold. */
  private record Meeting(Rule rule, CompiledRule compiled, Fit fit) {
    Meeting with(Fit more) {
      return new Meeting(rule, compiled, fit.and(more));
    }
  }

  /** Of a policy. */
  public RangeJudge(CompiledPolicy policy) {
    this.policy = policy;
    int first = 0;
    for (Channel channel : policy.policy().channels()) {
      var way = new Way(channel.from(), channel.to(), channel.protocol());
      Laid _ = channels.put(way, new Laid(channel, first));
      first += channel.rules().size();
    }
  }

  /** The channel of this way. */
  public Optional<Channel> channel(String from, String to, String protocol) {
    return Optional.ofNullable(channels.get(new Way(from, to, protocol))).map(Laid::channel);
  }

  /** Judges all at once. */
  public Ranged judge(Span span) {
    var way = new Way(span.from(), span.to(), span.protocol());
    Laid laid = channels.get(way);
    if (laid == null) {
      return new Ranged(List.of(), Set.of(Decision.NO_CHANNEL), true);
    }
    List<Meeting> meeting = meeting(laid, new Asker(way, span.identity(), span.operation()), span);
    List<Rule> about = meeting.stream().map(Meeting::rule).toList();
    Set<Decision> decisions = new LinkedHashSet<>();
    boolean isTold = true;
    if (span.reach() instanceof Reach.Numbers numbers) {
      isTold = pieces(numbers, meeting, span, decisions);
    } else {
      List<Meeting> here =
          meeting.stream().map(each -> each.with(fit(each.rule(), span.reach()))).toList();
      decide(here, span, decisions);
    }
    return new Ranged(about, decisions, isTold);
  }

  /** Rules about this asker and operation, and about some of the objects at some of the times. */
  private List<Meeting> meeting(Laid laid, Asker asker, Span span) {
    List<Meeting> ofAsker = known.get(asker);
    if (ofAsker == null) {
      ofAsker = ofAsker(laid, asker);
      List<Meeting> _ = known.put(asker, ofAsker);
      if (known.size() > ASKERS_MAX) {
        List<Meeting> _ = known.remove(known.keySet().iterator().next());
      }
    }
    boolean isOneMinute = span.first() / MINUTE_NANOS == span.last() / MINUTE_NANOS;
    long minute = policy.wallMinute(span.first());
    List<Meeting> meeting = new ArrayList<>();
    for (Meeting each : ofAsker) {
      Fit time =
          !each.compiled().hasTimes()
              ? Fit.ALL
              : !isOneMinute ? Fit.SOME : each.compiled().isAt(minute) ? Fit.ALL : Fit.NONE;
      if (time != Fit.NONE && fit(each.rule(), span.reach()) != Fit.NONE) {
        meeting.add(each.with(time));
      }
    }
    return meeting;
  }

  private List<Meeting> ofAsker(Laid laid, Asker asker) {
    List<Meeting> found = new ArrayList<>();
    for (int i = 0; i < laid.channel().rules().size(); i++) {
      Rule rule = laid.channel().rules().get(i);
      CompiledRule compiled = policy.rule(laid.first() + i);
      if (rule.operations().contains(asker.operation())
          && compiled.isAbout(asker.identity().orElse(null))) {
        found.add(new Meeting(rule, compiled, Fit.ALL));
      }
    }
    return List.copyOf(found);
  }

  /** The best that one of its scopes does; several together may do better, which is not said. */
  private static Fit fit(Rule rule, Reach reach) {
    Fit best = Fit.NONE;
    for (Scope scope : rule.objects()) {
      Fit fit = reach.fit(scope);
      if (fit == Fit.ALL) {
        return fit;
      }
      best = fit == Fit.NONE ? best : fit;
    }
    return best;
  }

  /** False where there are too many. */
  private boolean pieces(
      Reach.Numbers all, List<Meeting> meeting, Span span, Set<Decision> decisions) {
    var units = new TreeSet<Long>();
    var numbers = new TreeSet<Long>();
    boolean _ = units.add(all.units().first());
    boolean _ = numbers.add(all.numbers().first());
    long scopes = 1;
    for (Meeting each : meeting) {
      for (Scope scope : each.rule().objects()) {
        if (scope instanceof Scope.Numbers(var space, var ofUnits, var ofNumbers)
            && space.equals(all.space())) {
          Reach.cut(all.units(), ofUnits, units);
          Reach.cut(all.numbers(), ofNumbers, numbers);
        }
        scopes++;
      }
      if (scopes * units.size() * numbers.size() > WORK_MAX) {
        return false;
      }
    }
    for (long unit : units) {
      for (long number : numbers) {
        // Within a piece a rule is about all objects or about none, so one of them will do.
        var one =
            new Reach.Numbers(all.space(), new Extent(unit, unit), new Extent(number, number));
        List<Meeting> here =
            meeting.stream()
                .map(each -> each.with(fit(each.rule(), one)))
                .filter(each -> each.fit() != Fit.NONE)
                .toList();
        decide(here, span, decisions);
      }
    }
    return true;
  }

  /** Adds what requests can get for an object about which these rules are. */
  private void decide(List<Meeting> here, Span span, Set<Decision> into) {
    for (Meeting each : here) {
      if (each.rule().effect() == Effect.DENY) {
        Fit fit = maybe(each, span);
        if (fit != Fit.NONE) {
          into.add(each.compiled().decision());
        }
        if (fit == Fit.ALL) {
          return;
        }
      }
    }
    CompiledChannel channel =
        Objects.requireNonNull(policy.channel(span.from(), span.to(), span.protocol()));
    boolean isWithoutRule = channel.isAllowedWithoutRule(span.operation());
    boolean isGrantedToAll = isWithoutRule;
    boolean isGrantedToSome = isWithoutRule;
    boolean isAlwaysRated = false;
    List<Decision> almost = new ArrayList<>();
    for (Meeting each : here) {
      if (isByOtherFunction(each, span)) {
        almost.add(each.compiled().byOtherFunction());
      }
      Fit sure = sure(each, span);
      if (sure == Fit.NONE) {
        continue;
      }
      isGrantedToSome = true;
      if (each.rule().rate().isPresent()) {
        almost.add(each.compiled().tooOften());
        isAlwaysRated |= sure == Fit.ALL;
      } else {
        isGrantedToAll |= sure == Fit.ALL;
      }
    }
    if (!isGrantedToAll) {
      into.addAll(almost);
      if (!isAlwaysRated) {
        into.add(channel.withoutRule(span.operation()));
      }
    }
    if (isGrantedToSome && !isPaired(here, span, into)) {
      if (!isGrantedByRule(here, span, into) && isWithoutRule) {
        into.add(channel.withoutRule(span.operation()));
      }
    }
  }

  private static Fit sure(Meeting each, Span span) {
    return each.rule().effect() == Effect.DENY
        ? Fit.NONE
        : each.fit().and(span.given().sure(each.rule())).and(span.by(each.rule()));
  }

  private static Fit maybe(Meeting each, Span span) {
    return each.fit().and(span.given().maybe(each.rule())).and(span.by(each.rule()));
  }

  /** True where it may grant some of them but for the code by which they are asked for. */
  private static boolean isByOtherFunction(Meeting each, Span span) {
    return each.rule().effect() != Effect.DENY
        && span.by(each.rule()) != Fit.ALL
        && each.fit().and(span.given().sure(each.rule())) != Fit.NONE;
  }

  /** True where all of them need two people. */
  private static boolean isPaired(List<Meeting> here, Span span, Set<Decision> into) {
    for (Meeting each : here) {
      if (each.rule().effect() == Effect.TWO_PEOPLE) {
        Fit fit = maybe(each, span);
        if (fit != Fit.NONE) {
          into.add(each.compiled().decision());
        }
        if (fit == Fit.ALL) {
          return true;
        }
      }
    }
    return false;
  }

  /** True where a rule grants all of them what others may only grant some. */
  private static boolean isGrantedByRule(List<Meeting> here, Span span, Set<Decision> into) {
    for (Meeting each : here) {
      if (each.rule().effect() != Effect.ALLOW || sure(each, span) == Fit.NONE) {
        continue;
      }
      into.add(each.compiled().decision());
      if (sure(each, span) == Fit.ALL && each.rule().rate().isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
