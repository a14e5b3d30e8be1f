package dev.penstock.sparkplug.fleet;

import dev.penstock.sparkplug.SparkplugId;
import dev.penstock.sparkplug.edgenode.Event;
import dev.penstock.sparkplug.edgenode.MetricDefinition;
import dev.penstock.sparkplug.edgenode.MetricSet;
import dev.penstock.sparkplug.edgenode.Reading;
import dev.penstock.sparkplug.edgenode.Source;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One device: its metrics, what they have now, and whether hosts think that it is there. */
final class Device {
  /** The key of the property that says the unit, as hosts of others read it. */
  static final String UNIT_KEY = "engUnit";

  /** The key of the property that says that no host may write it, as hosts of others read it. */
  static final String READ_ONLY_KEY = "readOnly";

  /** OPC UA Part 6 §A.2: there is no link to the device. */
  private static final long NO_COMMUNICATION = 0x8031_0000L;

  private static final int BAD_SEVERITY = 2;
  private static final int SEVERITY_SHIFT = 30;

  /** What a metric is announced as until it had a value. */
  private static final DataType GUESS = DataType.DOUBLE;

  /** A birth has them all. */
  private static final int METRICS_MAX = 100_000;

  private final SparkplugId id;
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final Spellings spellings = Spellings.ofMetrics();
  private MetricSet set = MetricSet.EMPTY;
  private boolean isChanged = true;
  private boolean isBorn;
  private long toldAtMs;

  /** Of the metrics that are read: how many are known, are usable, and have no link. */
  private int known;

  private int usable;
  private int silent;

  /** One metric; what it has now is none of history. */
  private static final class Metric {
    private final String name;
    private boolean isWritable;
    private boolean isRead = true;
    private String unit = "";
    private @Nullable DataType type;
    private @Nullable Reported newest;

    private Metric(String name) {
      this.name = name;
    }

    private MetricDefinition definition() {
      PropertySet properties =
          unit.isEmpty()
              ? PropertySet.EMPTY
              : PropertySet.EMPTY.and(
                  PropertySet.Property.of(UNIT_KEY, DataType.STRING, new Value.Text(unit)));
      if (!isWritable) {
        properties =
            properties.and(
                PropertySet.Property.of(READ_ONLY_KEY, DataType.BOOLEAN, new Value.Flag(true)));
      }
      return new MetricDefinition(
          name, announced(), isWritable, false, Optional.empty(), properties);
    }

    private DataType announced() {
      DataType now = type;
      return now == null ? GUESS : now;
    }

    private Reading reading(Reported reported) {
      Value value =
          Types.isNothing(reported.value())
              ? null
              : Types.fit(announced(), reported.value()).orElse(null);
      return new Reading(
          name, reported.timeMs(), Quality.ofStatus(reported.status()), value, reported.record());
    }
  }

  Device(SparkplugId id) {
    this.id = id;
  }

  Source source() {
    return new Source.OfDevice(id);
  }

  /** What is known of it from now on; its metrics stay what they were. */
  void fit(DeviceForm form) {
    for (DeviceForm.PointForm each : form.points()) {
      Metric metric = metric(each.name());
      if (metric == null) {
        continue;
      }
      isChanged |= metric.isWritable != each.isWritable() || !metric.unit.equals(each.unit());
      metric.isWritable = each.isWritable();
      metric.unit = each.unit();
      if (metric.type == null && each.type().isPresent()) {
        metric.type = each.type().get();
        isChanged = true;
      }
      count(metric, -1);
      metric.isRead = each.isRead();
      count(metric, 1);
    }
  }

  private @Nullable Metric metric(String point) {
    Metric metric = metrics.get(point);
    if (metric == null && metrics.size() < METRICS_MAX) {
      metric = new Metric(spellings.of(point));
      Metric _ = metrics.put(point, metric);
      isChanged = true;
    }
    return metric;
  }

  /** False when it has too many metrics for another one. */
  boolean isTaken(Reported reported) {
    Metric metric = metric(reported.point());
    if (metric == null) {
      return false;
    }
    DataType type = Types.with(metric.type, reported.value());
    if (type != metric.type) {
      isChanged |= type != metric.announced();
      metric.type = type;
    }
    return true;
  }

  /** The point that a metric is of. */
  Optional<String> point(String metric) {
    return metrics.entrySet().stream()
        .filter(each -> each.getValue().name.equals(metric))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Metric known(Reported reported) {
    Metric metric = metrics.get(reported.point());
    if (metric == null) {
      throw new IllegalStateException("no metric of " + reported.point());
    }
    return metric;
  }

  void have(Reported reported) {
    Metric metric = known(reported);
    count(metric, -1);
    metric.newest = reported;
    count(metric, 1);
  }

  private void count(Metric metric, int by) {
    Reported newest = metric.newest;
    if (metric.isRead && newest != null) {
      known += by;
      usable += newest.status() >>> SEVERITY_SHIFT < BAD_SEVERITY ? by : 0;
      silent += newest.status() == NO_COMMUNICATION ? by : 0;
    }
  }

  /** It said something, and not of each of its points that nobody reaches it. */
  boolean isThere() {
    return known > 0 && (silent == 0 || usable > 0);
  }

  boolean isBorn() {
    return isBorn;
  }

  boolean isChanged() {
    return isChanged;
  }

  /** Says the samples, and before that whatever has to be said for them to be understood. */
  void tell(List<Reported> samples, boolean isHistorical, long atMs, List<Event> events) {
    boolean wasThere = isThere();
    List<Reading> readings = new ArrayList<>(samples.size());
    for (Reported each : samples) {
      boolean _ = readings.add(known(each).reading(each));
      if (!isHistorical) {
        have(each);
      }
    }
    if (isChanged || !isBorn) {
      appear(atMs, events);
    }
    boolean _ = events.add(new Event.Values(source(), readings, isHistorical, atMs));
    toldAtMs = atMs;
    if (wasThere && !isThere()) {
      go(atMs, events);
    }
  }

  /** It is there, or is shown again, with all that it has now. */
  void appear(long atMs, List<Event> events) {
    if (isChanged) {
      set = MetricSet.of(metrics.values().stream().map(Metric::definition).toList());
      isChanged = false;
    }
    List<Reading> now = new ArrayList<>();
    for (Metric each : metrics.values()) {
      Reported newest = each.newest;
      if (newest != null) {
        boolean _ = now.add(each.reading(newest));
      }
    }
    isBorn = true;
    toldAtMs = atMs;
    boolean _ = events.add(new Event.DeviceAppeared(id, set, now, atMs));
  }

  /** What it has now is of no use any more; its metrics keep their names and types. */
  void forget() {
    for (Metric each : metrics.values()) {
      count(each, -1);
      each.newest = null;
      each.isWritable = false;
    }
    isChanged = true;
  }

  void go(long atMs, List<Event> events) {
    if (isBorn) {
      isBorn = false;
      boolean _ = events.add(new Event.DeviceGone(id, atMs));
    }
  }

  /** Hosts think that it is there, it is not, and nothing was said of it for so long. */
  boolean isDue(long atMs, long lingerMs) {
    return isBorn && !isThere() && (atMs - toldAtMs >= lingerMs || atMs < toldAtMs);
  }
}
