package dev.penstock.connections;

import java.time.Duration;

/**
 * How often some points of a device are read.
 *
 * @param name by which points name it
 */
public record Rate(String name, Duration period) {
  public Rate {
    Texts.require("rate", Texts.faultOfWord(name));
    if (!isFit(period)) {
      throw new IllegalArgumentException("rate " + name + " is " + period);
    }
  }

  /** True for a period that points can be read at: whole milliseconds, 10 ms to 1 day. */
  public static boolean isFit(Duration period) {
    return period.compareTo(Bounds.RATE_MIN) >= 0
        && period.compareTo(Bounds.RATE_MAX) <= 0
        && period.equals(Duration.ofMillis(period.toMillis()));
  }
}
