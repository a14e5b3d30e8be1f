package dev.penstock.plantmap.dryrun;

import java.util.List;
import java.util.Optional;

/**
 * What the node itself would no longer read of a device, or read in addition: not of the past, but
 * by its connections as they are and the time of day it is.
 *
 * @param device by its id
 * @param zone that it lies in by the site in force; empty where it lies in none
 * @param points that are to be read of it
 * @param lost are read now and would not be
 * @param gained are not read now and would be
 * @param examples a few of both, what is lost first
 */
public record OwnReading(
    String device,
    Optional<String> zone,
    int points,
    int lost,
    int gained,
    List<Example> examples) {
  public OwnReading {
    if (lost < 0 || gained < 0 || lost + gained == 0 || lost + gained > points) {
      throw new IllegalArgumentException(lost + " lost and " + gained + " gained of " + points);
    }
    examples = List.copyOf(examples);
  }

  /**
   * A point that is read by one of the two sites alone.
   *
   * @param isLost by the one in force
   * @param reason why the other one does not let it be read
   */
  public record Example(String point, boolean isLost, String reason) {}
}
