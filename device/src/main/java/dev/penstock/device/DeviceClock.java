package dev.penstock.device;

/** The device's two clocks. */
public interface DeviceClock {
  /** Nanoseconds since the device booted: never set, never stepped back. */
  long ticks();

  /** Nanoseconds since 1970-01-01T00:00:00Z without leap seconds; negative without a clock. */
  long wallNanos();

  /** q from 1 to 62: the wall clock is held to be within 2^q ns of UTC; 0 where nobody can say. */
  int quality();
}
