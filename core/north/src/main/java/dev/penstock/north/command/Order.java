package dev.penstock.north.command;

import dev.penstock.evidence.record.Scalar;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a destination wants a point to have.
 *
 * @param source the device's name
 * @param key by which its sender knows it; empty for a new command each time
 * @param within after so long it is not wanted any more; empty where nobody says
 */
public record Order(
    String source, String point, Scalar value, Optional<String> key, Optional<Duration> within) {
  public Order {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(point, "point");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(within, "within");
  }
}
