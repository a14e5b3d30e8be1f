package dev.penstock.mqtt;

import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.intake.TopicNames;
import dev.penstock.flow.intake.TopicRule;
import dev.penstock.framesmqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one broker and what to hear there; docs/mqtt.md explains each field to those who
 * write it.
 *
 * @param name of the link, in records and messages
 * @param clientId names our session at the broker; must differ between all its clients
 * @param tls null for plain TCP
 * @param login null for none
 * @param will null for none
 * @param limits what may be held and waited for
 */
public record BrokerOptions(
    String name,
    String host,
    int port,
    MqttVersion version,
    String clientId,
    Duration sessionExpiry,
    Duration keepAlive,
    @Nullable TlsFiles tls,
    @Nullable Login login,
    @Nullable OwnWill will,
    List<Subscription> subscriptions,
    List<TopicRule> naming,
    NamingLimits namingLimits,
    Limits limits) {
  private static final int SUBSCRIPTIONS_MAX = 1_000;

  /**
   * What a link may hold and how long it waits.
   *
   * @param payloadBytes a larger message is not kept, but for its size and digest
   * @param queueMessages messages that wait for the intake
   * @param queueBytes their bytes; one message always fits
   * @param answer the longest wait for TCP, TLS, and each answer of the broker
   * @param reconnectMin the first wait after a connection failed
   * @param reconnectMax the longest
   */
  public record Limits(
      int payloadBytes,
      int queueMessages,
      long queueBytes,
      Duration answer,
      Duration reconnectMin,
      Duration reconnectMax) {
    public static final Limits DEFAULT =
        new Limits(
            16 << 20,
            10_000,
            32L << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60));

    private static final int PAYLOAD_BYTES_MAX = 64 << 20;

    public Limits {
      mustBeIn("payloadBytes", payloadBytes, 1, PAYLOAD_BYTES_MAX);
      mustBeIn("queueMessages", queueMessages, 1, 1_000_000);
      mustBeIn("queueBytes", queueBytes, 1_024, 4L << 30);
      mustBeIn("answer", answer, Duration.ofMillis(50), Duration.ofMinutes(5));
      mustBeIn("reconnectMin", reconnectMin, Duration.ofMillis(10), Duration.ofMinutes(10));
      mustBeIn("reconnectMax", reconnectMax, reconnectMin, Duration.ofHours(1));
    }
  }

  public BrokerOptions {
    mustHaveBytes("name", name, 255);
    mustHaveBytes("host", host, 255);
    mustBeIn("port", port, 1, 65_535);
    // [MQTT-3.1.3-5] lets a broker refuse more than 23 bytes; all known ones take more.
    mustHaveBytes("clientId", clientId, 255);
    mustBeIn("sessionExpiry", sessionExpiry, Duration.ofSeconds(0), Duration.ofDays(3_650));
    mustBeIn("keepAlive", keepAlive, Duration.ofSeconds(1), Duration.ofSeconds(65_535));
    subscriptions = List.copyOf(subscriptions);
    mustBeIn("subscriptions", subscriptions.size(), 1, SUBSCRIPTIONS_MAX);
    Set<String> filters = new HashSet<>();
    for (Subscription each : subscriptions) {
      if (!filters.add(each.filter().text())) {
        throw new IllegalArgumentException(
            "subscriptions has \"" + each.filter().text() + "\" twice");
      }
    }
    naming = List.copyOf(naming);
    var _ = new TopicNames(name, naming, namingLimits);
  }

  /** How the broker is reached. */
  Reach reach() {
    return new Reach(
        name,
        host,
        port,
        version,
        clientId,
        sessionExpiry,
        keepAlive,
        tls,
        login,
        will,
        limits.payloadBytes(),
        limits.answer());
  }

  static void mustHaveBytes(String field, String value, int max) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > max) {
      throw new IllegalArgumentException(field + " has " + bytes + " bytes, must have 1.." + max);
    }
  }

  static void mustBeIn(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(field + " is " + value + ", must be " + min + ".." + max);
    }
  }

  static void mustBeIn(String field, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(field + " is " + value + ", must be " + min + ".." + max);
    }
  }

  @Override
  public String toString() {
    return name + " " + host + ":" + port + (tls == null ? "" : " with TLS") + " as " + clientId;
  }
}
