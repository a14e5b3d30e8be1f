package dev.penstock.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that stands still until it is told to move. It is both clocks of a machine: the wall
 * clock, which people and NTP can set forward and back, and the one that only counts on.
 */
public final class FakeClock implements InstantSource {
  private Instant now;
  private long nanos;

  private FakeClock(Instant now) {
    this.now = now;
  }

  /** A clock that stands at the start of 2026. */
  public static FakeClock of() {
    return new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  }

  public static FakeClock at(Instant now) {
    return new FakeClock(now);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** The counting clock; never goes back. Use it as {@code clock::nanos}. */
  public synchronized long nanos() {
    return nanos;
  }

  /** Time passes, on both clocks. */
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not pass backwards: " + by);
    }
    now = now.plus(by);
    nanos += by.toNanos();
  }

  /** Somebody sets the wall clock, forward or back; no time passes. */
  public synchronized void set(Instant to) {
    now = to;
  }
}
