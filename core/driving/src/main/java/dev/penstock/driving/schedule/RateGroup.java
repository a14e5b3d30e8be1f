package dev.penstock.driving.schedule;

import java.time.Duration;

/**
 * Points that are read together, and how often.
 *
 * @param period from 10 ms to a day
 */
public record RateGroup(String name, Duration period) {
  public static final Duration PERIOD_MIN = Duration.ofMillis(10);
  public static final Duration PERIOD_MAX = Duration.ofDays(1);
  private static final int NAME_CHARS_MAX = 100;

  public RateGroup {
    if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException(
          "name has " + name.length() + " characters, must have 1.." + NAME_CHARS_MAX);
    }
    if (period.compareTo(PERIOD_MIN) < 0 || period.compareTo(PERIOD_MAX) > 0) {
      throw new IllegalArgumentException(
          "period is " + period + ", must be " + PERIOD_MIN + ".." + PERIOD_MAX);
    }
  }
}
