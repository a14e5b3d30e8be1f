package dev.penstock.sparkplug;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The id of a group, an edge node, a device or a host application: one level of a topic. */
public record SparkplugId(String text) {
  /** Three of them make a topic, and a topic of MQTT has at most 65,535 bytes. */
  private static final int BYTES_MAX = 1_024;

  public SparkplugId {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  /**
   * Why a text can be no id, for whoever has to be told: {@code + / #} part topics and filters
   * (Sparkplug 3.0 §4.1.2, §4.1.4, §4.1.5), and MQTT 5 §1.5.4 forbids U+0000 and advises against
   * control characters.
   */
  public static Optional<String> fault(String text) {
    if (text.isEmpty()) {
      return Optional.of("an id is empty");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      return Optional.of("an id has more than " + BYTES_MAX + " bytes");
    }
    boolean hasOdd =
        text.codePoints()
            .anyMatch(c ->
                c == '+'
                    || c == '/'
                    || c == '#'
                    || Character.isISOControl(c)
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    return hasOdd
        ? Optional.of("an id has one of + / # or a control character: " + shown(text))
        : Optional.empty();
  }

  private static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String toString() {
    return text;
  }
}
