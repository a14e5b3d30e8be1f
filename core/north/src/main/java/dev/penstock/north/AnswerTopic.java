package dev.penstock.north;

import dev.penstock.north.TopicTemplate.Filling;
import dev.penstock.north.TopicTemplate.Place;
import java.util.Optional;

/** Where what became of a command is told: a topic with places for what the command named. */
public final class AnswerTopic {
  private final TopicTemplate template;

  private AnswerTopic(TopicTemplate template) {
    this.template = template;
  }

  /** Reads what a person wrote. Never throws for any content. */
  public static Parsed<AnswerTopic> parse(String text) {
    return switch (TopicTemplate.parse(text)) {
      case Parsed.Wrong<TopicTemplate>(int at, var what, var advice) ->
          new Parsed.Wrong<>(at, what, advice);
      case Parsed.Read<TopicTemplate>(var template) when template.has(Place.ZONE) ->
          new Parsed.Wrong<>(0, "{zone} is no place of answers", "take {source} and {point}");
      case Parsed.Read<TopicTemplate>(var template) -> new Parsed.Read<>(new AnswerTopic(template));
    };
  }

  /** True where an answer could be heard as a command. */
  public boolean isHeardBy(CommandTopic commands) {
    return commands.hears(template);
  }

  /** The topic; empty where it has a place of which the command said nothing. */
  public Optional<String> topic(
      String site, String destination, Optional<String> source, Optional<String> point) {
    if ((template.has(Place.SOURCE) && source.isEmpty())
        || (template.has(Place.POINT) && point.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        template.topic(new Filling(source.orElse(""), point.orElse(""), "", site, destination)));
  }

  /** As it was written. */
  @Override
  public String toString() {
    return template.toString();
  }
}
