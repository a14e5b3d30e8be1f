package dev.penstock.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Acknowledgements of one connection, sent in the order in which the messages came
 * ([MQTT-4.6.0-2]), each when its message is durable. When the connection has ended they are
 * forgotten: the broker sends those messages again.
 */
final class AckLine {
  /** The place of one message. */
  static final class Place {
    private final byte[] ack;
    private boolean isDurable;

    private Place(byte[] ack) {
      this.ack = ack;
    }
  }

  private final Consumer<byte[]> send;
  private final Deque<Place> places = new ArrayDeque<>();
  private boolean isClosed;

  AckLine(Consumer<byte[]> send) {
    this.send = send;
  }

  synchronized Place add(byte[] ack) {
    Place place = new Place(ack);
    places.addLast(place);
    return place;
  }

  synchronized void durable(Place place) {
    place.isDurable = true;
    while (!isClosed && !places.isEmpty() && places.getFirst().isDurable) {
      send.accept(places.removeFirst().ack);
    }
  }

  /** Messages that are not durable yet. */
  synchronized int openCount() {
    return places.size();
  }

  synchronized void close() {
    isClosed = true;
    places.clear();
  }
}
