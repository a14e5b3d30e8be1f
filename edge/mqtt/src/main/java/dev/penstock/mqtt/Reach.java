package dev.penstock.mqtt;

import dev.penstock.framesmqtt.MqttVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one broker is reached, whatever is said there.
 *
 * @param name of the link, in messages
 * @param sessionExpiry zero for a session that ends with its connection
 * @param payloadBytes a larger message is not kept, but for its size and digest
 * @param answer the longest wait for TCP, TLS, and each answer of the broker
 */
record Reach(
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
    int payloadBytes,
    Duration answer) {}
