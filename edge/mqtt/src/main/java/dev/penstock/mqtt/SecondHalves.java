package dev.penstock.mqtt;

import dev.penstock.framesmqtt.PacketWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The QoS 2 messages of a session whose second half is open: what has come once is not handed in
 * twice, also over a reconnection (MQTT 5 §4.3.3). Lives as long as the broker keeps the session
 * and this process runs; after a restart of ours such a message comes in again, marked as a
 * possible duplicate.
 */
final class SecondHalves {
  /** One message between PUBLISH and PUBREL. */
  final class Half {
    private boolean isDurable;
    private @Nullable AckLine line;
    private AckLine.@Nullable Place place;

    void durable() {
      synchronized (SecondHalves.this) {
        isDurable = true;
        answer();
      }
    }

    private void answer() {
      if (isDurable && line != null && place != null) {
        line.durable(place);
        line = null;
        place = null;
      }
    }
  }

  private final Map<Integer, Half> open = new HashMap<>();

  /** A message came; gives its half when it is the first time, else null. */
  synchronized @Nullable Half received(int packetId, AckLine line) {
    Half half = open.get(packetId);
    boolean isFirst = half == null;
    if (half == null) {
      half = new Half();
      open.put(packetId, half);
    }
    half.line = line;
    half.place = line.add(PacketWriter.pubRec(packetId));
    half.answer();
    return isFirst ? half : null;
  }

  /** The broker has forgotten the message; its identifier is free. */
  synchronized void released(int packetId) {
    open.remove(packetId);
  }

  /** The broker has forgotten the session. */
  synchronized void clear() {
    open.clear();
  }
}
