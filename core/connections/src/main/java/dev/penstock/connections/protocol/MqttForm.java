package dev.penstock.connections.protocol;

import dev.penstock.connections.Fault;
import dev.penstock.connections.Texts;
import dev.penstock.north.AnswerTopic;
import dev.penstock.north.CommandTopic;
import dev.penstock.north.Parsed;
import dev.penstock.north.PayloadTemplate;
import dev.penstock.north.TopicTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What MQTT asks for: a broker, who we are to it, topics and what stands in a message. */
public final class MqttForm implements ProtocolForm {
  /** On which topics commands to devices come; without it none is listened to. */
  public static final String COMMANDS = "commands";

  /** Where what became of a command is told. */
  public static final String ANSWERS = "answers";

  /** Where values go that nobody gave another topic. */
  public static final String TOPIC_GIVEN = "penstock/{site}/{source}";

  private static final String TOPIC = "topic";
  private static final String PAYLOAD = "payload";
  private static final int IN_FLIGHT_MAX = 60_000;
  private static final String COMMAND_TOPIC =
      "a topic that is listened to, as penstock/{site}/{source}/{point}/set";
  private static final String ANSWER_TOPIC =
      "a topic that is published to, as penstock/{site}/{source}/{point}/answer";

  @Override
  public String protocol() {
    return "mqtt";
  }

  @Override
  public List<SettingForm> settings() {
    return List.of(
        SettingForm.endpoint("broker", "mqtt.example:8883").required(),
        SettingForm.choice("version", "5", "3.1.1"),
        SettingForm.line(
            "client-id", "1 to 80 characters", text -> !text.isEmpty() && text.length() <= 80),
        SettingForm.secret("credentials"),
        SettingForm.line(TOPIC, "a topic with places, as penstock/{site}/{source}", text -> true),
        SettingForm.line(PAYLOAD, "json batch, or what docs/north.md says", text -> true),
        SettingForm.number("qos", 0, 2),
        SettingForm.choice("retain", "yes", "no"),
        SettingForm.period("keep-alive", Duration.ofSeconds(5), Duration.ofHours(1)),
        SettingForm.number("in-flight", 1, IN_FLIGHT_MAX),
        SettingForm.line(COMMANDS, COMMAND_TOPIC, text -> true),
        SettingForm.line(ANSWERS, ANSWER_TOPIC, text -> true));
  }

  @Override
  public List<Clash> clashes(Map<String, String> settings) {
    List<Clash> clashes = new ArrayList<>();
    clash(settings, TOPIC, "a topic that is published to", TopicTemplate::parse)
        .ifPresent(clashes::add);
    clash(settings, PAYLOAD, "a form of payload, as json batch", PayloadTemplate::parse)
        .ifPresent(clashes::add);
    clash(settings, COMMANDS, COMMAND_TOPIC, CommandTopic::parse).ifPresent(clashes::add);
    clash(settings, ANSWERS, ANSWER_TOPIC, AnswerTopic::parse).ifPresent(clashes::add);
    return clashes.isEmpty() ? ofCommands(settings) : clashes;
  }

  /** What we say ourselves is never heard as a command: MQTT 3.1.1 sends it back to who said it. */
  private static List<Clash> ofCommands(Map<String, String> settings) {
    String answers = settings.get(ANSWERS);
    if (settings.get(COMMANDS) == null) {
      return answers == null
          ? List.of()
          : List.of(
              new Clash(
                  ANSWERS,
                  new Fault(
                      "there are no commands that could be answered",
                      "answers with commands beside it",
                      "write commands, or take answers out")));
    }
    if (!(CommandTopic.parse(settings.get(COMMANDS))
        instanceof Parsed.Read<CommandTopic>(var by))) {
      return List.of();
    }
    boolean hearsValues =
        TopicTemplate.parse(settings.getOrDefault(TOPIC, TOPIC_GIVEN))
                instanceof Parsed.Read<TopicTemplate>(var values)
            && by.hears(values);
    boolean hearsAnswers =
        answers != null
            && AnswerTopic.parse(answers) instanceof Parsed.Read<AnswerTopic>(var said)
            && said.isHeardBy(by);
    if (!hearsValues && !hearsAnswers) {
      return List.of();
    }
    return List.of(
        new Clash(
            COMMANDS,
            new Fault(
                "what is published as " + (hearsValues ? TOPIC : ANSWERS) + " is a command too",
                "a topic that no other of these can be",
                "put another word before or behind the places")));
  }

  private static <T> Optional<Clash> clash(
      Map<String, String> settings,
      String name,
      String allowed,
      Function<String, Parsed<T>> reading) {
    String text = settings.get(name);
    if (text == null) {
      return Optional.empty();
    }
    return switch (reading.apply(text)) {
      case Parsed.Read<T> _ -> Optional.empty();
      case Parsed.Wrong<T>(var at, var what, var advice) ->
          Optional.of(
              new Clash(
                  name,
                  new Fault(
                      "at character " + at + ": " + Texts.shown(what),
                      allowed,
                      Texts.shown(advice))));
    };
  }
}
