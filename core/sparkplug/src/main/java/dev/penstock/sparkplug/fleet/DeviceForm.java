package dev.penstock.sparkplug.fleet;

import dev.penstock.sparkplug.payload.DataType;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a device before it says anything.
 *
 * @param name by which records know it
 * @param points in the order in which births have them
 */
public record DeviceForm(String name, List<PointForm> points) {
  /**
   * A point of it.
   *
   * @param type empty where its first value decides
   * @param isWritable whether a host may ask for another value
   * @param isRead whether it comes from the device itself, and is not made of others
   * @param unit of its values; empty for none
   */
  public record PointForm(
      String name, Optional<DataType> type, boolean isWritable, boolean isRead, String unit) {}

  public DeviceForm {
    points = List.copyOf(points);
  }
}
