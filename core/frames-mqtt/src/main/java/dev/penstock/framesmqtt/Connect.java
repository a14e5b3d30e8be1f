package dev.penstock.framesmqtt;

import dev.penstock.evidence.record.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * How a client introduces itself (MQTT 5 §3.1). Its limits are the standard's: whoever makes one
 * has checked that the texts fit their 64 KiB.
 *
 * @param sessionExpirySeconds how long the broker keeps the session after a disconnection; sent in
 *     MQTT 5 only
 * @param password may be given without a user in MQTT 5 only
 */
public record Connect(
    MqttVersion version,
    String clientId,
    boolean cleanStart,
    long sessionExpirySeconds,
    int keepAliveSeconds,
    @Nullable String user,
    @Nullable ByteString password,
    @Nullable Will will) {
  /** What the broker publishes for us when the link breaks. */
  public record Will(String topic, ByteString payload, int qos, boolean isRetained) {}

  /** Never shows the password. */
  @Override
  public String toString() {
    return "CONNECT " + version + " as " + clientId;
  }
}
