package dev.penstock.plantmap;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.site.SiteModel;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Since when each rule of the policy in force is in force as it is: one that was changed, or was
 * left out for an hour, is a new one. Whoever has the versions shows them, the newest first. Owned
 * by who makes it.
 */
public final class RuleAges {
  private final Map<String, Instant> since = new HashMap<>();

  /** Rules of which an earlier version may say more. */
  private final Map<String, Kept> open;

  /** What makes it the same rule. */
  private record Kept(String conduit, String protocol, String from, String to, Rule rule) {
    static Kept of(Channel channel, Rule rule) {
      return new Kept(channel.conduit(), channel.protocol(), channel.from(), channel.to(), rule);
    }
  }

  /**
   * Those of the version in force.
   *
   * @param at when it came into force
   */
  public RuleAges(SiteModel site, Instant at) {
    open = rules(site);
    open.keySet()
        .forEach(rule -> {
          Instant _ = since.put(rule, at);
        });
  }

  private static Map<String, Kept> rules(SiteModel site) {
    Map<String, Kept> rules = new HashMap<>();
    for (Channel channel : site.enforced().channels()) {
      channel
          .rules()
          .forEach(rule -> {
            Kept _ = rules.put(rule.id(), Kept.of(channel, rule));
          });
    }
    return rules;
  }

  /**
   * The version before those that it was shown.
   *
   * @param site empty where nobody can say any more what it was
   * @param at when it came into force
   */
  public void before(Optional<SiteModel> site, Instant at) {
    Map<String, Kept> then = site.map(RuleAges::rules).orElse(Map.of());
    open.entrySet().removeIf(each -> !each.getValue().equals(then.get(each.getKey())));
    open.keySet()
        .forEach(rule -> {
          Instant _ = since.put(rule, at);
        });
  }

  /** True when no earlier version says more. */
  public boolean isKnown() {
    return open.isEmpty();
  }

  /** Since when a rule is in force as it is, or has been for longer; empty for one that is not. */
  public Optional<Instant> since(String rule) {
    return Optional.ofNullable(since.get(rule));
  }
}
