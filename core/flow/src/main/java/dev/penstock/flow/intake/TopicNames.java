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
 * <p>A topic that got its point keeps it for as long as this lives. After a restart the places are
 * given anew, so the topics that have a point already are given to {@link #remember} first. One
 * thread.
 */
public final class TopicNames {
  /** A longer topic is never remembered. */
  static final int TOPIC_CHARS_MAX = 1_024;

  private final String listener;
  private final List<TopicRule> rules;
  private final NamingLimits limits;
  private final Map<String, TopicName> names = new HashMap<>();
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

  /** Gives topics their places before others take them: those that had a point in earlier lives. */
  public void remember(Iterable<String> topics) {
    for (String topic : topics) {
      var _ = name(topic);
    }
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
    if (name.isCollecting()) {
      return name;
    }
    boolean isNewSource = !name.source().equals(listener) && !sources.contains(name.source());
    if (isNewSource && sources.size() >= limits.sources()) {
      return other;
    }
    if (names.size() >= limits.topics()) {
      return isNewSource ? other : new TopicName(name.source(), TopicName.OTHER_POINT, true);
    }
    if (isNewSource) {
      sources.add(name.source());
    }
    names.put(topic, name);
    owners.putIfAbsent(name, topic);
    return name;
  }

  /** The names for a topic that is not text. */
  public TopicName unreadable() {
    return unreadable;
  }

  /** The first topic that had this name, where it was another one: the rules join two topics. */
  public Optional<String> sharedWith(TopicName name, String topic) {
    String owner = owners.get(name);
    return owner == null || owner.equals(topic) ? Optional.empty() : Optional.of(owner);
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

  /** Topics that have a point of their own. */
  public int topicCount() {
    return names.size();
  }

  /** Sources besides the listener itself. */
  public int sourceCount() {
    return sources.size();
  }
}
