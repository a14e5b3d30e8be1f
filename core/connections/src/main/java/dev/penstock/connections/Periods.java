package dev.penstock.connections;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lengths of time as people write them, each in one spelling: {@code 100 ms}, {@code 5 min}. */
public final class Periods {
  private static final int DIGITS_MAX = 9;

  private record Unit(String word, long millis) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("d", 86_400_000),
          new Unit("h", 3_600_000),
          new Unit("min", 60_000),
          new Unit("s", 1_000),
          new Unit("ms", 1));

  private Periods() {}

  /** In the largest unit in which it is a whole number. */
  public static String text(Duration period) {
    long millis = period.toMillis();
    if (millis == 0) {
      return "0 s";
    }
    for (Unit unit : UNITS) {
      if (millis % unit.millis() == 0) {
        return millis / unit.millis() + " " + unit.word();
      }
    }
    throw new IllegalStateException("every whole number is one of milliseconds: " + millis);
  }

  /** Reads {@code 100 ms}, {@code 5min}; empty for anything else. */
  public static Optional<Duration> parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > DIGITS_MAX) {
      return Optional.empty();
    }
    String word = text.substring(digits).strip();
    long count = Long.parseLong(text.substring(0, digits));
    return UNITS.stream()
        .filter(unit -> unit.word().equals(word))
        .findFirst()
        .map(unit -> Duration.ofMillis(count * unit.millis()));
  }
}
