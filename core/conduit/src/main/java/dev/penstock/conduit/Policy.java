package dev.penstock.conduit;

import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may pass the conduits of a plant. In which order channels and rules were listed makes no
 * difference to what it says, nor to its digest.
 *
 * <p>Req: 62443-4-2 NDR 5.2 RE(1), 62443-3-3 SR 5.2 RE(1): what no rule allows does not pass.
 *
 * @param timeZone whose clock the windows and days of the rules mean
 * @param channels in the order of their ids
 */
public record Policy(ZoneId timeZone, List<Channel> channels) {
  /** Under which nothing passes. */
  public static final Policy NOTHING = new Policy(ZoneId.of("UTC"), List.of());

  public Policy {
    List<Flaw> flaws = flaws(channels);
    if (!flaws.isEmpty()) {
      throw new IllegalArgumentException(
          flaws.getFirst().path() + ": " + flaws.getFirst().fault().text());
    }
    if (!isZone(timeZone.getId())) {
      throw new IllegalArgumentException("no time zone of the IANA list: " + timeZone);
    }
    channels = channels.stream().sorted(Comparator.comparing(Channel::id)).toList();
  }

  /** True for an id of the IANA time zone database, and for {@code UTC}. */
  public static boolean isZone(String id) {
    return ZoneId.getAvailableZoneIds().contains(id);
  }

  /** What keeps sound channels from being a policy together; paths count in the order given. */
  public static List<Flaw> flaws(List<Channel> channels) {
    List<Flaw> flaws = new ArrayList<>();
    long rules = channels.stream().mapToLong(channel -> channel.rules().size()).sum();
    few("channels", channels.size(), Limits.CHANNELS_MAX, flaws);
    few("rules", rules, Limits.RULES_MAX, flaws);
    if (!flaws.isEmpty()) {
      return flaws;
    }
    Set<String> ids = new HashSet<>();
    Map<String, String> ways = new HashMap<>();
    Map<String, String> ruleIds = new HashMap<>();
    for (int i = 0; i < channels.size(); i++) {
      Channel channel = channels.get(i);
      String path = "channels[" + i + "]";
      if (!ids.add(channel.id())) {
        flaws.add(taken(path + ".id", "another channel has the id '" + channel.id() + "'"));
      }
      String other = ways.putIfAbsent(channel.way(), channel.id());
      if (other != null) {
        flaws.add(
            taken(path + ".protocol", "channel '" + other + "' is for " + channel.way() + " too"));
      }
      for (int j = 0; j < channel.rules().size(); j++) {
        Rule rule = channel.rules().get(j);
        if (!rule.functions().isEmpty() && !channel.protocol().equals(FunctionCode.PROTOCOL)) {
          flaws.add(foreign(path + ".rules[" + j + "].functions", rule, channel));
        }
        String id = rule.id();
        String in = ruleIds.putIfAbsent(id, channel.id());
        if (in != null) {
          flaws.add(
              taken(
                  path + ".rules[" + j + "].id",
                  "channel '" + in + "' has a rule with the id '" + id + "'"));
        }
      }
    }
    return flaws;
  }

  private static Flaw foreign(String path, Rule rule, Channel channel) {
    return new Flaw(
        path,
        new Fault(
            "rule '%s' has function codes, and its channel is for %s"
                .formatted(rule.id(), channel.protocol()),
            "function codes in channels for " + FunctionCode.PROTOCOL,
            "take them out; the operations say what is meant"));
  }

  private static void few(String things, long count, long max, List<Flaw> flaws) {
    if (count > max) {
      flaws.add(
          new Flaw(
              "channels",
              new Fault(
                  count + " " + things,
                  "at most " + max,
                  "join rules: one may have many askers and objects")));
    }
  }

  private static Flaw taken(String path, String what) {
    return new Flaw(
        path,
        new Fault(
            what,
            "one channel for a protocol and direction, one meaning for an id",
            "join the two, or give one another id"));
  }

  /** SHA-256 of the canonical form, by which records name the policy. */
  public Digest digest() {
    return CanonicalForm.digest(PolicyForm.encode(this));
  }
}
