package dev.penstock.connections.protocol;

import dev.penstock.connections.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What MQTT asks for: a broker, who we are to it, topics and what stands in a message. */
public final class MqttForm implements ProtocolForm {
  @Override
  public String protocol() {
    return "mqtt";
  }

  @Override
  public List<SettingForm> settings() {
    return List.of(
        SettingForm.endpoint("broker", "mqtt.example:8883").required(),
        SettingForm.choice("version", "5", "3.1.1"),
        SettingForm.choice("security", "tls", "plain"),
        SettingForm.line(
            "client-id", "1 to 100 characters", text -> !text.isEmpty() && text.length() <= 100),
        SettingForm.line("user", "a name", text -> !text.isEmpty()),
        SettingForm.secret("password"),
        SettingForm.line(
            "topic",
            "a topic without + and #, with {source} and {point} where they shall stand",
            MqttForm::isTopic),
        SettingForm.choice("payload", "json", "cbor"),
        SettingForm.number("qos", 1, 2),
        SettingForm.period("keep-alive", Duration.ofSeconds(5), Duration.ofHours(1)));
  }

  @Override
  public List<Clash> clashes(Map<String, String> settings) {
    return clashOfPassword(settings);
  }

  static List<Clash> clashOfPassword(Map<String, String> settings) {
    return settings.containsKey("password") && !settings.containsKey("user")
        ? List.of(
            new Clash(
                "password",
                new Fault(
                    "is there, and no user", "user with password", "write whose password it is")))
        : List.of();
  }

  private static boolean isTopic(String text) {
    return !text.startsWith("$") && text.indexOf('+') < 0 && text.indexOf('#') < 0;
  }
}
