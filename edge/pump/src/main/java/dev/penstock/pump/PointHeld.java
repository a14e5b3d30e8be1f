package dev.penstock.pump;

import dev.penstock.points.Measured;
import dev.penstock.points.Quality;
import java.time.Duration;

/**
 * What a point has, and how fresh that is.
 *
 * @param measured what was told last of it: a steady value may have been told long ago
 * @param age since the device was last heard about it; of a derived point that is the oldest of
 *     what it was last made of
 */
public record PointHeld(Measured measured, Duration age) {
  /** Whether it can be passed on as what the point has now. */
  public boolean isGood(Duration ageMax) {
    return Quality.isGood(measured.quality()) && age.compareTo(ageMax) <= 0;
  }
}
