package dev.penstock.notices;

import java.time.Duration;
import java.util.List;

/**
 * Who is told when nobody said that they know.
 *
 * @param after the condition began; of the first step a time to settle: what is over before it is
 *     never told
 */
public record Step(Duration after, List<String> channels) {
  public static final Duration AFTER_MAX = Duration.ofDays(7);

  public Step {
    channels = List.copyOf(channels);
    if (after.isNegative() || after.compareTo(AFTER_MAX) > 0) {
      throw new IllegalArgumentException("after is " + after + ", must be 0 to 7 days");
    }
    if (channels.isEmpty() || channels.stream().distinct().count() < channels.size()) {
      throw new IllegalArgumentException("channels are " + channels + ", must be 1 or more, once");
    }
  }
}
