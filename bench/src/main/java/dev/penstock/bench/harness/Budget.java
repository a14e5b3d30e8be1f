package dev.penstock.bench.harness;

/** The time a run may take. Any thread may look at it. */
public final class Budget {
  private final Stopwatch stopwatch;
  private final long endNanos;

  Budget(Stopwatch stopwatch, double seconds) {
    this.stopwatch = stopwatch;
    this.endNanos = stopwatch.wallNanos() + (long) (seconds * 1e9);
  }

  public boolean isSpent() {
    return stopwatch.wallNanos() - endNanos >= 0;
  }
}
