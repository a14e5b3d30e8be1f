package dev.penstock.mqtt;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How others at a broker learn that this gateway is gone, whether its link broke or it was ended in
 * order: the broker publishes the payload then (MQTT 5 §3.1.2.5).
 *
 * @param alive published under the same topic whenever all subscriptions are up; null for nothing
 * @param isRetained whether the broker keeps both for those who come later; needs {@code alive},
 *     for else the broker would say for ever that we are gone
 */
public record OwnWill(
    String topic, String payload, @Nullable String alive, int qos, boolean isRetained) {
  /** MQTT 5 §1.5.6: what a will's payload may have at most, and a topic too. */
  public static final int BYTES_MAX = 65_535;

  public OwnWill {
    var _ = checkTopic(topic);
    checkPayload("payload", payload);
    if (alive != null) {
      checkPayload("alive", alive);
    }
    if (qos < 0 || qos > 2) {
      throw new IllegalArgumentException("qos is " + qos + ", must be 0..2");
    }
    if (isRetained && alive == null) {
      throw new IllegalArgumentException(
          "retain is true and alive is missing: give the payload that replaces a kept will");
    }
  }

  /** The topic itself, when one may publish there. */
  public static String checkTopic(String topic) {
    int bytes = bytes(topic);
    boolean isName = topic.chars().allMatch(c -> c != '+' && c != '#' && c != 0);
    if (bytes < 1 || bytes > BYTES_MAX || !isName || topic.startsWith("$")) {
      throw new IllegalArgumentException(
          "topic has "
              + bytes
              + " bytes, must have 1..65535, without + and #, and must not begin with $");
    }
    return topic;
  }

  /** Whether a will can carry this text. */
  public static boolean isPayload(String text) {
    return bytes(text) <= BYTES_MAX;
  }

  private static void checkPayload(String field, String text) {
    if (!isPayload(text)) {
      throw new IllegalArgumentException(
          field + " has " + bytes(text) + " bytes, must have 0.." + BYTES_MAX);
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
