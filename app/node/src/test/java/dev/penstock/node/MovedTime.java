package dev.penstock.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The time of this machine, which a test moves on; both clocks of a node go with it. */
final class MovedTime implements InstantSource {
  private final AtomicReference<Duration> by = new AtomicReference<>(Duration.ZERO);

  @Override
  public Instant instant() {
    return Instant.now().plus(by.get());
  }

  long ticks() {
    return System.nanoTime() + by.get().toNanos();
  }

  void move(Duration on) {
    Duration _ = by.updateAndGet(on::plus);
  }
}
