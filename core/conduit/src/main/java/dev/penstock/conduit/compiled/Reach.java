package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Extent;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Target;
import java.util.Set;

/** Among which objects those of one or many requests are; some of them may never be asked for. */
public sealed interface Reach {
  /** The device itself. */
  record Device() implements Reach {}

  /** Numbers of one space, in some units. */
  record Numbers(String space, Extent units, Extent numbers) implements Reach {}

  /**
   * Names, in the order of their characters.
   *
   * @param isOpen whether the last one may be the beginning of a longer one
   */
  record Names(String first, String last, boolean isOpen) implements Reach {
    private Fit fit(String name) {
      if (first.equals(last) && !isOpen) {
        return name.equals(first) ? Fit.ALL : Fit.NONE;
      }
      return name.compareTo(first) < 0 || isBehind(name) ? Fit.NONE : Fit.SOME;
    }

    /** What lies between two names that begin alike begins so too. */
    private Fit fitBeginning(String prefix) {
      if (first.startsWith(prefix) && last.startsWith(prefix)) {
        return Fit.ALL;
      }
      boolean isBefore = prefix.compareTo(first) < 0 && !first.startsWith(prefix);
      return isBefore || isBehind(prefix) ? Fit.NONE : Fit.SOME;
    }

    private boolean isBehind(String text) {
      return text.compareTo(last) > 0 && !(isOpen && text.startsWith(last));
    }
  }

  /** Exactly what a part of a request is about. */
  static Reach of(Target target) {
    return switch (target) {
      case Target.Device _ -> new Device();
      case Target.Numbers(var space, var unit, var first, var last) ->
          new Numbers(space, new Extent(unit, unit), new Extent(first, last));
      case Target.Name(var name) -> new Names(name, name, false);
    };
  }

  /** How many of these objects a rule about {@code scope} is about. */
  default Fit fit(Scope scope) {
    if (scope instanceof Scope.Any) {
      return Fit.ALL;
    }
    return switch (this) {
      case Device _ -> scope instanceof Scope.Device ? Fit.ALL : Fit.NONE;
      case Numbers(var space, var units, var numbers) ->
          scope instanceof Scope.Numbers(var ofSpace, var ofUnits, var ofNumbers)
                  && ofSpace.equals(space)
              ? fit(units, ofUnits).and(fit(numbers, ofNumbers))
              : Fit.NONE;
      case Names names ->
          switch (scope) {
            case Scope.Name(var name) -> names.fit(name);
            case Scope.Beginning(var prefix) -> names.fitBeginning(prefix);
            case Scope.Any _, Scope.Device _, Scope.Numbers _ -> Fit.NONE;
          };
    };
  }

  private static Fit fit(Extent of, Extent in) {
    if (in.first() <= of.first() && in.last() >= of.last()) {
      return Fit.ALL;
    }
    return in.last() < of.first() || in.first() > of.last() ? Fit.NONE : Fit.SOME;
  }

  /** Where, within {@code of}, one of these begins or the one before it ended. */
  static void cut(Extent of, Extent by, Set<Long> into) {
    if (by.first() > of.first() && by.first() <= of.last()) {
      into.add(by.first());
    }
    if (by.last() >= of.first() && by.last() < of.last()) {
      into.add(by.last() + 1);
    }
  }

  /** How many of some things something holds for. */
  enum Fit {
    NONE,
    SOME,
    ALL;

    /** Of two conditions that must both hold. */
    Fit and(Fit other) {
      return compareTo(other) < 0 ? this : other;
    }
  }
}
