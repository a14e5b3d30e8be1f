package dev.penstock.connections.protocol;

import dev.penstock.connections.Fault;
import dev.penstock.connections.Texts;
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
  private static final String TOPIC = "topic";
  private static final String PAYLOAD = "payload";
  private static final int IN_FLIGHT_MAX = 60_000;

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
        SettingForm.number("in-flight", 1, IN_FLIGHT_MAX));
  }

  @Override
  public List<Clash> clashes(Map<String, String> settings) {
    List<Clash> clashes = new ArrayList<>();
    clash(settings, TOPIC, "a topic that is published to", TopicTemplate::parse)
        .ifPresent(clashes::add);
    clash(settings, PAYLOAD, "a form of payload, as json batch", PayloadTemplate::parse)
        .ifPresent(clashes::add);
    return clashes;
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
