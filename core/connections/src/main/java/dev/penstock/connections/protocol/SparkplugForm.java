package dev.penstock.connections.protocol;

import dev.penstock.connections.Fault;
import dev.penstock.sparkplug.SparkplugId;
import dev.penstock.sparkplug.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What Sparkplug B asks for: a server, who we are to its hosts, and for which of them we wait. Each
 * source that is sent is a device there, so there is nothing to say about devices.
 */
public final class SparkplugForm implements ProtocolForm {
  /** The word. */
  public static final String PROTOCOL = "sparkplug";

  /** The group that the edge node belongs to. */
  public static final String GROUP = "group";

  /** Who it is in its group. */
  public static final String NODE = "node";

  /** The host application without which nothing is said. */
  public static final String PRIMARY_HOST = "primary-host";

  /** Whether numbers stand for names after births. */
  public static final String ALIASES = "aliases";

  /** Whether each value names its record. */
  public static final String RECORDS = "records";

  /** How many values one message holds. */
  public static final String METRICS_PER_MESSAGE = "metrics-per-message";

  /** Whether hosts may give commands to devices. */
  public static final String COMMANDS = "commands";

  private static final int ID_CHARS_MAX = 100;
  private static final int METRICS_MAX = 10_000;

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public boolean hasTemplates() {
    return true;
  }

  @Override
  public List<SettingForm> settings() {
    return List.of(
        SettingForm.endpoint("broker", "mqtt.example:8883").required(),
        SettingForm.choice("version", "5", "3.1.1"),
        SettingForm.line(
            "client-id", "1 to 80 characters", text -> !text.isEmpty() && text.length() <= 80),
        SettingForm.secret("credentials"),
        SettingForm.period("keep-alive", Duration.ofSeconds(5), Duration.ofHours(1)),
        id(GROUP).required(),
        id(NODE),
        id(PRIMARY_HOST),
        SettingForm.choice(ALIASES, "yes", "no"),
        SettingForm.choice(RECORDS, "yes", "no"),
        SettingForm.number(METRICS_PER_MESSAGE, 1, METRICS_MAX),
        SettingForm.choice(COMMANDS, "yes", "no"));
  }

  /** One level of a topic. */
  private static SettingForm id(String name) {
    return SettingForm.line(
        name,
        "1 to " + ID_CHARS_MAX + " characters without +, / and #",
        text -> text.length() <= ID_CHARS_MAX && SparkplugId.fault(text).isEmpty());
  }

  @Override
  public List<Clash> clashes(Map<String, String> settings) {
    return Topic.STATE.equals(settings.get(GROUP))
        ? List.of(
            new Clash(
                GROUP,
                new Fault(
                    "is " + Topic.STATE + ", where hosts say whether they are there",
                    "any other name",
                    "take another")))
        : List.of();
  }
}
