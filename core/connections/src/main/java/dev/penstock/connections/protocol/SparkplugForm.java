package dev.penstock.connections.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What Sparkplug asks for: a broker, and which edge node of which group we are. */
public final class SparkplugForm implements ProtocolForm {
  @Override
  public String protocol() {
    return "sparkplug";
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
        id("group").required(),
        id("edge-node").required(),
        id("primary-host"),
        SettingForm.period("keep-alive", Duration.ofSeconds(5), Duration.ofHours(1)));
  }

  @Override
  public List<Clash> clashes(Map<String, String> settings) {
    return MqttForm.clashOfPassword(settings);
  }

  /** An element of a topic (Sparkplug 3.0 §4.1). */
  private static SettingForm id(String name) {
    return SettingForm.line(
        name,
        "text without +, / and #",
        text -> !text.isEmpty() && text.chars().noneMatch(c -> c == '+' || c == '/' || c == '#'));
  }
}
