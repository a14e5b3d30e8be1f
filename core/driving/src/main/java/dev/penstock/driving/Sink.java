package dev.penstock.driving;

import dev.penstock.evidence.record.Scalar;

/** Takes what a session reads. Called by the session's thread; it must return soon. */
public interface Sink {
  /** Stands for a time that the device did not say. */
  long NO_TIME = -1;

  /** An answer came in: what is told from here on was received now. */
  void answered();

  /**
   * What a point has.
   *
   * @param point its index in the list that the plan was made of
   * @param value {@link Scalar.None} with a bad quality
   * @param quality an OPC UA status code
   * @param sourceTimeNanos since 1970, as the device says; {@link #NO_TIME} where it does not
   */
  void value(int point, Scalar value, int quality, long sourceTimeNanos);
}
