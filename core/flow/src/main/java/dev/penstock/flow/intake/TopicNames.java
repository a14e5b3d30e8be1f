package dev.penstock.flow.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives each topic its source and point, within limits. The first rule that fits decides; where
 * none does, the listener is the source and the topic is the point, so that nothing is ever dropped
 * for want of a rule. A topic beyond the limits, or one too long for a name, shares the collecting
 * point {@link TopicName#OTHER_POINT} and is kept inside the record.
 *
 * <p>A name that got its place keeps it for as long as this lives. After a restart places are given
 * anew, so the names that have a number already are given to {@link #remember} first: whatever
 * comes first then, a topic gets the point that it had. One thread.
 */
public final class TopicNames {
  /** A longer topic is never remembered. */
  static final int TOPIC_CHARS_MAX = 1_024;

  /** Has the place of a name of which no topic was heard yet in this life. No topic is empty. */
  private static final String NOBODY = "";

  private final String listener;
  private final List<TopicRule> rules;
  private final NamingLimits limits;

  /** What was worked out; at most as many as there may be points. */
  private final Map<String, TopicName> names = new HashMap<>();

  /** Every name that has a place, and the first topic that had it. */
  private final Map<TopicName, String> owners = new HashMap<>();

  private final Set<String> sources = new HashSet<>();
  private final TopicName other;
  private final TopicName unreadable;

  /**
   * Names for what one listener hears.
   *
   * @param listener also the source of what no rule fits
   * @param rules the first that fits decides
   */
  public TopicNames(String listener, List<TopicRule> rules, NamingLimits limits) {
    Words.mustBeWord("listener", listener);
    if (listener.charAt(0) == TopicName.RESERVED) {
      throw new IllegalArgumentException("listener must not begin with ~, which is reserved");
    }
    this.listener = listener;
    this.rules = List.copyOf(rules);
    this.limits = limits;
    this.other = new TopicName(listener, TopicName.OTHER_POINT, true);
    this.unreadable = new TopicName(listener, TopicName.UNREADABLE_POINT, true);
    // The listener is always there, so it takes no place.
  }

  /**
   * Gives places to names that had one in earlier lives, before others take them. Names that none
   * of these rules can give are passed over. What has a number keeps it, also beyond limits that
   * were lowered meanwhile.
   */
  public void remember(Iterable<TopicName> known) {
    for (TopicName name : known) {
      if (!isReserved(name.point()) && isOurs(name)) {
        if (!name.source().equals(listener)) {
          sources.add(name.source());
        }
        owners.putIfAbsent(name, NOBODY);
      }
    }
  }

  private static boolean isReserved(String point) {
    return point.charAt(0) == TopicName.RESERVED;
  }

  private boolean isOurs(TopicName name) {
    return name.source().equals(listener) || rules.stream().anyMatch(rule -> rule.canGive(name));
  }

  /** The names of a topic; always the same for the same topic that has a point of its own. */
  public TopicName name(String topic) {
    TopicName known = names.get(topic);
    if (known != null) {
      return known;
    }
    if (topic.length() > TOPIC_CHARS_MAX) {
      return other;
    }
    TopicName name = byRules(topic);
    if (name.isCollecting() || hasPlace(name, topic)) {
      return name;
    }
    boolean isNewSource = !name.source().equals(listener) && !sources.contains(name.source());
    if (isNewSource && sources.size() >= limits.sources()) {
      return other;
    }
    if (owners.size() >= limits.topics()) {
      return isNewSource ? other : new TopicName(name.source(), TopicName.OTHER_POINT, true);
    }
    if (isNewSource) {
      sources.add(name.source());
    }
    owners.put(name, topic);
    names.put(topic, name);
    return name;
  }

  /** True when the name has its place already, by this topic, by another, or by an earlier life. */
  private boolean hasPlace(TopicName name, String topic) {
    String owner = owners.get(name);
    if (owner == null) {
      return false;
    }
    if (owner.equals(NOBODY)) {
      owners.put(name, topic);
    }
    if (names.size() < limits.topics()) {
      names.put(topic, name);
    }
    return true;
  }

  /** The names for a topic that is not text. */
  public TopicName unreadable() {
    return unreadable;
  }

  /** The first topic that had this name, where it was another one: the rules join two topics. */
  public Optional<String> sharedWith(TopicName name, String topic) {
    String owner = owners.get(name);
    return owner == null || owner.equals(NOBODY) || owner.equals(topic)
        ? Optional.empty()
        : Optional.of(owner);
  }

  private TopicName byRules(String topic) {
    for (TopicRule rule : rules) {
      Optional<TopicName> name = rule.name(topic);
      if (name.isPresent()) {
        return name.get();
      }
    }
    return TopicRule.isUsable(topic) ? new TopicName(listener, topic, false) : other;
  }

  /** Points that topics have of their own, those of earlier lives included. */
  public int topicCount() {
    return owners.size();
  }

  /** Sources besides the listener itself. */
  public int sourceCount() {
    return sources.size();
  }
}
