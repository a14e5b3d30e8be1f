package dev.penstock.bench.harness;

/** Clocks that move only when a side says so. */
final class FakeStopwatch implements Stopwatch {
  private static final long SECOND = 1_000_000_000L;

  private long wall = 5 * SECOND;
  private long cpu = 7 * SECOND;

  void pass(double wallSeconds, double cpuSeconds) {
    wall += Math.round(wallSeconds * SECOND);
    cpu += Math.round(cpuSeconds * SECOND);
  }

  @Override
  public long wallNanos() {
    return wall;
  }

  @Override
  public long cpuNanos() {
    return cpu;
  }
}
