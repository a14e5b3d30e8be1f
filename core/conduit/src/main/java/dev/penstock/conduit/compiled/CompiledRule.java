package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.Window;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule's conditions other than its objects, with the answers that it can be the reason of. */
final class CompiledRule {
  /** Of a rule without a rate. */
  static final int UNRATED = -1;

  /** Of a request of which no function code is known. */
  static final int NO_FUNCTION = -1;

  /** All values of a part, where they belong to each of its objects. */
  static final int ALL = -1;

  private final Effect effect;
  private final boolean isAnyone;
  private final boolean isKnown;
  private final boolean isAnonymous;
  private final Set<String> names = new HashSet<>();
  private final List<String> beginnings;
  // A bit for each function code, of which the highest is 43; 0 for a rule without.
  private final long functions;
  private final List<ValueRange> values;
  private final List<Window> windows;
  private final boolean hasTimes;
  private final long dayFirst;
  private final long dayLast;
  private final int rated;
  private final @Nullable Rate rate;
  private final String rateKey;
  private final Decision decision;
  private final Decision tooOften;
  private final Decision byOtherFunction;

  CompiledRule(String channel, Rule rule, int rated) {
    effect = rule.effect();
    isAnyone = rule.who().contains(new Who.Anyone());
    isKnown = rule.who().contains(new Who.Known());
    isAnonymous = rule.who().contains(new Who.Anonymous());
    for (Who who : rule.who()) {
      if (who instanceof Who.Named(var name)) {
        names.add(name);
      }
    }
    beginnings =
        rule.who().stream()
            .filter(Who.Beginning.class::isInstance)
            .map(who -> ((Who.Beginning) who).prefix())
            .toList();
    functions = rule.functions().stream().mapToLong(each -> 1L << each.code()).sum();
    values = rule.values();
    windows = rule.windows();
    hasTimes = rule.hasTimes();
    dayFirst = rule.from().map(LocalDate::toEpochDay).orElse(Long.MIN_VALUE + 1);
    dayLast = rule.until().map(LocalDate::toEpochDay).orElse(Long.MAX_VALUE);
    this.rated = rated;
    rate = rule.rate().orElse(null);
    rateKey = Rates.key(rule);
    decision = new Decision(verdict(effect), Cause.RULE, channel, rule.id());
    tooOften = new Decision(Verdict.DENY, Cause.RATE, channel, rule.id());
    byOtherFunction = new Decision(Verdict.DENY, Cause.FUNCTION, channel, rule.id());
  }

  private static Verdict verdict(Effect effect) {
    return switch (effect) {
      case ALLOW -> Verdict.ALLOW;
      case TWO_PEOPLE -> Verdict.NEEDS_TWO_PEOPLE;
      case DENY -> Verdict.DENY;
    };
  }

  Effect effect() {
    return effect;
  }

  boolean hasValues() {
    return !values.isEmpty();
  }

  boolean hasTimes() {
    return hasTimes;
  }

  /** Its number among the rules with a rate, or {@link #UNRATED}. */
  int rated() {
    return rated;
  }

  Rate rate() {
    if (rate == null) {
      throw new IllegalStateException("a rule without a rate was asked for it");
    }
    return rate;
  }

  /** Under which its rate is counted. */
  String rateKey() {
    return rateKey;
  }

  /** What is answered when it decides. */
  Decision decision() {
    return decision;
  }

  /** What is answered when only its rate is in the way. */
  Decision tooOften() {
    return tooOften;
  }

  /** What is answered when only the function code is in the way. */
  Decision byOtherFunction() {
    return byOtherFunction;
  }

  /** True when it is surely asked for by one of its codes: what grants must be sure. */
  boolean isSurelyBy(int function) {
    return functions == 0 || isBy(function);
  }

  /** True when it may be: what restricts may guess where the code is not known. */
  boolean isMaybeBy(int function) {
    return functions == 0 || function == NO_FUNCTION || isBy(function);
  }

  private boolean isBy(int function) {
    return function >= 0 && function < Long.SIZE && (functions >> function & 1) == 1;
  }

  boolean isAbout(@Nullable String identity) {
    if (isAnyone) {
      return true;
    }
    if (identity == null) {
      return isAnonymous;
    }
    if (isKnown || names.contains(identity)) {
      return true;
    }
    for (int i = 0; i < beginnings.size(); i++) {
      if (identity.startsWith(beginnings.get(i))) {
        return true;
      }
    }
    return false;
  }

  boolean isAt(long wallMinute) {
    if (!hasTimes) {
      return true;
    }
    if (windows.isEmpty()) {
      return isOn(Math.floorDiv(wallMinute, (long) Window.DAY_MINUTES));
    }
    for (int i = 0; i < windows.size(); i++) {
      if (isOn(windows.get(i).beginsOn(wallMinute))) {
        return true;
      }
    }
    return false;
  }

  /** False for the day that is none. */
  private boolean isOn(long day) {
    return day != Long.MIN_VALUE && day >= dayFirst && day <= dayLast;
  }

  /** True when every value is known to lie within: what grants must be sure. */
  boolean isSurely(Values given, int index) {
    if (values.isEmpty()) {
      return true;
    }
    if (index != ALL) {
      return isWithin(given.at(index));
    }
    for (int i = 0; i < given.count(); i++) {
      if (!isWithin(given.at(i))) {
        return false;
      }
    }
    return given.areNumbers();
  }

  /** True when some value is not known to lie outside: what restricts may guess. */
  boolean isMaybe(Values given, int index) {
    if (values.isEmpty()) {
      return true;
    }
    if (index != ALL) {
      return isPossiblyWithin(given.at(index));
    }
    for (int i = 0; i < given.count(); i++) {
      if (isPossiblyWithin(given.at(i))) {
        return true;
      }
    }
    return !given.areNumbers();
  }

  private boolean isWithin(double value) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).contains(value)) {
        return true;
      }
    }
    return false;
  }

  private boolean isPossiblyWithin(double value) {
    return Double.isNaN(value) || isWithin(value);
  }
}
