package dev.penstock.sparkplug.fleet;

import dev.penstock.sparkplug.SparkplugId;
import dev.penstock.sparkplug.edgenode.Event;
import dev.penstock.sparkplug.edgenode.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The devices behind one edge node, as the samples of a journal tell of them. It makes events for
 * an {@link dev.penstock.sparkplug.edgenode.EdgeNode} of samples, and says each sample that it is
 * given, once.
 *
 * <p>A device is there from the first sample on that it gave, and gone when none of its points has
 * a usable value and one of them says that there is no link. That stands among the samples, so the
 * death of a device comes behind the last of its values, wherever these waited. What is said of a
 * device that is gone, such as its past, needs its birth; it is declared dead again when nothing
 * was said of it for a while.
 *
 * <p>New metrics, and values that a metric's type does not hold, make it be born again with what it
 * has then. One thread.
 */
public final class Fleet {
  /** History comes in portions, several a second; a device does not come and go with each. */
  public static final Duration LINGER = Duration.ofSeconds(10);

  /** More than a gateway has; each is a topic. */
  private static final int DEVICES_MAX = 10_000;

  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final Spellings spellings = Spellings.ofDevices();
  private final Composition composition;
  private Set<String> declared = Set.of();
  private long leftOut;

  /** Each point is a metric of its own. */
  public Fleet() {
    this(Composition.NONE);
  }

  /** Some points are members of instances; the node has to have their templates. */
  public Fleet(Composition composition) {
    this.composition = composition;
  }

  /** What is known beforehand of devices from now on; the others of before are gone. */
  public List<Event> fit(List<DeviceForm> forms, long atMs) {
    List<Event> events = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (DeviceForm form : forms) {
      Device device = device(form.name());
      if (device != null) {
        boolean _ = names.add(form.name());
        device.fit(form);
        if (device.isBorn() && device.isChanged()) {
          device.appear(atMs, events);
        }
      }
    }
    for (String before : declared) {
      Device gone = names.contains(before) ? null : devices.get(before);
      if (gone != null) {
        gone.go(atMs, events);
        gone.forget();
      }
    }
    declared = Set.copyOf(names);
    return events;
  }

  private @Nullable Device device(String name) {
    Device device = devices.get(name);
    if (device == null && devices.size() < DEVICES_MAX) {
      device = new Device(new SparkplugId(spellings.of(Spellings.level(name))), name, composition);
      Device _ = devices.put(name, device);
    }
    return device;
  }

  /**
   * Births are about to be given.
   *
   * @param newest what points have now, of those devices that can be asked
   */
  public List<Event> beforeBirths(List<Reported> newest, long atMs) {
    for (Reported each : newest) {
      Device device = taking(each);
      if (device != null) {
        device.have(each);
      }
    }
    List<Event> events = new ArrayList<>();
    for (Device each : devices.values()) {
      if (each.isThere()) {
        each.appear(atMs, events);
      } else {
        each.go(atMs, events);
      }
    }
    return events;
  }

  private @Nullable Device taking(Reported reported) {
    Device device = device(reported.device());
    if (device == null || !device.isTaken(reported)) {
      leftOut++;
      return null;
    }
    return device;
  }

  /**
   * Samples came, in their order.
   *
   * @param isHistorical they are made good, and are nothing that points have now
   */
  public List<Event> told(List<Reported> samples, boolean isHistorical, long atMs) {
    Map<Device, List<Reported>> byDevice = new LinkedHashMap<>();
    for (Reported each : samples) {
      Device device = taking(each);
      if (device != null) {
        boolean _ = byDevice.computeIfAbsent(device, _ -> new ArrayList<>()).add(each);
      }
    }
    List<Event> events = new ArrayList<>();
    byDevice.forEach((device, all) -> device.tell(all, isHistorical, atMs, events));
    return events;
  }

  /** Time went by. */
  public List<Event> tick(long atMs) {
    List<Event> events = new ArrayList<>();
    for (Device each : devices.values()) {
      if (each.isDue(atMs, LINGER.toMillis())) {
        each.go(atMs, events);
      }
    }
    return events;
  }

  /** Samples of devices or points beyond all bounds, which were not said. */
  public long leftOut() {
    return leftOut;
  }

  /** Values that no type of their members holds, and for which hosts got none. */
  public long unfit() {
    return devices.values().stream().mapToLong(Device::unfit).sum();
  }

  /**
   * A point, as records know it.
   *
   * @param device by its name there
   */
  public record Place(String device, String point) {}

  /** What a metric is of; empty for those of the node itself, and for instances. */
  public Optional<Place> place(Source source, String metric) {
    return place(source, metric, Optional.empty());
  }

  /** What a metric is of, or a member of one that is an instance. */
  public Optional<Place> place(Source source, String metric, Optional<String> member) {
    for (Map.Entry<String, Device> each : devices.entrySet()) {
      if (each.getValue().source().equals(source)) {
        return each.getValue().point(metric, member).map(point -> new Place(each.getKey(), point));
      }
    }
    return Optional.empty();
  }
}
