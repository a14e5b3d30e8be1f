package dev.penstock.points;

/** Takes what is worth telling of the points of a {@link PointLine}. */
@FunctionalInterface
public interface Telling {
  /** Stands for a time that the device did not say. */
  long NO_TIME = -1;

  /**
   * What a point has.
   *
   * @param point its place among the points of the line
   * @param measured with the time at which it was received
   * @param sourceTimeNanos since 1970, as the device says; {@link #NO_TIME} where it does not
   */
  void told(int point, Measured measured, long sourceTimeNanos);
}
