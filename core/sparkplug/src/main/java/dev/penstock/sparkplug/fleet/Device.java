package dev.penstock.sparkplug.fleet;

import dev.penstock.sparkplug.SparkplugId;
import dev.penstock.sparkplug.edgenode.Event;
import dev.penstock.sparkplug.edgenode.MetricDefinition;
import dev.penstock.sparkplug.edgenode.MetricSet;
import dev.penstock.sparkplug.edgenode.Reading;
import dev.penstock.sparkplug.edgenode.Source;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.PropertySet;
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

  /** A birth has them all. */
  private static final int METRICS_MAX = 100_000;

  /** Says that no host may write it. */
  static final PropertySet.Property READ_ONLY =
      PropertySet.Property.of(READ_ONLY_KEY, DataType.BOOLEAN, new Value.Flag(true));

  private final SparkplugId id;

  /** In the order in which births have them, before what is a metric of its own. */
  private final List<Instance> instances = new ArrayList<>();

  /** By the names that records have for them. */
  private final Map<String, DevicePoint> points = new LinkedHashMap<>();

  private final Spellings spellings = Spellings.ofMetrics();
  private MetricSet set = MetricSet.EMPTY;
  private boolean isChanged = true;
  private boolean isBorn;
  private long toldAtMs;
  private long unfit;

  /** Of the points that are read: how many are known, are usable, and have no link. */
  private int known;

  private int usable;
  private int silent;

  /**
   * Nothing is known of it yet but which points are members of instances.
   *
   * @param name by which records know it
   */
  Device(SparkplugId id, String name, Composition composition) {
    this.id = id;
    for (InstanceForm form : composition.of(name)) {
      var instance = new Instance(spellings.of(form.name()), form, composition.definition(form));
      boolean _ = instances.add(instance);
      form.members()
          .forEach((member, point) -> {
            DevicePoint _ = points.put(point, instance.point(member));
          });
    }
  }

  Source source() {
    return new Source.OfDevice(id);
  }

  /** What is known of it from now on; its metrics stay what they were. */
  void fit(DeviceForm form) {
    for (DeviceForm.PointForm each : form.points()) {
      DevicePoint point = point(each.name());
      if (point == null) {
        continue;
      }
      isChanged |= point.isWritable != each.isWritable() || !point.unit.equals(each.unit());
      point.isWritable = each.isWritable();
      point.unit = each.unit();
      isChanged |= point.isTyped(each.type());
      count(point, -1);
      point.isRead = each.isRead();
      count(point, 1);
    }
  }

  private @Nullable DevicePoint point(String name) {
    DevicePoint point = points.get(name);
    if (point == null && points.size() < METRICS_MAX) {
      point = DevicePoint.metric(spellings.of(name));
      DevicePoint _ = points.put(name, point);
      isChanged = true;
    }
    return point;
  }

  /** False when it has too many metrics for another one. */
  boolean isTaken(Reported reported) {
    DevicePoint point = point(reported.point());
    if (point == null) {
      return false;
    }
    isChanged |= point.isWidened(reported);
    return true;
  }

  /** The point that a metric is of, or a member of it. */
  Optional<String> point(String metric, Optional<String> member) {
    return points.entrySet().stream()
        .filter(each -> isMeant(each.getValue(), metric, member))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isMeant(DevicePoint point, String metric, Optional<String> member) {
    return member.isEmpty()
        ? point.instance.isEmpty() && point.name.equals(metric)
        : point.instance.filter(each -> each.name.equals(metric)).isPresent()
            && point.name.equals(member.get());
  }

  private DevicePoint known(Reported reported) {
    DevicePoint point = points.get(reported.point());
    if (point == null) {
      throw new IllegalStateException("no metric of " + reported.point());
    }
    return point;
  }

  void have(Reported reported) {
    DevicePoint point = known(reported);
    count(point, -1);
    point.newest = reported;
    count(point, 1);
  }

  private void count(DevicePoint point, int by) {
    Reported newest = point.newest;
    if (point.isRead && newest != null) {
      known += by;
      usable += newest.status() >>> SEVERITY_SHIFT < BAD_SEVERITY ? by : 0;
      silent += newest.status() == NO_COMMUNICATION ? by : 0;
    }
  }

  /** It said something, and not of each of its points that nobody reaches it. */
  boolean isThere() {
    return known > 0 && (silent == 0 || usable > 0);
  }

  /** How many values that were told no type of theirs holds; hosts got none for them. */
  long unfit() {
    return unfit;
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
    var parts = new Parts();
    for (Reported each : samples) {
      DevicePoint point = known(each);
      if (point.instance.isPresent()) {
        unfit += point.isUnfit(each) ? 1 : 0;
        parts.add(point.instance.get(), point.told(each, isHistorical), each.timeMs());
      } else {
        parts.add(point.reading(each));
      }
      if (!isHistorical) {
        have(each);
      }
    }
    if (isChanged || !isBorn) {
      appear(atMs, events);
    }
    boolean _ = events.add(new Event.Values(source(), parts.readings(), isHistorical, atMs));
    toldAtMs = atMs;
    if (wasThere && !isThere()) {
      go(atMs, events);
    }
  }

  /** It is there, or is shown again, with all that it has now. */
  void appear(long atMs, List<Event> events) {
    if (isChanged) {
      List<MetricDefinition> all = new ArrayList<>();
      instances.forEach(each -> all.add(each.definition()));
      for (DevicePoint each : points.values()) {
        if (each.instance.isEmpty()) {
          boolean _ = all.add(each.definition());
        }
      }
      set = MetricSet.of(all);
      isChanged = false;
    }
    List<Reading> now = new ArrayList<>();
    instances.forEach(each -> now.add(each.now(atMs)));
    for (DevicePoint each : points.values()) {
      Reported newest = each.newest;
      if (each.instance.isEmpty() && newest != null) {
        boolean _ = now.add(each.reading(newest));
      }
    }
    isBorn = true;
    toldAtMs = atMs;
    boolean _ = events.add(new Event.DeviceAppeared(id, set, now, atMs));
  }

  /** What it has now is of no use any more; its metrics keep their names and types. */
  void forget() {
    for (DevicePoint each : points.values()) {
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
