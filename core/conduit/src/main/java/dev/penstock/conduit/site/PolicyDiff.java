package dev.penstock.conduit.site;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.Window;
import dev.penstock.plant.Change;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How one policy differs from another, for people to approve: a line for each field of a channel or
 * rule, by paths of their ids.
 */
public final class PolicyDiff {
  private PolicyDiff() {}

  /** In the order of the paths; empty for policies that say the same. */
  public static List<Change> between(Optional<Policy> before, Optional<Policy> after) {
    Map<String, String> old = flat(before);
    Map<String, String> now = flat(after);
    var paths = new TreeSet<>(old.keySet());
    paths.addAll(now.keySet());
    List<Change> changes = new ArrayList<>();
    for (String path : paths) {
      Optional<String> was = Optional.ofNullable(old.get(path));
      Optional<String> is = Optional.ofNullable(now.get(path));
      if (!was.equals(is)) {
        changes.add(new Change(path, was, is));
      }
    }
    return changes;
  }

  private static Map<String, String> flat(Optional<Policy> policy) {
    Map<String, String> flat = new TreeMap<>();
    if (policy.isPresent()) {
      flat.put("policy.time-zone", policy.get().timeZone().getId());
      policy.get().channels().forEach(channel -> put(channel, flat));
    }
    return flat;
  }

  private static void put(Channel channel, Map<String, String> flat) {
    String at = "policy.channels[" + channel.id() + "].";
    flat.put(at + "conduit", channel.conduit());
    flat.put(at + "protocol", channel.protocol());
    flat.put(at + "from", channel.from());
    flat.put(at + "to", channel.to());
    flat.put(at + "reads", channel.areReadsAllowed() ? "allow" : "deny");
    channel.rules().forEach(rule -> put(rule, at + "rules[" + rule.id() + "].", flat));
  }

  private static void put(Rule rule, String at, Map<String, String> flat) {
    flat.put(at + "effect", rule.effect().word());
    put(at + "who", rule.who(), Who::text, flat);
    put(at + "operations", rule.operations(), Operation::word, flat);
    put(at + "functions", rule.functions(), FunctionCode::text, flat);
    put(at + "objects", rule.objects(), Scope::text, flat);
    put(at + "values", rule.values(), ValueRange::text, flat);
    rule.rate().map(Rate::text).ifPresent(text -> flat.put(at + "rate", text));
    put(at + "when", rule.windows(), Window::text, flat);
    rule.from().map(LocalDate::toString).ifPresent(text -> flat.put(at + "from", text));
    rule.until().map(LocalDate::toString).ifPresent(text -> flat.put(at + "until", text));
  }

  private static <T> void put(
      String path, List<T> items, Function<T, String> text, Map<String, String> flat) {
    if (!items.isEmpty()) {
      flat.put(path, items.stream().map(text).collect(Collectors.joining(", ")));
    }
  }
}
