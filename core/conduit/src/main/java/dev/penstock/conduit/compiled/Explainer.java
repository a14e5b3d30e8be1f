package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.Window;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The long answer, for a console and for who was refused: it tries every rule of a channel, one
 * after the other. It takes nothing from rates.
 */
public final class Explainer {
  /** Rules that are told. */
  public static final int LOOKS_MAX = 100;

  private static final int ITEMS_SHOWN_MAX = 6;
  private static final int SHOWN_MAX = 80;
  private static final DateTimeFormatter WALL =
      DateTimeFormatter.ofPattern("EEEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

  private final CompiledPolicy policy;
  private final Rates rates;
  private final Judge judge;

  /** For what a policy answers with these rates. */
  public Explainer(CompiledPolicy policy, Rates rates) {
    this.policy = policy;
    this.rates = rates;
    judge = policy.judge(rates);
  }

  /** Why a request would be answered as it would be now. */
  public Explanation explain(Request request) {
    // So that nobody takes from a rate between the answer and its reason.
    synchronized (rates) {
      Decision decision = judge.look(request);
      int number = 0;
      for (Channel channel : policy.policy().channels()) {
        if (channel.id().equals(decision.channel())) {
          return explain(request, decision, channel, number);
        }
        number += channel.rules().size();
      }
      return new Explanation(decision, "", List.of(), 0);
    }
  }

  private Explanation explain(Request request, Decision decision, Channel channel, int ruleFirst) {
    Part part = request.parts().get(judge.restsOnPart());
    var asked = new Asked(request, target(part.target()), part.values(), value(part));
    List<Explanation.Look> looks = new ArrayList<>();
    for (int i = 0; i < channel.rules().size(); i++) {
      Rule rule = channel.rules().get(i);
      looks.add(
          new Explanation.Look(
              rule.id(), rule.effect(), misses(asked, rule, policy.rule(ruleFirst + i))));
    }
    looks.sort(Comparator.comparingInt(look -> look.misses().size()));
    int told = Math.min(LOOKS_MAX, looks.size());
    return new Explanation(
        decision, asked.object.text(), looks.subList(0, told), looks.size() - told);
  }

  /** The one object on which the answer rests, with all values or the one that is its own. */
  private record Asked(Request request, Target object, Values values, int value) {}

  private Target target(Target target) {
    return target instanceof Target.Numbers(var space, var unit, _, _)
        ? new Target.Numbers(space, unit, judge.restsOnNumber(), judge.restsOnNumber())
        : target;
  }

  private int value(Part part) {
    return part.hasValueEach() && part.target() instanceof Target.Numbers numbers
        ? (int) (judge.restsOnNumber() - numbers.first())
        : CompiledRule.ALL;
  }

  private List<Explanation.Miss> misses(Asked asked, Rule rule, CompiledRule compiled) {
    Request request = asked.request;
    List<Explanation.Miss> misses = new ArrayList<>();
    if (!compiled.isAbout(request.identity().orElse(null))) {
      String who = request.identity().orElse("nobody in particular");
      misses.add(miss(Explanation.Reason.WHO, who, texts(rule.who(), Who::text)));
    }
    if (!rule.operations().contains(request.operation())) {
      String operations = texts(rule.operations(), Operation::word);
      misses.add(miss(Explanation.Reason.OPERATION, request.operation().word(), operations));
    }
    int function = request.function().orElse(CompiledRule.NO_FUNCTION);
    boolean isFunctionFit =
        rule.effect() == Effect.DENY ? compiled.isMaybeBy(function) : compiled.isSurelyBy(function);
    if (!isFunctionFit) {
      String by =
          request.function().isPresent() ? "by function code " + function : "by no code known";
      String functions = "function codes " + texts(rule.functions(), FunctionCode::text);
      misses.add(miss(Explanation.Reason.FUNCTION, by, functions));
    }
    if (rule.objects().stream().noneMatch(scope -> isIn(scope, asked.object))) {
      String objects = texts(rule.objects(), Scope::text);
      misses.add(miss(Explanation.Reason.OBJECT, asked.object.text(), objects));
    }
    boolean isValueFit =
        rule.effect() == Effect.DENY
            ? compiled.isMaybe(asked.values, asked.value)
            : compiled.isSurely(asked.values, asked.value);
    if (!isValueFit) {
      String ranges = texts(rule.values(), ValueRange::text);
      misses.add(miss(Explanation.Reason.VALUE, valueText(asked), ranges));
    }
    if (!compiled.isAt(policy.wallMinute(request.at()))) {
      misses.add(miss(Explanation.Reason.TIME, timeText(request.at()), times(rule)));
    }
    if (rule.rate().isPresent()
        && !rates.isLeft(compiled.rateKey(), rule.rate().get(), request.asker(), request.at())) {
      misses.add(
          miss(Explanation.Reason.RATE, "once more than the rate", rule.rate().get().text()));
    }
    return misses;
  }

  private static Explanation.Miss miss(Explanation.Reason reason, String asked, String isFor) {
    return new Explanation.Miss(
        reason, "asked: %s; the rule is for: %s".formatted(shown(asked), isFor));
  }

  private static String shown(String text) {
    return text.length() > SHOWN_MAX
        ? text.substring(0, text.offsetByCodePoints(0, SHOWN_MAX / 2)) + "..."
        : text;
  }

  private static <T> String texts(List<T> items, Function<T, String> text) {
    List<String> texts = new ArrayList<>();
    items.stream().limit(ITEMS_SHOWN_MAX).map(text).forEach(texts::add);
    if (items.size() > ITEMS_SHOWN_MAX) {
      texts.add((items.size() - ITEMS_SHOWN_MAX) + " more");
    }
    return String.join(", ", texts);
  }

  private static String valueText(Asked asked) {
    if (asked.value != CompiledRule.ALL) {
      return Double.toString(asked.values.at(asked.value));
    }
    if (asked.values.areNumbers()) {
      return asked.values.count() == 1
          ? Double.toString(asked.values.at(0))
          : asked.values.count() + " values";
    }
    return asked.values.unread().isPresent() ? "a value that is no number" : "no value";
  }

  private String timeText(long at) {
    Instant instant = Instant.ofEpochSecond(0, at);
    return WALL.format(ZonedDateTime.ofInstant(instant, policy.policy().timeZone()))
        + " in "
        + policy.policy().timeZone().getId();
  }

  private static String times(Rule rule) {
    String from = rule.from().map(day -> " from " + day).orElse("");
    String until = rule.until().map(day -> " until " + day).orElse("");
    String windows = rule.windows().isEmpty() ? "daily" : texts(rule.windows(), Window::text);
    return windows + from + until;
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
}
