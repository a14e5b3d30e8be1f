package dev.penstock.sparkplugnode;

import dev.penstock.sparkplug.edgenode.Settings;
import dev.penstock.sparkplug.fleet.Composition;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an edge node is told before it begins.
 *
 * @param name of the destination, in messages
 * @param settings who it is, and whom it waits for
 * @param properties metrics of the node itself, which never change
 * @param isRecordNamed whether each value names our record of it, by which a host can tell what it
 *     has twice
 * @param composition which points are told as members of instances of templates
 * @param reconnectMin the first wait after a connection ended
 * @param reconnectMax the longest
 */
public record SparkplugOptions(
    String name,
    Settings settings,
    Map<String, String> properties,
    boolean isRecordNamed,
    Composition composition,
    Duration reconnectMin,
    Duration reconnectMax) {
  public SparkplugOptions {
    Objects.requireNonNull(settings, "settings");
    properties = Map.copyOf(new TreeMap<>(properties));
    if (reconnectMin.toMillis() < 10 || reconnectMax.compareTo(reconnectMin) < 0) {
      throw new IllegalArgumentException(
          "waits of "
              + reconnectMin
              + ".."
              + reconnectMax
              + ", must be 10 ms or more, and a range");
    }
  }

  /** Each point is told as a metric of its own. */
  public SparkplugOptions(
      String name,
      Settings settings,
      Map<String, String> properties,
      boolean isRecordNamed,
      Duration reconnectMin,
      Duration reconnectMax) {
    this(name, settings, properties, isRecordNamed, Composition.NONE, reconnectMin, reconnectMax);
  }
}
