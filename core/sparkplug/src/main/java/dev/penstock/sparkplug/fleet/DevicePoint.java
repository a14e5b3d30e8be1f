package dev.penstock.sparkplug.fleet;

import dev.penstock.sparkplug.edgenode.MetricDefinition;
import dev.penstock.sparkplug.edgenode.Reading;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One point of a device: a metric of its own, or a member of an instance. What it has now is none
 * of history.
 */
final class DevicePoint {
  /** What a metric is announced as until it had a value. */
  private static final DataType GUESS = DataType.DOUBLE;

  /** Of the metric, or of the member. */
  final String name;

  final Optional<Instance> instance;
  boolean isWritable;
  boolean isRead = true;
  String unit = "";
  private @Nullable DataType type;
  @Nullable Reported newest;

  private DevicePoint(String name, Optional<Instance> instance, @Nullable DataType type) {
    this.name = name;
    this.instance = instance;
    this.type = type;
  }

  /** A metric of its own, of whatever type its values turn out to be. */
  static DevicePoint metric(String name) {
    return new DevicePoint(name, Optional.empty(), null);
  }

  /** A member; its type is that of the definition, and stays. */
  static DevicePoint member(String name, Instance of, DataType type) {
    return new DevicePoint(name, Optional.of(of), type);
  }

  PropertySet properties() {
    PropertySet properties =
        unit.isEmpty()
            ? PropertySet.EMPTY
            : PropertySet.EMPTY.and(
                PropertySet.Property.of(Device.UNIT_KEY, DataType.STRING, new Value.Text(unit)));
    return isWritable ? properties : properties.and(Device.READ_ONLY);
  }

  MetricDefinition definition() {
    return new MetricDefinition(
        name, announced(), isWritable, false, Optional.empty(), properties());
  }

  private DataType announced() {
    DataType now = type;
    return now == null ? GUESS : now;
  }

  /** What is known of its type beforehand; true where it is announced as another one from now. */
  boolean isTyped(Optional<DataType> known) {
    if (type != null || known.isEmpty()) {
      return false;
    }
    type = known.get();
    return true;
  }

  /** Grows to hold a value; true where it is announced as another type from now on. */
  boolean isWidened(Reported reported) {
    if (instance.isPresent()) {
      return false;
    }
    DataType before = announced();
    type = Types.with(type, reported.value());
    return announced() != before;
  }

  /** What a value is in its type; empty for none, and for one that the type does not hold. */
  private Optional<Value> value(Reported reported) {
    return Types.isNothing(reported.value())
        ? Optional.empty()
        : Types.fit(announced(), reported.value());
  }

  /** As a metric of its own. What its type does not hold is none, and bad. */
  Reading reading(Reported reported) {
    Optional<Value> value = value(reported);
    boolean isUnfit = value.isEmpty() && !Types.isNothing(reported.value());
    return new Reading(
        name,
        reported.timeMs(),
        isUnfit ? Quality.BAD : Quality.ofStatus(reported.status()),
        value.orElse(null),
        reported.record());
  }

  /** True for a value that its type does not hold. */
  boolean isUnfit(Reported reported) {
    return !Types.isNothing(reported.value()) && value(reported).isEmpty();
  }

  /** As a member of an instance; that it is good is said once where it was not. */
  Metric told(Reported reported, boolean isHistorical) {
    Reported last = newest;
    boolean wasGood = isHistorical || (last != null && reading(last).quality() == Quality.GOOD);
    Reading reading = reading(reported);
    return member(reading, reading.quality() != Quality.GOOD || !wasGood);
  }

  /** As a member of an instance, as it stands now; empty where it never had a value. */
  Optional<Metric> now() {
    return Optional.ofNullable(newest)
        .map(this::reading)
        .map(reading -> member(reading, reading.quality() != Quality.GOOD));
  }

  private Metric member(Reading reading, boolean isQualitySaid) {
    return Metric.of(name, reading.timeMs(), announced(), reading.value())
        .withProperties(reading.properties(PropertySet.EMPTY, isQualitySaid));
  }
}
