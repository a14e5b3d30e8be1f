package dev.penstock.bench.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what other processes do, by looking. */
final class Waits {
  /** Looking costs nothing that shows beside what is waited for. */
  private static final long LOOK_NANOS = 5_000_000;

  private Waits() {}

  /**
   * Waits until it is so.
   *
   * @param what is said where it does not come
   */
  static void until(BooleanSupplier isSo, Duration patience, Supplier<String> what)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(what.get() + " (waited " + patience.toSeconds() + " s)");
      }
      rest();
    }
  }

  static void rest() throws InterruptedException {
    LockSupport.parkNanos(LOOK_NANOS);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  static void seconds(double seconds) throws InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() - end < 0) {
      rest();
    }
  }
}
