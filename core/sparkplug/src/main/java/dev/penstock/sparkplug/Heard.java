package dev.penstock.sparkplug;

import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.payload.PayloadReader;
import dev.penstock.sparkplug.payload.PayloadReading;

/** A message that came from outside, read by its topic: what a host or a node makes of it. */
public sealed interface Heard {
  /** A node speaks, of itself or of a device, or is spoken to. */
  record Message(Topic topic, Payload payload) implements Heard {}

  /** A host application says whether it is there. */
  record State(SparkplugId host, HostState state) implements Heard {}

  /** The topic is none of Sparkplug B. */
  record Foreign() implements Heard {}

  /** The topic is one of Sparkplug B, and what came on it is not what belongs there. */
  record Malformed(Topic topic, int offset, String what) implements Heard {}

  static Heard read(String topic, byte[] bytes, PayloadLimits limits) {
    return switch (Topic.parse(topic).orElse(null)) {
      case null -> new Foreign();
      case Topic.OfHost ofHost ->
          HostState.read(bytes)
              .<Heard>map(state -> new State(ofHost.host(), state))
              .orElseGet(() -> new Malformed(ofHost, 0, "no state of a host application"));
      case Topic of ->
          switch (PayloadReader.read(bytes, limits)) {
            case PayloadReading.Decoded(var payload) -> new Message(of, payload);
            case PayloadReading.Malformed(int offset, var what) -> new Malformed(of, offset, what);
          };
    };
  }
}
