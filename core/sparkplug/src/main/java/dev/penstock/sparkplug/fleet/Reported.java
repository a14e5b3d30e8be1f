package dev.penstock.sparkplug.fleet;

import dev.penstock.evidence.record.SampleValue;
import java.util.Objects;
import java.util.Optional;

/**
 * What a point of a device had at a time.
 *
 * @param timeMs in milliseconds since 1970: when the device measured it, or else when it came
 * @param status an OPC UA status code, 32 bits without sign
 * @param value {@link SampleValue#NONE} for none
 * @param record names our record of it; empty for what is in no record yet
 */
public record Reported(
    String device,
    String point,
    long timeMs,
    long status,
    SampleValue value,
    Optional<String> record) {
  public Reported {
    Objects.requireNonNull(value, "value");
  }
}
