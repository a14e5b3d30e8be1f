package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * docs/conduit.md read aloud: every object with every rule, one after the other. It shares nothing
 * with the compiled policy but the words.
 */
final class PlainInterpreter {
  private final Policy policy;
  private final Map<List<String>, Bucket> buckets = new HashMap<>();

  PlainInterpreter(Policy policy) {
    this.policy = policy;
  }

  /** One object with what it would be set to. */
  private record Atom(Target target, List<Double> values) {}

  /** Nanoseconds' worth of passing that are left. */
  private static final class Bucket {
    private final long interval;
    private final long whole;
    private long level;
    private long at;

    Bucket(Rate rate, long at) {
      interval = rate.intervalNanos();
      whole = interval * rate.count();
      level = whole;
      this.at = at;
    }

    boolean isLeft(long now) {
      level = Math.min(level + (now - at), whole);
      at = now;
      return level >= interval;
    }
  }

  Decision decide(Request request) {
    Set<String> toTake = new HashSet<>();
    Decision decision = decide(request, toTake);
    if (decision.verdict() != Verdict.DENY) {
      take(request, toTake);
    }
    return decision;
  }

  /** All that one message asks for: where one of them may not pass now, nothing is taken. */
  List<Decision> decide(List<Request> message) {
    Set<String> toTake = new HashSet<>();
    List<Decision> decisions = message.stream().map(each -> decide(each, toTake)).toList();
    if (decisions.stream().allMatch(each -> each.verdict() == Verdict.ALLOW)) {
      take(message.getFirst(), toTake);
    }
    return decisions;
  }

  private void take(Request request, Set<String> toTake) {
    for (Channel channel : policy.channels()) {
      for (Rule rule : channel.rules()) {
        if (toTake.contains(rule.id())) {
          Bucket bucket = bucket(rule, request);
          bucket.level -= bucket.interval;
        }
      }
    }
  }

  // Each rate that some object needs is looked at when it is needed first, and once.
  private Decision decide(Request request, Set<String> toTake) {
    Optional<Channel> channel =
        policy.channels().stream()
            .filter(each ->
                each.from().equals(request.from())
                    && each.to().equals(request.to())
                    && each.protocol().equals(request.protocol()))
            .findFirst();
    if (channel.isEmpty()) {
      return new Decision(Verdict.DENY, Cause.NO_CHANNEL, null, null);
    }
    Decision strictest = null;
    for (Part part : request.parts()) {
      for (Atom atom : atoms(part)) {
        Decision decision = decide(channel.get(), request, atom, toTake);
        if (strictest == null || decision.verdict().compareTo(strictest.verdict()) > 0) {
          strictest = decision;
        }
        if (strictest.verdict() == Verdict.DENY) {
          return strictest;
        }
      }
    }
    return strictest;
  }

  private static List<Atom> atoms(Part part) {
    List<Atom> atoms = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < part.values().count(); i++) {
      all.add(part.values().at(i));
    }
    if (part.target() instanceof Target.Numbers(var space, var unit, var first, var last)) {
      boolean hasEach = all.size() == last - first + 1;
      for (long number = first; number <= last; number++) {
        var target = new Target.Numbers(space, unit, number, number);
        atoms.add(new Atom(target, hasEach ? List.of(all.get((int) (number - first))) : all));
      }
    } else {
      atoms.add(new Atom(part.target(), all));
    }
    return atoms;
  }

  private Decision decide(Channel channel, Request request, Atom atom, Set<String> toTake) {
    List<Rule> denying = new ArrayList<>();
    List<Rule> pairing = new ArrayList<>();
    List<Rule> allowing = new ArrayList<>();
    List<Rule> tooOften = new ArrayList<>();
    List<Rule> byOther = new ArrayList<>();
    boolean isGranted = channel.areReadsAllowed() && request.operation().isLooking();
    for (Rule rule : channel.rules()) {
      boolean isAbout =
          rule.who().stream().anyMatch(who -> isAbout(who, request.identity()))
              && rule.operations().contains(request.operation())
              && rule.objects().stream().anyMatch(scope -> isIn(scope, atom.target()))
              && isNow(rule, request.at());
      // In doubt what restricts holds, and what grants does not.
      boolean isMaybeBy = request.function().isEmpty() || isBy(rule, request);
      if (isAbout && rule.effect() == Effect.DENY && isMaybeBy && isMaybe(rule, atom)) {
        denying.add(rule);
      }
      if (isAbout && rule.effect() == Effect.TWO_PEOPLE && isMaybeBy && isMaybe(rule, atom)) {
        pairing.add(rule);
      }
      if (isAbout && rule.effect() != Effect.DENY && isSurely(rule, atom)) {
        if (!isBy(rule, request)) {
          byOther.add(rule);
        } else if (rule.rate().isPresent() && !bucket(rule, request).isLeft(request.at())) {
          tooOften.add(rule);
        } else {
          isGranted = true;
          if (rule.rate().isPresent()) {
            toTake.add(rule.id());
          }
          if (rule.effect() == Effect.ALLOW) {
            allowing.add(rule);
          }
        }
      }
    }
    if (!denying.isEmpty()) {
      return decision(Verdict.DENY, Cause.RULE, channel, first(denying));
    }
    if (!isGranted && !tooOften.isEmpty()) {
      return decision(Verdict.DENY, Cause.RATE, channel, first(tooOften));
    }
    if (!isGranted && !byOther.isEmpty()) {
      return decision(Verdict.DENY, Cause.FUNCTION, channel, first(byOther));
    }
    if (!isGranted) {
      boolean isUnknown = request.operation() == Operation.UNKNOWN;
      return decision(
          Verdict.DENY, isUnknown ? Cause.UNKNOWN_OPERATION : Cause.NO_RULE, channel, null);
    }
    if (!pairing.isEmpty()) {
      return decision(Verdict.NEEDS_TWO_PEOPLE, Cause.RULE, channel, first(pairing));
    }
    return allowing.isEmpty()
        ? decision(Verdict.ALLOW, Cause.READS_ALLOWED, channel, null)
        : decision(Verdict.ALLOW, Cause.RULE, channel, first(allowing));
  }

  private static Decision decision(
      Verdict verdict, Cause cause, Channel channel, @Nullable String rule) {
    return new Decision(verdict, cause, channel.id(), rule);
  }

  private static String first(List<Rule> rules) {
    return rules.stream().map(Rule::id).min(Comparator.naturalOrder()).orElseThrow();
  }

  private Bucket bucket(Rule rule, Request request) {
    return buckets.computeIfAbsent(
        List.of(rule.id(), request.identity().orElse(request.peer())),
        key -> new Bucket(rule.rate().orElseThrow(), request.at()));
  }

  private static boolean isBy(Rule rule, Request request) {
    return rule.functions().isEmpty()
        || rule.functions().stream()
            .anyMatch(each -> request.function().equals(OptionalInt.of(each.code())));
  }

  private static boolean isAbout(Who who, Optional<String> identity) {
    return switch (who) {
      case Who.Anyone _ -> true;
      case Who.Known _ -> identity.isPresent();
      case Who.Anonymous _ -> identity.isEmpty();
      case Who.Named(var name) -> identity.equals(Optional.of(name));
      case Who.Beginning(var prefix) -> identity.isPresent() && identity.get().startsWith(prefix);
    };
  }

  private static boolean isIn(Scope scope, Target target) {
    return switch (scope) {
      case Scope.Any _ -> true;
      case Scope.Device _ -> target instanceof Target.Device;
      case Scope.Name(var name) -> target.equals(new Target.Name(name));
      case Scope.Beginning(var prefix) ->
          target instanceof Target.Name(var name) && name.startsWith(prefix);
      case Scope.Numbers(var space, var units, var numbers) ->
          target instanceof Target.Numbers(var in, var unit, var number, _)
              && in.equals(space)
              && units.contains(unit)
              && numbers.contains(number);
    };
  }

  private boolean isNow(Rule rule, long at) {
    Instant instant = Instant.ofEpochSecond(at / 1_000_000_000L, at % 1_000_000_000L);
    LocalDateTime wall = LocalDateTime.ofInstant(instant, policy.timeZone());
    List<LocalDate> days = new ArrayList<>();
    if (rule.windows().isEmpty()) {
      days.add(wall.toLocalDate());
    }
    for (Window window : rule.windows()) {
      for (LocalDate day : List.of(wall.toLocalDate(), wall.toLocalDate().minusDays(1))) {
        LocalDateTime start = day.atTime(LocalTime.MIN).plusMinutes(window.startMinute());
        LocalDateTime end = day.atTime(LocalTime.MIN).plusMinutes(window.endMinute());
        if (end.isBefore(start)) {
          end = end.plusDays(1);
        }
        boolean isDay = (window.days() >> (day.getDayOfWeek().getValue() - 1)) % 2 == 1;
        if (isDay && !wall.isBefore(start) && wall.isBefore(end)) {
          days.add(day);
        }
      }
    }
    return days.stream()
        .anyMatch(day ->
            !day.isBefore(rule.from().orElse(LocalDate.MIN))
                && !day.isAfter(rule.until().orElse(LocalDate.MAX)));
  }

  private static boolean isSurely(Rule rule, Atom atom) {
    return rule.values().isEmpty()
        || (!atom.values().isEmpty()
            && atom.values().stream()
                .allMatch(value -> rule.values().stream().anyMatch(range -> isIn(range, value))));
  }

  /** By the numbers as they are written, in which nothing is rounded. */
  private static boolean isIn(ValueRange range, double value) {
    if (Double.isNaN(value)) {
      return false;
    }
    String[] ends = range.text().split("\\.\\.", -1);
    var exact = new BigDecimal(value);
    return exact.compareTo(new BigDecimal(ends[0])) >= 0
        && exact.compareTo(new BigDecimal(ends[ends.length - 1])) <= 0;
  }

  private static boolean isMaybe(Rule rule, Atom atom) {
    return rule.values().isEmpty()
        || atom.values().isEmpty()
        || atom.values().stream()
            .anyMatch(value ->
                value.isNaN() || rule.values().stream().anyMatch(range -> isIn(range, value)));
  }
}
