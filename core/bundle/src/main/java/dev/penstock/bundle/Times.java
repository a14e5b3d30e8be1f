package dev.penstock.bundle;

import java.time.Instant;

/** Times in words, UTC. */
final class Times {
  private static final long NANOS = 1_000_000_000L;

  private Times() {}

  static String text(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS).toString();
  }
}
