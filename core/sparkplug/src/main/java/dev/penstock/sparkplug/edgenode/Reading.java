package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a metric had at one time.
 *
 * @param timeMs when it was captured, in milliseconds since 1970
 * @param value none where the metric had none
 * @param record names our record of it, so that a host that hears of it twice can tell; it goes
 *     with the value as a property
 */
public record Reading(
    String metric, long timeMs, Quality quality, @Nullable Value value, Optional<String> record) {
  /** The key of the property that names our record. */
  public static final String RECORD_KEY = "Penstock Record";

  public Reading {
    if (timeMs < 0) {
      throw new IllegalArgumentException("time of " + metric + " is " + timeMs);
    }
  }

  /** A good value. */
  public static Reading good(String metric, long timeMs, Value value) {
    return new Reading(metric, timeMs, Quality.GOOD, value, Optional.empty());
  }

  /** What is said beside the value, behind what always is. */
  public PropertySet properties(PropertySet always, boolean isQualitySaid) {
    PropertySet all = always;
    if (isQualitySaid) {
      all = all.and(quality.property());
    }
    if (record.isPresent()) {
      all =
          all.and(
              PropertySet.Property.of(RECORD_KEY, DataType.STRING, new Value.Text(record.get())));
    }
    return all;
  }

  Reading withValue(@Nullable Value other) {
    return new Reading(metric, timeMs, quality, other, record);
  }
}
