package dev.penstock.sparkplug;

import dev.penstock.json.Json;
import dev.penstock.json.JsonLimits;
import dev.penstock.json.JsonReader;
import dev.penstock.json.JsonReading;
import java.util.Optional;

/**
 * Whether a host application is there, as it says itself (Sparkplug 3.0 §6.4.27).
 *
 * @param timestampMs of the session it speaks in, in milliseconds since 1970
 */
public record HostState(boolean isOnline, long timestampMs) {
  /** Two fields; what others add beside them is passed over. */
  private static final JsonLimits LIMITS = new JsonLimits(4_096, 4, 100);

  public HostState {
    if (timestampMs < 0) {
      throw new IllegalArgumentException("timestamp is " + timestampMs);
    }
  }

  /** What a host application says; empty when the bytes are no such statement. */
  public static Optional<HostState> read(byte[] bytes) {
    return JsonReader.read(bytes, LIMITS) instanceof JsonReading.Value(Json.Object object)
            && object.get("online").orElse(null) instanceof Json.Flag(boolean isOnline)
            && object.get("timestamp").orElse(null) instanceof Json.Whole(long timestamp)
            && timestamp >= 0
        ? Optional.of(new HostState(isOnline, timestamp))
        : Optional.empty();
  }
}
