package dev.penstock.framesmqtt;

/**
 * Reason codes in words, for a message that an operator can act on (MQTT 5 §2.4, 3.1.1 §3.2.2.3).
 */
public final class Reason {
  private Reason() {}

  /** Whether a code of MQTT 5 or of a SUBACK says no. */
  public static boolean isRefusal(int code) {
    return code >= 0x80;
  }

  /** A code of CONNACK. */
  public static String ofConnAck(MqttVersion version, int code) {
    if (version == MqttVersion.V5) {
      return of(code);
    }
    String words =
        switch (code) {
          case 1 -> "it does not speak MQTT 3.1.1";
          case 2 -> "it does not take this client id";
          case 3 -> "it is not available";
          case 4 -> "wrong user or password";
          case 5 -> "not authorised";
          default -> "for a reason that MQTT 3.1.1 does not know";
        };
    return words + " (" + code + ")";
  }

  /** A code of any other packet, or of CONNACK in MQTT 5. */
  public static String of(int code) {
    String words =
        switch (code) {
          case 0x00 -> "normal end";
          case 0x04 -> "end with will";
          case 0x80 -> "refused without a reason";
          case 0x81 -> "malformed packet";
          case 0x82 -> "protocol error";
          case 0x83 -> "refused by the broker's own rules";
          case 0x84 -> "it does not speak this version of MQTT";
          case 0x85 -> "it does not take this client id";
          case 0x86 -> "wrong user or password";
          case 0x87 -> "not authorised";
          case 0x88 -> "it is not available";
          case 0x89 -> "it is busy";
          case 0x8a -> "we are banned";
          case 0x8b -> "it is shutting down";
          case 0x8c -> "wrong authentication method";
          case 0x8d -> "it heard nothing from us within the keep-alive time";
          case 0x8e -> "another client with the same client id took over the session";
          case 0x8f -> "it does not take this topic filter";
          case 0x90 -> "it does not take this topic";
          case 0x91 -> "packet identifier in use";
          case 0x93 -> "more messages in flight than allowed";
          case 0x94 -> "topic alias not allowed";
          case 0x95 -> "packet too large";
          case 0x96 -> "too many messages";
          case 0x97 -> "quota exceeded";
          case 0x98 -> "ended by its administrator";
          case 0x99 -> "payload format invalid";
          case 0x9a -> "it does not keep retained messages";
          case 0x9b -> "QoS not supported";
          case 0x9c, 0x9d -> "another server is to be used";
          case 0x9e -> "it does not share subscriptions";
          case 0x9f -> "too many connections";
          case 0xa0 -> "connected for the longest time allowed";
          case 0xa1 -> "it does not support subscription identifiers";
          case 0xa2 -> "it does not take wildcards";
          default -> "a reason this version of MQTT does not know";
        };
    return words + " (0x%02x)".formatted(code);
  }
}
