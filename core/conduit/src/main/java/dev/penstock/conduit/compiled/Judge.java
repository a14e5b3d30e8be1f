package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests by a policy. For one thread: it keeps what it works with, so that an answer
 * costs no memory.
 *
 * <p>Req: 62443-4-2 NDR 5.2, CR 2.1 RE(1).
 *
 * <p>Each object of a request is judged by itself, and the strictest answer is the answer. For one
 * object: a rule that denies and may fit denies. Otherwise some rule that allows, or that asks for
 * two people, must surely fit; or the channel must let reads pass. If that is so, a rule that asks
 * for two people and may fit has them asked. "Surely" and "may" differ for values that were not
 * read as numbers, for a function code that is not known, and for rates: a rule whose rate is used
 * up grants nothing, and restricts as before.
 */
public final class Judge {
  private static final int NO_RULE = Integer.MAX_VALUE;

  private final CompiledPolicy policy;
  private final Rates rates;

  // Of the request that is being judged.
  private final Lists lists = new Lists();
  // No more meet at one object, says the compiler.
  private final int[] fitting = new int[CompiledPolicy.MEETING_MAX];
  private int fittingCount;
  private CompiledChannel channel = CompiledChannel.NOWHERE;
  private Operation operation = Operation.UNKNOWN;
  private int function = CompiledRule.NO_FUNCTION;
  private @Nullable String identity;
  private String asker = "";
  private long at;
  private long wallMinute;

  // Of the object that is being judged: the first rule of each sort.
  private int denying;
  private int pairing;
  private int granting;
  private int tooOften;
  private int byOther;
  private boolean isGranted;
  private boolean hasValues;

  // By rule with a rate: whether it was asked for what is being judged, and what was found.
  private final Left[] left;
  // Numbers of the rules with a rate that were asked: only their places are not UNASKED.
  private final int[] askedRules;
  private int askedCount;

  /** What was found of a rate. */
  private enum Left {
    UNASKED,
    SOME,
    NOTHING
  }

  // Of the answer, for who wants to know why.
  private int restsOnPart;
  private long restsOnNumber;
  private long judgedNumber;

  Judge(CompiledPolicy policy, Rates rates) {
    this.policy = policy;
    this.rates = rates;
    left = new Left[policy.ratedCount()];
    Arrays.fill(left, Left.UNASKED);
    askedRules = new int[policy.ratedCount()];
  }

  /** The policy by which it answers. */
  public CompiledPolicy policy() {
    return policy;
  }

  /** Answers. What may pass, or may when two people agree, is taken from the rates it rests on. */
  public Decision decide(Request request) {
    return decide(request, Verdict.NEEDS_TWO_PEOPLE);
  }

  /**
   * Answers to all that one message asks for. It passes as a whole or not at all: only where each
   * may pass now something is taken, and once from each rate however many of them rest on it.
   *
   * @param message requests of one asker at one time
   */
  public List<Decision> decide(List<Request> message) {
    return decide(message, Verdict.ALLOW);
  }

  /** The same when people have agreed to what needs two of them: that passes too. */
  public List<Decision> decideAgreed(List<Request> message) {
    return decide(message, Verdict.NEEDS_TWO_PEOPLE);
  }

  /** What would be answered now; nothing is taken. */
  public Decision look(Request request) {
    return decide(request, null);
  }

  /** Of the last answer: the part of the request that it rests on. */
  int restsOnPart() {
    return restsOnPart;
  }

  /** Of the last answer, where that part is about numbers: which one. */
  long restsOnNumber() {
    return restsOnNumber;
  }

  private List<Decision> decide(List<Request> message, Verdict passing) {
    if (message.size() == 1) {
      return List.of(decide(message.getFirst(), passing));
    }
    List<Decision> decisions = new ArrayList<>(message.size());
    synchronized (rates) {
      forget();
      boolean isPassing = true;
      for (Request request : message) {
        if (!decisions.isEmpty() && (!asker.equals(request.asker()) || at != request.at())) {
          throw new IllegalArgumentException("a message of " + asker + " and " + request.asker());
        }
        asker = request.asker();
        at = request.at();
        CompiledChannel found = policy.channel(request.from(), request.to(), request.protocol());
        Decision decision = found == null ? Decision.NO_CHANNEL : answer(request, found);
        decisions.add(decision);
        isPassing &= decision.verdict().compareTo(passing) <= 0;
      }
      if (isPassing) {
        take();
      }
    }
    return decisions;
  }

  /**
   * Answers to one.
   *
   * @param passing up to which verdict something is taken; null for none
   */
  private Decision decide(Request request, @Nullable Verdict passing) {
    CompiledChannel found = policy.channel(request.from(), request.to(), request.protocol());
    if (found == null) {
      return Decision.NO_CHANNEL;
    }
    asker = request.asker();
    at = request.at();
    if (!found.hasRates()) {
      return answer(request, found);
    }
    // What is left must not be given to another judge before it is taken.
    synchronized (rates) {
      forget();
      Decision decision = answer(request, found);
      if (passing != null && decision.verdict().compareTo(passing) <= 0) {
        take();
      }
      return decision;
    }
  }

  /** Forgets what was asked for the last one; a count of rounds would begin anew some day. */
  private void forget() {
    for (int i = 0; i < askedCount; i++) {
      left[policy.rule(askedRules[i]).rated()] = Left.UNASKED;
    }
    askedCount = 0;
  }

  private void take() {
    for (int i = 0; i < askedCount; i++) {
      CompiledRule rule = policy.rule(askedRules[i]);
      if (left[rule.rated()] == Left.SOME) {
        rates.take(rule.rateKey(), rule.rate(), asker, at);
      }
    }
  }

  private Decision answer(Request request, CompiledChannel in) {
    channel = in;
    operation = request.operation();
    function = request.function().orElse(CompiledRule.NO_FUNCTION);
    identity = request.identity().orElse(null);
    wallMinute = in.hasTimes() ? policy.wallMinute(at) : 0;
    return strictest(request);
  }

  private Decision strictest(Request request) {
    ObjectTable general = channel.general(operation);
    ObjectTable own = channel.ofAsker(identity, operation);
    Decision strictest = null;
    for (int i = 0; i < request.parts().size(); i++) {
      Part part = request.parts().get(i);
      lists.clear();
      lists.add(general.any());
      lists.add(own.any());
      Decision decision =
          switch (part.target()) {
            case Target.Device _ -> {
              lists.add(general.device());
              lists.add(own.device());
              fit();
              yield object(part.values(), CompiledRule.ALL);
            }
            case Target.Name(var name) -> {
              general.names().find(name, lists);
              own.names().find(name, lists);
              fit();
              yield object(part.values(), CompiledRule.ALL);
            }
            case Target.Numbers numbers ->
                numbers(
                    part,
                    numbers,
                    general.numbers(numbers.space(), numbers.unit()),
                    own.numbers(numbers.space(), numbers.unit()));
          };
      if (strictest == null || decision.verdict().compareTo(strictest.verdict()) > 0) {
        strictest = decision;
        restsOnPart = i;
        restsOnNumber = judgedNumber;
      }
      if (strictest.verdict() == Verdict.DENY) {
        return strictest;
      }
    }
    // A request has at least one part.
    return strictest == null ? channel.withoutRule(Operation.UNKNOWN) : strictest;
  }

  private Decision numbers(
      Part part, Target.Numbers numbers, SpaceTable.Numbers general, SpaceTable.Numbers own) {
    boolean hasValueEach = part.hasValueEach();
    int common = lists.count();
    Decision strictest = null;
    long number = numbers.first();
    while (number <= numbers.last()) {
      int generalStrip = general.strip(number);
      int ownStrip = own.strip(number);
      long last =
          Math.min(numbers.last(), Math.min(general.last(generalStrip), own.last(ownStrip)));
      lists.cut(common);
      lists.add(general.rules(generalStrip));
      lists.add(own.rules(ownStrip));
      fit();
      do {
        int value = hasValueEach ? (int) (number - numbers.first()) : CompiledRule.ALL;
        Decision decision = object(part.values(), value);
        if (strictest == null || decision.verdict().compareTo(strictest.verdict()) > 0) {
          strictest = decision;
          judgedNumber = number;
        }
        if (strictest.verdict() == Verdict.DENY) {
          return strictest;
        }
        // Where no value counts, all numbers of a strip are one.
        number = hasValueEach && hasValues ? number + 1 : last + 1;
      } while (number <= last);
    }
    return strictest == null ? channel.withoutRule(Operation.UNKNOWN) : strictest;
  }

  /** Keeps those rules of the lists that are about this asker now. */
  private void fit() {
    fittingCount = 0;
    hasValues = false;
    for (int i = 0; i < lists.count(); i++) {
      for (int number : lists.get(i)) {
        CompiledRule rule = policy.rule(number);
        if (rule.isAbout(identity) && rule.isAt(wallMinute)) {
          fitting[fittingCount++] = number;
          hasValues |= rule.hasValues();
        }
      }
    }
  }

  /** Judges one object by the rules that fit but for its values. */
  private Decision object(Values values, int value) {
    denying = NO_RULE;
    pairing = NO_RULE;
    granting = NO_RULE;
    tooOften = NO_RULE;
    byOther = NO_RULE;
    isGranted = channel.isAllowedWithoutRule(operation);
    for (int i = 0; i < fittingCount; i++) {
      weigh(fitting[i], policy.rule(fitting[i]), values, value);
    }
    if (denying != NO_RULE) {
      return policy.rule(denying).decision();
    }
    if (!isGranted) {
      if (tooOften != NO_RULE) {
        return policy.rule(tooOften).tooOften();
      }
      return byOther == NO_RULE
          ? channel.withoutRule(operation)
          : policy.rule(byOther).byOtherFunction();
    }
    if (pairing != NO_RULE) {
      return policy.rule(pairing).decision();
    }
    return granting == NO_RULE ? channel.withoutRule(operation) : policy.rule(granting).decision();
  }

  private void weigh(int number, CompiledRule rule, Values values, int value) {
    if (rule.effect() == Effect.DENY) {
      if (rule.isMaybeBy(function) && rule.isMaybe(values, value)) {
        denying = Math.min(denying, number);
      }
      return;
    }
    if (rule.effect() == Effect.TWO_PEOPLE
        && rule.isMaybeBy(function)
        && rule.isMaybe(values, value)) {
      pairing = Math.min(pairing, number);
    }
    if (!rule.isSurely(values, value)) {
      return;
    }
    if (!rule.isSurelyBy(function)) {
      byOther = Math.min(byOther, number);
      return;
    }
    if (!isLeft(number, rule)) {
      tooOften = Math.min(tooOften, number);
      return;
    }
    isGranted = true;
    if (rule.effect() == Effect.ALLOW) {
      granting = Math.min(granting, number);
    }
  }

  /** Asks each rate once for a request or message, and notes it to be taken from. */
  private boolean isLeft(int number, CompiledRule rule) {
    int rated = rule.rated();
    if (rated == CompiledRule.UNRATED) {
      return true;
    }
    if (left[rated] == Left.UNASKED) {
      left[rated] = rates.isLeft(rule.rateKey(), rule.rate(), asker, at) ? Left.SOME : Left.NOTHING;
      askedRules[askedCount++] = number;
    }
    return left[rated] == Left.SOME;
  }
}
