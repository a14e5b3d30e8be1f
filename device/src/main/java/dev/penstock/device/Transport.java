package dev.penstock.device;

import java.io.IOException;

/** How a message leaves the device; over MQTT it goes to {@code penstock/v1/<source>/block}. */
public interface Transport {
  /** Sends once. That it was sent proves nothing: the message is kept until its ack comes. */
  void send(byte[] message) throws IOException;
}
