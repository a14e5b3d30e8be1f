package dev.penstock.mqtt;

import dev.penstock.framesmqtt.MqttVersion;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one broker that gets what this gateway has; docs/north.md explains each field to
 * those who write it.
 *
 * @param name of the destination, in messages
 * @param clientId names us at the broker; must differ between all its clients
 * @param tls null for plain TCP
 * @param login null for none
 * @param will null for none; what it says when we are there is the birth message
 * @param expiry after which the broker forgets a message that nobody fetched, in MQTT 5; zero for
 *     never
 * @param inFlightMax messages that are sent and not acknowledged; the broker may allow fewer
 * @param onRefusal what is done with a message that the broker does not take
 * @param answer the longest wait for TCP, TLS, and each answer of the broker
 * @param reconnectMin the first wait after a connection failed
 * @param reconnectMax the longest
 */
public record NorthOptions(
    String name,
    String host,
    int port,
    MqttVersion version,
    String clientId,
    Duration keepAlive,
    @Nullable TlsFiles tls,
    @Nullable Login login,
    @Nullable OwnWill will,
    Duration expiry,
    int inFlightMax,
    Refusal onRefusal,
    Duration answer,
    Duration reconnectMin,
    Duration reconnectMax) {
  static final int IN_FLIGHT_MAX = 60_000;

  /** What is done with a message that the broker does not take. */
  public enum Refusal {
    /** The link ends and is made again, later each time: nothing is lost, and nothing goes on. */
    STOP,
    /** It is counted and left out, and the next goes. */
    LEAVE_OUT
  }

  public NorthOptions {
    BrokerOptions.mustHaveBytes("name", name, 255);
    BrokerOptions.mustHaveBytes("host", host, 255);
    BrokerOptions.mustBeIn("port", port, 1, 65_535);
    BrokerOptions.mustHaveBytes("clientId", clientId, 255);
    BrokerOptions.mustBeIn(
        "keepAlive", keepAlive, Duration.ofSeconds(1), Duration.ofSeconds(65_535));
    BrokerOptions.mustBeIn("expiry", expiry, Duration.ZERO, Duration.ofDays(3_650));
    BrokerOptions.mustBeIn("inFlightMax", inFlightMax, 1, IN_FLIGHT_MAX);
    Objects.requireNonNull(onRefusal, "onRefusal");
    BrokerOptions.mustBeIn("answer", answer, Duration.ofMillis(50), Duration.ofMinutes(5));
    BrokerOptions.mustBeIn(
        "reconnectMin", reconnectMin, Duration.ofMillis(10), Duration.ofMinutes(10));
    BrokerOptions.mustBeIn("reconnectMax", reconnectMax, reconnectMin, Duration.ofHours(1));
  }

  /**
   * How the broker is reached. There is no session over connections: the journal remembers what is
   * missing, and a broker's memory of it would only be a second one.
   */
  Reach reach() {
    return reach(PAYLOAD_BYTES_MAX);
  }

  /** The same for those to whom somebody has a reason to send so much. */
  Reach reach(int payloadBytesMax) {
    return new Reach(
        name,
        host,
        port,
        version,
        clientId,
        Duration.ZERO,
        keepAlive,
        tls,
        login,
        will,
        payloadBytesMax,
        answer);
  }

  /** Nobody has a reason to send us anything. */
  private static final int PAYLOAD_BYTES_MAX = 1_024;
}
