package dev.penstock.north.command;

import dev.penstock.north.AnswerTopic;
import dev.penstock.north.CommandTopic;
import dev.penstock.north.TopicTemplate;
import dev.penstock.north.command.OrderReading.Named;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where the answers of one destination go: to the topic that a command names, or else to that of
 * the settings. A command names a topic at which we say something with our own rights, so none that
 * has a meaning to others: not what values are published as, not what is a command, nothing of the
 * broker's own or of Sparkplug's.
 *
 * @param values what is published beside
 * @param site in places of topics
 * @param destination in places of topics
 */
public record AnswerRoute(
    CommandTopic commands,
    Optional<AnswerTopic> answers,
    TopicTemplate values,
    String site,
    String destination) {
  private static final int TOPIC_BYTES_MAX = 1_000;
  private static final String SPARKPLUG = "spBv1.0/";

  /** The topic of an answer; empty where it goes nowhere. */
  public Optional<String> topic(Optional<String> wanted, Named named) {
    return wanted
        .filter(this::isFree)
        .or(() ->
            answers.flatMap(each -> each.topic(site, destination, named.source(), named.point())));
  }

  private boolean isFree(String topic) {
    return !topic.isEmpty()
        && topic.getBytes(StandardCharsets.UTF_8).length <= TOPIC_BYTES_MAX
        && topic.chars().noneMatch(c -> c == '+' || c == '#' || Character.isISOControl(c))
        && !topic.startsWith("$")
        && !topic.startsWith(SPARKPLUG)
        && !commands.mayBe(topic)
        && !values.mayBe(topic);
  }
}
