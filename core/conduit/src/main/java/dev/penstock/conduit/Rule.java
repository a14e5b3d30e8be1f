package dev.penstock.conduit;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One sentence of a policy: whom, doing what, with which objects and values, when and how often,
 * and what then. It judges each object of a request by itself. What stands in a list is a set: it
 * is kept in one order, whatever order it was written in.
 *
 * @param id by which records name the rule; no two rules of a policy have the same
 * @param functions function codes of Modbus by which it may be asked for; empty for any
 * @param values empty for any value, and for none
 * @param windows empty for all times of the day
 * @param from the first day
 * @param until the last day
 */
public record Rule(
    String id,
    Effect effect,
    List<Who> who,
    List<Operation> operations,
    List<FunctionCode> functions,
    List<Scope> objects,
    List<ValueRange> values,
    Optional<Rate> rate,
    List<Window> windows,
    Optional<LocalDate> from,
    Optional<LocalDate> until) {
  private static final LocalDate DAY_FIRST = LocalDate.of(1970, 1, 1);
  private static final LocalDate DAY_LAST = LocalDate.of(9999, 12, 31);

  public Rule {
    who = ordered(who, Comparator.comparing(Who::text));
    operations = ordered(operations, Comparator.naturalOrder());
    functions = ordered(functions, Comparator.naturalOrder());
    objects = ordered(objects, Comparator.comparing(Scope::text));
    values = ordered(values, Comparator.naturalOrder());
    windows = ordered(windows, Comparator.naturalOrder());
    Optional<Flaw> flaw =
        flaw(id, effect, who, operations, functions, objects, values, rate, windows, from, until);
    if (flaw.isPresent()) {
      throw new IllegalArgumentException(flaw.get().path() + ": " + flaw.get().fault().text());
    }
  }

  /** One that is held to no function codes. */
  public Rule(
      String id,
      Effect effect,
      List<Who> who,
      List<Operation> operations,
      List<Scope> objects,
      List<ValueRange> values,
      Optional<Rate> rate,
      List<Window> windows,
      Optional<LocalDate> from,
      Optional<LocalDate> until) {
    this(id, effect, who, operations, List.of(), objects, values, rate, windows, from, until);
  }

  private static <T> List<T> ordered(List<T> items, Comparator<T> order) {
    return items.stream().distinct().sorted(order).toList();
  }

  /**
   * The rule these are, or none.
   *
   * @param wrong is told the first thing that keeps them from being one; its path names a field
   */
  public static Optional<Rule> made(
      String id,
      Effect effect,
      List<Who> who,
      List<Operation> operations,
      List<FunctionCode> functions,
      List<Scope> objects,
      List<ValueRange> values,
      Optional<Rate> rate,
      List<Window> windows,
      Optional<LocalDate> from,
      Optional<LocalDate> until,
      Consumer<Flaw> wrong) {
    Optional<Flaw> flaw =
        flaw(id, effect, who, operations, functions, objects, values, rate, windows, from, until);
    flaw.ifPresent(wrong);
    return flaw.isPresent()
        ? Optional.empty()
        : Optional.of(
            new Rule(
                id,
                effect,
                who,
                operations,
                functions,
                objects,
                values,
                rate,
                windows,
                from,
                until));
  }

  private static Optional<Flaw> flaw(
      String id,
      Effect effect,
      List<Who> who,
      List<Operation> operations,
      List<FunctionCode> functions,
      List<Scope> objects,
      List<ValueRange> values,
      Optional<Rate> rate,
      List<Window> windows,
      Optional<LocalDate> from,
      Optional<LocalDate> until) {
    Optional<Fault> ofId = Words.faultOfId(id);
    if (ofId.isPresent()) {
      return ofId.map(fault -> new Flaw("id", fault));
    }
    return count("who", who.size(), 1, Limits.WHO_MAX)
        .or(() -> count("operations", operations.size(), 1, Operation.values().length))
        .or(() -> count("objects", objects.size(), 1, Limits.OBJECTS_MAX))
        .or(() -> count("values", values.size(), 0, Limits.VALUES_MAX))
        .or(() -> count("when", windows.size(), 0, Limits.WINDOWS_MAX))
        .or(() -> operation(effect, operations))
        .or(() -> function(operations, functions))
        .or(() -> value(operations, values))
        .or(() -> rate(effect, rate))
        .or(() -> days(from, until));
  }

  private static Optional<Flaw> count(String field, int count, int min, int max) {
    return count >= min && count <= max
        ? Optional.empty()
        : flaw(field, count + " of them", min + ".." + max, "make several rules of it");
  }

  private static Optional<Flaw> operation(Effect effect, List<Operation> operations) {
    return effect != Effect.DENY && operations.contains(Operation.UNKNOWN)
        ? flaw(
            "operations",
            "'unknown' in a rule with effect " + effect.word(),
            "unknown in rules that deny; nobody can allow what nobody understands",
            "name the operations that are meant")
        : Optional.empty();
  }

  private static Optional<Flaw> function(List<Operation> operations, List<FunctionCode> functions) {
    for (FunctionCode function : functions) {
      if (!function.isFor(operations)) {
        String words = operations.stream().map(Operation::word).collect(Collectors.joining(", "));
        return flaw(
            "functions",
            "function code " + function.text() + " asks for nothing of " + words,
            "codes for the rule's operations: " + FunctionCode.texts(operations),
            "take it out, or name its operation too");
      }
    }
    return Optional.empty();
  }

  private static Optional<Flaw> value(List<Operation> operations, List<ValueRange> values) {
    return values.isEmpty() || operations.stream().allMatch(Operation::hasValues)
        ? Optional.empty()
        : flaw(
            "values",
            "ranges of values for an operation that brings none",
            "values with the operations write and command only",
            "make a rule of its own for the other operations");
  }

  private static Optional<Flaw> rate(Effect effect, Optional<Rate> rate) {
    return effect != Effect.DENY || rate.isEmpty()
        ? Optional.empty()
        : flaw(
            "rate",
            "a rate in a rule that denies",
            "a rate where the effect is allow or two-people",
            "put the rate into the rule that allows");
  }

  private static Optional<Flaw> days(Optional<LocalDate> from, Optional<LocalDate> until) {
    LocalDate first = from.orElse(DAY_FIRST);
    LocalDate last = until.orElse(DAY_LAST);
    return !first.isAfter(last) && !first.isBefore(DAY_FIRST) && !last.isAfter(DAY_LAST)
        ? Optional.empty()
        : flaw(
            "until",
            "no day from " + first + " until " + last,
            "the first day not after the last, " + DAY_FIRST + ".." + DAY_LAST,
            "correct from or until");
  }

  private static Optional<Flaw> flaw(String field, String what, String allowed, String advice) {
    return Optional.of(new Flaw(field, new Fault(what, allowed, advice)));
  }

  /** True when it depends on the clock on the wall. */
  public boolean hasTimes() {
    return !windows.isEmpty() || from.isPresent() || until.isPresent();
  }

  /** The items of one of its lists, each as it is written. */
  static <T> List<String> texts(List<T> items, Function<T, String> text) {
    return items.stream().map(text).toList();
  }
}
