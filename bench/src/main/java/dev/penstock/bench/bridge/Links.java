package dev.penstock.bench.bridge;

import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.intake.TopicRule;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.mqtt.BrokerOptions.Limits;
import dev.penstock.mqtt.Subscription;
import java.time.Duration;
import java.util.List;

/** How our client listens, the same for every side: QoS 1, MQTT 5, a session that is kept. */
final class Links {
  /** One that is not away for long: here brokers come back within seconds. */
  private static final Duration RECONNECT_MIN = Duration.ofMillis(200);

  private static final Duration RECONNECT_MAX = Duration.ofSeconds(2);

  private Links() {}

  /** All topics below a root, as sources and points. */
  static BrokerOptions below(String root, int port) {
    Limits usual = Limits.DEFAULT;
    return new BrokerOptions(
        "bench",
        "127.0.0.1",
        port,
        MqttVersion.V5,
        "penstock-" + root,
        Duration.ofDays(1),
        Duration.ofMinutes(1),
        null,
        null,
        null,
        List.of(new Subscription(new TopicFilter(root + "/#"), 1)),
        List.of(TopicRule.of(root + "/{source}/{point...}")),
        NamingLimits.DEFAULT,
        new Limits(
            usual.payloadBytes(),
            usual.queueMessages(),
            usual.queueBytes(),
            usual.answer(),
            RECONNECT_MIN,
            RECONNECT_MAX));
  }
}
