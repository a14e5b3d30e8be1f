package dev.penstock.mqtt;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.Incoming;
import dev.penstock.framesmqtt.Incoming.ConnAck;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.PacketWriter;
import dev.penstock.framesmqtt.Reason;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.sparkplug.MessageType;
import dev.penstock.sparkplug.edgenode.Publication;
import dev.penstock.sparkplug.server.MqttServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an edge node. A thread of its own reads, another writes; what was read waits in
 * a bounded queue, and behind it in the broker.
 */
final class ServerSession implements MqttServer.Session {
  private static final int HEARD_MAX = 1_000;
  private static final Duration GOOD_BYE = Duration.ofSeconds(1);

  /** Between the identifiers of our own messages and that of the only subscription of others. */
  private static final int FIRST_SUBSCRIPTION = 60_001;

  private static final int LAST_SUBSCRIPTION = 65_534;

  /** What stands for a message that is none to be followed: no payload, and no state. */
  private static final byte[] NOTHING_READABLE = {0};

  private final Connection connection;
  private final PacketWriter packets;
  private final Reach reach;
  private final long packetBytesMax;
  private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(HEARD_MAX);
  private final Map<byte[], Long> byPing = Collections.synchronizedMap(new IdentityHashMap<>());
  private final Map<Integer, String> filters = new ConcurrentHashMap<>();
  private final Thread reader;
  private int nextSubscription = FIRST_SUBSCRIPTION;

  private sealed interface Heard {
    record Of(MqttServer.Said said) implements Heard {}

    record End(String why) implements Heard {}
  }

  private ServerSession(Connection connection, ConnAck ack, Reach reach) {
    this.connection = connection;
    this.packets = new PacketWriter(reach.version());
    this.reach = reach;
    Long bytes = ack.properties().maximumPacketBytes();
    this.packetBytesMax = bytes == null ? Long.MAX_VALUE : bytes;
    this.reader = Thread.ofVirtual().name("mqtt-" + reach.name()).unstarted(this::read);
  }

  static ServerSession start(Connection connection, ConnAck ack, Reach reach) {
    var session = new ServerSession(connection, ack, reach);
    session.reader.start();
    return session;
  }

  @Override
  public synchronized void subscribe(String filter, int qos) {
    int id = nextSubscription;
    nextSubscription = id == LAST_SUBSCRIPTION ? FIRST_SUBSCRIPTION : id + 1;
    String _ = filters.put(id, filter);
    connection.subscribe(id, new Subscription(new TopicFilter(filter), qos));
  }

  @Override
  public void publish(Publication publication) throws IOException {
    String topic = publication.topic().text();
    byte[] bytes = publication.bytes();
    if (publication.qos() > 0) {
      if (!connection.publish(topic, ByteString.of(bytes), publication.isRetained())) {
        throw new LinkLostException("the broker acknowledges no message");
      }
      return;
    }
    var head = new PacketWriter.Head(0, 0, publication.isRetained(), null, 0);
    byte[] packet = packets.publish(head, topic, bytes);
    if (packet.length > packetBytesMax) {
      throw new LinkLostException(
          "the broker takes %d bytes at most, and a message for %s has %d"
              .formatted(packetBytesMax, topic, packet.length));
    }
    connection.send(packet);
  }

  @Override
  public void ask(long number) {
    byte[] ping = PacketWriter.pingReq();
    Long _ = byPing.put(ping, number);
    connection.send(ping);
  }

  @Override
  public Optional<MqttServer.Said> next(Duration atMost) throws IOException, InterruptedException {
    Heard next = heard.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    return switch (next) {
      case null -> Optional.empty();
      case Heard.Of(var said) -> Optional.of(said);
      case Heard.End(var why) -> throw new LinkLostException(why);
    };
  }

  private void read() {
    try {
      String why;
      try {
        while (true) {
          MqttServer.Said said = said(connection.read());
          if (said != null) {
            heard.put(new Heard.Of(said));
          }
        }
      } catch (IOException e) {
        why = Failures.reason(e, reach);
      } catch (RuntimeException e) {
        // This loop is the session's life: it says what happened, and ends.
        why = "an error of our own: " + e;
      }
      heard.put(new Heard.End(why));
    } catch (InterruptedException e) {
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    }
  }

  private MqttServer.@Nullable Said said(Incoming packet) throws LinkLostException {
    return switch (packet) {
      case Incoming.Publish(var topic, var delivery, _, var payload, _) ->
          message(topic, delivery, isAgain(topic, delivery) ? NOTHING_READABLE : payload.bytes());
      case Incoming.Unkept unkept -> message(unkept.topic(), unkept.delivery(), NOTHING_READABLE);
      case Incoming.PubAck(int id, _) -> {
        connection.published(id);
        yield null;
      }
      case Incoming.SubAck(int id, var reasons) -> {
        String filter = filters.remove(id);
        for (int reason : reasons) {
          if (Reason.isRefusal(reason)) {
            throw new LinkLostException("the broker does not let us subscribe to " + filter);
          }
        }
        yield null;
      }
      case Incoming.PingResp _ -> {
        Long number = byPing.remove(connection.answered());
        yield number == null ? null : new MqttServer.Said.HasRead(number);
      }
      case Incoming.Disconnect end ->
          throw new LinkLostException(
              "the broker ended the connection: " + Reason.of(end.reason()));
      case Incoming.Broken broken ->
          throw new LinkLostException("the broker sent what is not MQTT: " + broken.reason());
      case ConnAck _ -> throw new LinkLostException("the broker answered CONNECT twice");
      case Incoming.PubRec _, Incoming.PubComp _, Incoming.PubRel _ ->
          throw new LinkLostException("the broker sent what nobody asked for");
    };
  }

  /**
   * A write that may have been delivered before: it has nothing by which that could be told, so it
   * is read as none. A clean session and QoS 0, as Sparkplug has them, know no such thing.
   */
  private static boolean isAgain(Incoming.Topic topic, Incoming.Delivery delivery) {
    return delivery.isDuplicate() && topic.text().contains("/" + MessageType.DCMD.name() + "/");
  }

  private MqttServer.Said message(Incoming.Topic topic, Incoming.Delivery delivery, byte[] payload)
      throws LinkLostException {
    switch (delivery.qos()) {
      case 0 -> {}
      case 1 -> connection.send(PacketWriter.pubAck(delivery.packetId()));
      default -> throw new LinkLostException("the broker sent at QoS 2 what was asked for at 1");
    }
    return new MqttServer.Said.Message(topic.text(), payload, delivery.isRetained());
  }

  @Override
  public void end(boolean isWithWill) throws InterruptedException {
    // MQTT 3.1.1 has one way to say good-bye, after which no will is published.
    boolean isAsked = isWithWill && reach.version() == MqttVersion.V5;
    connection.sayLast(isAsked ? PacketWriter.disconnectWithWill() : PacketWriter.disconnect());
    // The broker hangs up; if we did first, what is still on its way could be lost.
    boolean _ = reader.join(GOOD_BYE);
  }

  @Override
  public void close() {
    connection.close();
    reader.interrupt();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
