package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.Topic;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadWriter;

/** A message that is to be published, or to be left with the server as the last will. */
public record Publication(Topic topic, Payload payload, int qos, boolean isRetained) {
  /** Its bytes. */
  public byte[] bytes() {
    return PayloadWriter.write(payload);
  }
}
