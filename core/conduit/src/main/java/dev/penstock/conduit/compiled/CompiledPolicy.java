package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Fault;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rule;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy ready to be asked. It never changes: many judges may share it.
 *
 * <p>How it is laid out: a channel is found by where from, where to and in which protocol. There
 * the rules that name the asker and the rules that are about more than they name lie apart, each by
 * operation; and in there by object: numbers are cut into strips in each of which the same rules
 * hold, names are found by hash, whole and by each length of beginning that some rule has. What is
 * found is a list of the few rules about this object, whose other conditions are then tried.
 */
public final class CompiledPolicy {
  /**
   * Rules that may meet at one object for one asker and operation: the bound on the time that a
   * decision takes.
   */
  public static final int MEETING_MAX = 100;

  private final Policy policy;
  private final Digest digest;
  private final WallClock clock;
  private final List<CompiledRule> rules = new ArrayList<>();
  private final Map<String, Map<String, Map<String, CompiledChannel>>> channels = new HashMap<>();
  private int ratedCount;

  private CompiledPolicy(Policy policy) {
    this.policy = policy;
    digest = policy.digest();
    clock = new WallClock(policy.timeZone());
  }

  /** Compiles. */
  public static Compilation compile(Policy policy) {
    var made = new CompiledPolicy(policy);
    var budget = new Budget();
    for (Channel channel : policy.channels()) {
      CompiledChannel compiled = made.add(channel, budget);
      if (budget.isSpent()) {
        return entangled(channel, "rules of many different ranges lie over each other");
      }
      if (compiled.meetingMax() > MEETING_MAX) {
        return entangled(channel, compiled.meetingMax() + " rules are about the same object");
      }
    }
    return new Compilation.Ready(made);
  }

  private static Compilation entangled(Channel channel, String what) {
    return new Compilation.TooEntangled(
        new Fault(
            "channel '" + channel.id() + "': " + what,
            MEETING_MAX + " rules about one object, and tables of " + Budget.ENTRIES_MAX,
            "join rules that differ in one thing only, and name objects instead of any"));
  }

  private CompiledChannel add(Channel channel, Budget budget) {
    var compiled = new CompiledChannel(channel, rules.size(), budget);
    for (Rule rule : channel.rules()) {
      int rated = rule.rate().isPresent() ? ratedCount++ : CompiledRule.UNRATED;
      rules.add(new CompiledRule(channel.id(), rule, rated));
    }
    channels
        .computeIfAbsent(channel.from(), from -> new HashMap<>())
        .computeIfAbsent(channel.to(), to -> new HashMap<>())
        .put(channel.protocol(), compiled);
    return compiled;
  }

  /** What it was made of. */
  public Policy policy() {
    return policy;
  }

  /** By which records name the policy. */
  public Digest digest() {
    return digest;
  }

  /** Somebody to ask, for one thread. All judges of a node share the rates. */
  public Judge judge(Rates rates) {
    return new Judge(this, rates);
  }

  @Nullable CompiledChannel channel(String from, String to, String protocol) {
    var ofFrom = channels.get(from);
    var ofTo = ofFrom == null ? null : ofFrom.get(to);
    return ofTo == null ? null : ofTo.get(protocol);
  }

  CompiledRule rule(int number) {
    return rules.get(number);
  }

  int ratedCount() {
    return ratedCount;
  }

  long wallMinute(long at) {
    return clock.minute(at);
  }
}
