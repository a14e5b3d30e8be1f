package dev.penstock.mqtt;

import dev.penstock.framesmqtt.Incoming.ConnAck;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.PacketWriter;
import dev.penstock.framesmqtt.Reason;
import dev.penstock.north.Outgoing;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What is under way on one connection: messages that wait for room, messages that wait for an
 * answer, and the parcels that they are of. At QoS 0 nothing answers a message; there a ping goes
 * behind each parcel, and a broker that answers it has read what came before. Any thread adds, the
 * link's takes answers.
 */
final class Window {
  /** Below stand those that the connection gives itself, for what it says of us. */
  private static final int FIRST_ID = 100;

  /** Fewer than any broker we know takes from one client unless it is told to take less. */
  private static final int UNTOLD_MAX = 10;

  private final Connection connection;
  private final PacketWriter packets;
  private final NorthOptions options;
  private final LongConsumer acknowledged;
  private final int roomMax;
  private final long packetBytesMax;

  /** Guarded by this, as all below; bounded by the records that may be under way. */
  private final ArrayDeque<Sending> waiting = new ArrayDeque<>();

  private final Map<Integer, Sending> inFlight = new HashMap<>();
  private final IdentityHashMap<byte[], Parcel> byPing = new IdentityHashMap<>();
  private int nextId = FIRST_ID;
  private long leftOut;

  private static final class Parcel {
    private final long number;
    private int left;

    private Parcel(long number, int left) {
      this.number = number;
      this.left = left;
    }
  }

  /**
   * One message, which is not kept once it is sent.
   *
   * @param isReleased whether it is theirs, and only its identifier is still taken (QoS 2)
   */
  private record Sending(Outgoing message, Parcel parcel, long sinceNanos, boolean isReleased) {}

  /**
   * Nothing is under way.
   *
   * @param acknowledged takes the number of each parcel of which all is theirs; does not wait
   */
  Window(Connection connection, ConnAck ack, NorthOptions options, LongConsumer acknowledged) {
    this.connection = connection;
    this.packets = new PacketWriter(options.version());
    this.options = options;
    this.acknowledged = acknowledged;
    Integer theirs = ack.properties().receiveMaximum();
    this.roomMax =
        options.version() == MqttVersion.V5 && theirs != null && theirs > 0
            ? Math.min(theirs, options.inFlightMax())
            : options.inFlightMax();
    Long bytes = ack.properties().maximumPacketBytes();
    this.packetBytesMax = bytes == null ? Long.MAX_VALUE : bytes;
  }

  /** Adds a parcel, and sends of it what has room. */
  synchronized void add(long number, List<Outgoing> messages) throws LinkLostException {
    var parcel = new Parcel(number, messages.size());
    boolean isAnswered = false;
    for (Outgoing message : messages) {
      if (message.qos() == 0) {
        boolean _ = isSent(message, 0);
        parcel.left--;
        isAnswered = true;
      } else {
        waiting.add(new Sending(message, parcel, 0, false));
      }
    }
    if (isAnswered) {
      byte[] ping = PacketWriter.pingReq();
      parcel.left++;
      var _ = byPing.put(ping, parcel);
      connection.send(ping);
    }
    fill();
  }

  private void fill() throws LinkLostException {
    while (!waiting.isEmpty() && inFlight.size() < roomFor(waiting.element().message())) {
      Sending next = waiting.remove();
      while (inFlight.containsKey(nextId)) {
        step();
      }
      if (isSent(next.message(), nextId)) {
        var sent = new Sending(next.message(), next.parcel(), System.nanoTime(), false);
        var _ = inFlight.put(nextId, sent);
        step();
      } else {
        done(next.parcel());
      }
    }
  }

  /**
   * A broker of MQTT 3.1.1 cannot say how much it takes, nor that it did not take a message at QoS
   * 2: its PUBREC has no reason (MQTT 3.1.1 §3.5). Mosquitto answers what exceeds its limit as if
   * it had taken it, and drops it.
   */
  private int roomFor(Outgoing message) {
    boolean isUntold = options.version() != MqttVersion.V5 && message.qos() == 2;
    return isUntold ? Math.min(UNTOLD_MAX, roomMax) : roomMax;
  }

  private void step() {
    nextId = nextId == 0xffff ? FIRST_ID : nextId + 1;
  }

  /** False for one that is left out because no broker would take it. */
  private boolean isSent(Outgoing message, int id) throws LinkLostException {
    var head =
        new PacketWriter.Head(
            message.qos(),
            id,
            message.isRetained(),
            message.contentType(),
            options.expiry().toSeconds());
    byte[] packet = packets.publish(head, message.topic(), message.payload());
    if (packet.length > packetBytesMax) {
      refused(
          message.topic(),
          "it has " + packet.length + " bytes, and the broker takes " + packetBytesMax);
      return false;
    }
    connection.send(packet);
    return true;
  }

  private void refused(String topic, String why) throws LinkLostException {
    switch (options.onRefusal()) {
      case STOP ->
          throw new LinkLostException(
              "the broker does not take a message for " + topic + ": " + why);
      case LEAVE_OUT -> leftOut++;
    }
  }

  /** The broker has a message at QoS 1, or refuses it. */
  synchronized void answered(int id, int reason) throws LinkLostException {
    if (id < FIRST_ID) {
      connection.published(id);
      return;
    }
    Sending sending = inFlight.remove(id);
    if (sending == null) {
      throw new LinkLostException("the broker answered message " + id + ", which is not under way");
    }
    if (Reason.isRefusal(reason)) {
      refused(sending.message().topic(), Reason.of(reason));
    }
    done(sending.parcel());
    fill();
  }

  /** The broker has a message at QoS 2, or refuses it. */
  synchronized void received(int id, int reason) throws LinkLostException {
    Sending sending = inFlight.get(id);
    if (sending == null) {
      throw new LinkLostException("the broker answered message " + id + ", which is not under way");
    }
    if (Reason.isRefusal(reason)) {
      answered(id, reason);
      return;
    }
    var released = new Sending(sending.message(), sending.parcel(), sending.sinceNanos(), true);
    var _ = inFlight.put(id, released);
    connection.send(PacketWriter.pubRel(id));
  }

  /** A message at QoS 2 is done with. */
  synchronized void completed(int id) throws LinkLostException {
    Sending sending = inFlight.get(id);
    if (sending == null || !sending.isReleased()) {
      throw new LinkLostException("the broker ended message " + id + " before it began");
    }
    answered(id, 0);
  }

  /** The broker answered a ping, and so has read all before it. */
  synchronized void ponged() throws LinkLostException {
    Parcel parcel = byPing.remove(connection.answered());
    if (parcel != null) {
      done(parcel);
    }
    long longest = options.answer().plus(options.keepAlive()).toNanos();
    long now = System.nanoTime();
    for (Sending each : inFlight.values()) {
      if (now - each.sinceNanos() > longest) {
        throw new LinkLostException("the broker answers pings and acknowledges no message");
      }
    }
  }

  private void done(Parcel parcel) {
    parcel.left--;
    if (parcel.left == 0) {
      acknowledged.accept(parcel.number);
    }
  }

  /** Messages that the broker did not take, and that were left out. */
  synchronized long leftOut() {
    return leftOut;
  }

  /** Messages that wait for room or for an answer. */
  synchronized int underWay() {
    return waiting.size() + inFlight.size();
  }
}
