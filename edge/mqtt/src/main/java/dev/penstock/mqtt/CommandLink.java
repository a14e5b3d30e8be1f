package dev.penstock.mqtt;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.Incoming;
import dev.penstock.framesmqtt.Incoming.ConnAck;
import dev.penstock.framesmqtt.PacketWriter;
import dev.penstock.framesmqtt.Reason;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.north.command.CommandMessage;
import dev.penstock.north.command.OrderReader;
import dev.penstock.north.command.Refusal;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one broker: hears them, and answers. It is a connection of its own beside that of
 * the data, so nobody who floods it stands before a value or an acknowledgement.
 *
 * <p>Each connection begins a session that ends with it: what was sent while nobody listened is
 * never delivered later, when the plant is another one. A message is acknowledged when it is handed
 * over, and not kept here.
 *
 * <p>Req: 62443-4-2 CR 7.1
 */
public final class CommandLink implements AutoCloseable {
  /** A broker that reads nothing of so many packets takes no answers. */
  private static final int BACKLOG_MAX = 1_000;

  /** The broker tells more than once rather than never; a key tells the two apart. */
  private static final int QOS = 1;

  private static final String CONTENT_TYPE = "application/json";

  private final NorthOptions options;
  private final TopicFilter filter;
  private final Ear ear;
  private final RandomGenerator random;
  private final Reach reach;
  private final PacketWriter packets;
  private final AtomicLong faults = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final Thread reader;

  private volatile boolean isClosing;
  private volatile Optional<String> obstacle = Optional.of("not connected yet");
  private volatile @Nullable Open open;
  private volatile @Nullable Socket socket;

  /** Who hears what comes. Its methods do not wait; they are called by one thread. */
  public interface Ear {
    /** A message on one of the topics that are listened to. */
    void heard(CommandMessage message);

    /** One that was not kept. */
    void unread(String topic, Refusal why, String text);
  }

  /** A connection on which answers go out. */
  private record Open(Connection connection, long packetBytesMax) {}

  private CommandLink(NorthOptions options, TopicFilter filter, Ear ear, RandomGenerator random) {
    this.options = options;
    this.filter = filter;
    this.ear = ear;
    this.random = random;
    this.reach = options.reach(OrderReader.PAYLOAD_BYTES_MAX);
    this.packets = new PacketWriter(options.version());
    this.reader =
        Thread.ofVirtual().name("mqtt-" + options.name() + "-commands").unstarted(this::run);
  }

  /**
   * Starts listening.
   *
   * @param options of the broker; the client id must be another one than that of the data
   */
  public static CommandLink start(
      NorthOptions options, TopicFilter filter, Ear ear, RandomGenerator random) {
    var link = new CommandLink(options, filter, ear, random);
    link.reader.start();
    return link;
  }

  /** Why nothing is heard just now; empty while something is. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  /** Answers for which there was no connection, or which were too large for it. */
  public long unanswered() {
    return unanswered.get();
  }

  /** How often our own code failed; each time the connection was made again. */
  public long faults() {
    return faults.get();
  }

  /**
   * Publishes an answer, once, at QoS 0; does not wait. Who missed it asks again by the key of the
   * command.
   */
  public void answer(String topic, byte[] payload, Optional<ByteString> correlation) {
    Open now = open;
    var head = new PacketWriter.Head(0, 0, false, CONTENT_TYPE, 0, correlation.orElse(null));
    byte[] packet = packets.publish(head, topic, payload);
    if (now == null || packet.length > now.packetBytesMax()) {
      var _ = unanswered.incrementAndGet();
      return;
    }
    now.connection().send(packet);
  }

  private void run() {
    var patience = new Patience(options.reconnectMin(), options.reconnectMax(), random);
    while (!isClosing) {
      long startedNanos = System.nanoTime();
      obstacle = Optional.of(ended());
      if (!isClosing) {
        patience.pause(startedNanos);
      }
    }
  }

  /** One connection from its beginning to its end; why it ended. */
  private String ended() {
    try {
      session();
      return "closed";
    } catch (IOException e) {
      return Failures.reason(e, reach);
    } catch (RuntimeException e) {
      // This loop is the link's life: it says what happened and tries again.
      var _ = faults.incrementAndGet();
      return "an error of our own: " + e;
    }
  }

  private void session() throws IOException {
    try (Connection connection = Connection.open(reach, this::opening)) {
      ConnAck ack = connection.connect();
      Long bytes = ack.properties().maximumPacketBytes();
      connection.start();
      connection.subscribeAsPublished(new Subscription(filter, QOS));
      open = new Open(connection, bytes == null ? Long.MAX_VALUE : bytes);
      try {
        while (!isClosing) {
          take(connection.read(), connection);
          if (connection.backlog() > BACKLOG_MAX) {
            throw new LinkLostException("the broker takes no answers");
          }
        }
        connection.sayGoodBye();
      } finally {
        open = null;
      }
    }
  }

  private void take(Incoming packet, Connection connection) throws IOException {
    switch (packet) {
      case Incoming.Publish publish -> {
        if (publish.topic().isReadable()) {
          ear.heard(message(publish));
        } else {
          ear.unread(publish.topic().text(), Refusal.TOPIC, "its topic is not as MQTT wants it");
        }
        acknowledge(publish.delivery(), connection);
      }
      case Incoming.Unkept(var topic, var delivery, long size, var _, var reason) -> {
        if (reason == null) {
          String text =
              "it has %d bytes, at most %d".formatted(size, OrderReader.PAYLOAD_BYTES_MAX);
          ear.unread(topic.text(), Refusal.TOO_LARGE, text);
        } else {
          ear.unread(topic.text(), Refusal.UNREADABLE, "it is malformed: " + reason);
        }
        acknowledge(delivery, connection);
      }
      case Incoming.SubAck(int _, var reasons) -> granted(reasons, connection);
      case Incoming.PingResp _ -> {}
      case Incoming.Disconnect end ->
          throw new LinkLostException(
              "the broker ended the connection: " + Reason.of(end.reason()));
      case Incoming.Broken broken ->
          throw new LinkLostException("the broker sent what is not MQTT: " + broken.reason());
      case ConnAck _ -> throw new LinkLostException("the broker answered CONNECT twice");
      case Incoming.PubAck _, Incoming.PubRec _, Incoming.PubComp _, Incoming.PubRel _ ->
          throw new LinkLostException("the broker sent what nobody asked for");
    }
  }

  private void granted(List<Integer> reasons, Connection connection) throws IOException {
    if (reasons.size() != 1 || Reason.isRefusal(reasons.getFirst())) {
      String why = reasons.size() == 1 ? ": " + Reason.of(reasons.getFirst()) : "";
      throw new LinkLostException("the broker does not let us subscribe to " + filter.text() + why);
    }
    connection.granted();
    obstacle = Optional.empty();
  }

  private static CommandMessage message(Incoming.Publish publish) {
    Incoming.Wanted wanted = publish.wanted();
    Long expiry = wanted.expirySeconds();
    return new CommandMessage(
        publish.topic().text(),
        publish.payload(),
        publish.delivery().isRetained(),
        publish.delivery().isDuplicate(),
        Optional.ofNullable(wanted.answerTopic()),
        Optional.ofNullable(wanted.correlation()),
        expiry == null ? OptionalLong.empty() : OptionalLong.of(expiry));
  }

  private static void acknowledge(Incoming.Delivery delivery, Connection connection)
      throws LinkLostException {
    switch (delivery.qos()) {
      case 0 -> {}
      case 1 -> connection.send(PacketWriter.pubAck(delivery.packetId()));
      default -> throw new LinkLostException("the broker sent at QoS 2 what was asked for at 1");
    }
  }

  /** Whoever closes this ends with it what the thread waits for. */
  private void opening(Socket now) throws LinkLostException {
    socket = now;
    if (isClosing) {
      throw new LinkLostException("closed");
    }
  }

  @Override
  public void close() {
    isClosing = true;
    Open now = open;
    if (now != null) {
      now.connection().sayGoodBye();
      now.connection().close();
    }
    Socket opened = socket;
    try {
      if (opened != null) {
        opened.close();
      }
    } catch (IOException e) {
      // It is of no use any more, closed or not; the wait for it has a bound.
    }
    boolean isInterrupted = false;
    while (reader.isAlive()) {
      reader.interrupt();
      try {
        reader.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
