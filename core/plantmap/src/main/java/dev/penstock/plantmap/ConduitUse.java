package dev.penstock.plantmap;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.site.SiteModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The policy of a conduit beside what was observed in it.
 *
 * @param channels of the policy, in the order of their ids
 * @param observed what was recorded between its zones, the newest first
 */
public record ConduitUse(List<ChannelUse> channels, List<Seen> observed) {
  public ConduitUse {
    channels = List.copyOf(channels);
    observed = List.copyOf(observed);
  }

  /** A channel with each of its rules. */
  public record ChannelUse(Channel channel, List<RuleUse> rules) {
    public ChannelUse {
      rules = List.copyOf(rules);
    }
  }

  /** What the policy has for a conduit of this site, and what was observed in it. */
  public static ConduitUse of(SiteModel site, ConduitShown conduit, Flows flows) {
    List<Channel> through =
        site.enforced().channels().stream()
            .filter(each -> each.conduit().equals(conduit.id()))
            .toList();
    Set<String> ends = Set.of(conduit.first(), conduit.second());
    List<Seen> observed =
        flows.seen().stream()
            .filter(seen -> ends.equals(Set.copyOf(List.of(seen.flow().from(), seen.flow().to()))))
            .sorted((a, b) -> Long.compare(b.last(), a.last()))
            .toList();
    Map<String, List<Seen>> byRule =
        observed.stream()
            .filter(seen -> seen.flow().rule().isPresent())
            .collect(Collectors.groupingBy(seen -> seen.flow().rule().orElse("")));
    return new ConduitUse(
        through.stream()
            .map(channel ->
                new ChannelUse(
                    channel,
                    channel.rules().stream()
                        .map(rule -> use(rule, byRule.getOrDefault(rule.id(), List.of())))
                        .toList()))
            .toList(),
        observed);
  }

  private static RuleUse use(dev.penstock.conduit.Rule rule, List<Seen> by) {
    return new RuleUse(
        rule,
        count(by, Flow.Passing.PASSED),
        count(by, Flow.Passing.DENIED),
        count(by, Flow.Passing.NEEDED_TWO),
        by.isEmpty()
            ? Optional.empty()
            : Optional.of(by.stream().mapToLong(Seen::last).max().orElse(0)));
  }

  private static long count(List<Seen> by, Flow.Passing passing) {
    return by.stream()
        .filter(seen -> seen.flow().passing() == passing)
        .mapToLong(Seen::count)
        .sum();
  }
}
