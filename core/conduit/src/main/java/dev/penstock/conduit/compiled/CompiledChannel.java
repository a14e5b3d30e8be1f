package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.Who;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One channel: its rules by operation and object, those that name askers one by one apart, so that
 * the rules of a thousand others cost an asker nothing.
 */
final class CompiledChannel {
  private static final ObjectTable NOTHING = new ObjectTable.Draft().table(new Budget());
  private static final Map<Operation, ObjectTable> NO_TABLES = Map.of();

  /** Through which nothing passes. */
  static final CompiledChannel NOWHERE =
      new CompiledChannel(
          new Channel("none", "none", "none", "from", "to", false, List.of()), 0, new Budget());

  private final Map<Operation, ObjectTable> general;
  private final Map<String, Map<Operation, ObjectTable>> byName = new HashMap<>();
  private final boolean areReadsAllowed;
  private final boolean hasRates;
  private final boolean hasTimes;
  private final int meetingMax;
  private final Decision readsAllowed;
  private final Decision noRule;
  private final Decision unknown;

  /**
   * Makes the tables.
   *
   * @param ruleFirst the number of the channel's first rule; the others follow in order
   */
  CompiledChannel(Channel channel, int ruleFirst, Budget budget) {
    Map<Operation, ObjectTable.Draft> all = new EnumMap<>(Operation.class);
    Map<String, Map<Operation, ObjectTable.Draft>> named = new HashMap<>();
    for (int i = 0; i < channel.rules().size(); i++) {
      Rule rule = channel.rules().get(i);
      int number = ruleFirst + i;
      if (rule.who().stream().allMatch(Who.Named.class::isInstance)) {
        for (Who who : rule.who()) {
          add(
              named.computeIfAbsent(who.text(), name -> new EnumMap<>(Operation.class)),
              rule,
              number);
        }
      } else {
        add(all, rule, number);
      }
    }
    general = tables(all, budget);
    named.forEach((name, drafts) -> byName.put(name, tables(drafts, budget)));
    areReadsAllowed = channel.areReadsAllowed();
    hasRates = channel.rules().stream().anyMatch(rule -> rule.rate().isPresent());
    hasTimes = channel.rules().stream().anyMatch(Rule::hasTimes);
    meetingMax = meeting();
    String id = channel.id();
    readsAllowed = new Decision(Verdict.ALLOW, Cause.READS_ALLOWED, id, null);
    noRule = new Decision(Verdict.DENY, Cause.NO_RULE, id, null);
    unknown = new Decision(Verdict.DENY, Cause.UNKNOWN_OPERATION, id, null);
  }

  private static void add(Map<Operation, ObjectTable.Draft> to, Rule rule, int number) {
    for (Operation operation : rule.operations()) {
      var draft = to.computeIfAbsent(operation, each -> new ObjectTable.Draft());
      for (Scope objects : rule.objects()) {
        draft.add(objects, number);
      }
    }
  }

  private static Map<Operation, ObjectTable> tables(
      Map<Operation, ObjectTable.Draft> drafts, Budget budget) {
    Map<Operation, ObjectTable> tables = new EnumMap<>(Operation.class);
    drafts.forEach((operation, draft) -> {
      if (!budget.isSpent()) {
        tables.put(operation, draft.table(budget));
      }
    });
    return tables;
  }

  private int meeting() {
    List<Map<Operation, ObjectTable>> own = List.copyOf(byName.values());
    return Arrays.stream(Operation.values())
        .mapToInt(operation ->
            meeting(general, operation)
                + own.stream().mapToInt(tables -> meeting(tables, operation)).max().orElse(0))
        .max()
        .orElse(0);
  }

  private static int meeting(Map<Operation, ObjectTable> tables, Operation operation) {
    return tables.getOrDefault(operation, NOTHING).meetingMax();
  }

  /** Rules that are about more askers than they name. */
  ObjectTable general(Operation operation) {
    return general.getOrDefault(operation, NOTHING);
  }

  /** Rules that name this asker. */
  ObjectTable ofAsker(@Nullable String identity, Operation operation) {
    return identity == null
        ? NOTHING
        : byName.getOrDefault(identity, NO_TABLES).getOrDefault(operation, NOTHING);
  }

  boolean hasRates() {
    return hasRates;
  }

  boolean hasTimes() {
    return hasTimes;
  }

  /** How many rules one asker meets at one object, at most. */
  int meetingMax() {
    return meetingMax;
  }

  /** True when what no rule fits may pass. */
  boolean isAllowedWithoutRule(Operation operation) {
    return areReadsAllowed && operation.isLooking();
  }

  Decision withoutRule(Operation operation) {
    if (isAllowedWithoutRule(operation)) {
      return readsAllowed;
    }
    return operation == Operation.UNKNOWN ? unknown : noRule;
  }
}
