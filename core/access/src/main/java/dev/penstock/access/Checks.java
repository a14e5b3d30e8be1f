package dev.penstock.access;

import java.time.Duration;
import java.util.Collection;

/** What the constructors of this package hold their values to. */
final class Checks {
  private Checks() {}

  static void mustBeIn(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + min + ".." + max);
    }
  }

  static void mustBeIn(String name, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + min + ".." + max);
    }
  }

  static void mustHold(String name, Collection<?> values, int max) {
    mustBeIn("number of " + name, values.size(), 0, max);
  }

  static void mustBeText(String name, String value, int max) {
    mustBeIn("characters of " + name, value.length(), 1, max);
  }
}
