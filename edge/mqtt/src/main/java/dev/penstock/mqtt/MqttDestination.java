package dev.penstock.mqtt;

import dev.penstock.flow.delivery.Destination;
import dev.penstock.flow.journal.Frame;
import dev.penstock.framesmqtt.Incoming;
import dev.penstock.framesmqtt.Incoming.ConnAck;
import dev.penstock.framesmqtt.Reason;
import dev.penstock.north.MessageMaker;
import dev.penstock.north.Outgoing;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A broker that gets what plants say. A parcel counts as acknowledged when the broker has answered
 * each of its messages as its QoS wants it. Each connection begins anew: what an earlier one had
 * under way is shown again by who reads the journal.
 *
 * <p>One thread connects, reads answers and reconnects; who sends only hands packets to the
 * connection, whose own thread writes.
 */
public final class MqttDestination implements Destination {
  private final NorthOptions options;
  private final int qos;
  private final MessageMaker maker;
  private final RandomGenerator random;
  private final AtomicLong leftOut = new AtomicLong();
  private final AtomicLong faults = new AtomicLong();

  private volatile boolean isClosing;
  private volatile @Nullable Window window;
  private volatile @Nullable Connection current;
  private volatile @Nullable Socket socket;
  private volatile @Nullable Thread reader;

  /**
   * Not started yet.
   *
   * @param qos at which its messages are made
   * @param random spreads what many gateways would do at once
   */
  public MqttDestination(
      NorthOptions options, int qos, MessageMaker maker, RandomGenerator random) {
    this.options = options;
    this.qos = qos;
    this.maker = maker;
    this.random = random;
  }

  /**
   * What was not as it should be.
   *
   * @param leftOut messages that the broker refused, and that were left out as the options want it
   * @param faults how often our own code failed; each time the link was made again
   */
  public record Counts(long leftOut, long faults) {}

  /** What was done so far. */
  public Counts counts() {
    synchronized (leftOut) {
      Window now = window;
      return new Counts(leftOut.get() + (now == null ? 0 : now.leftOut()), faults.get());
    }
  }

  @Override
  public void start(Watch watch) {
    Thread thread =
        Thread.ofPlatform().name("mqtt-" + options.name()).daemon().unstarted(() -> run(watch));
    reader = thread;
    thread.start();
  }

  @Override
  public int add(Frame frame, boolean isHistory) throws IOException {
    return maker.add(frame, isHistory);
  }

  @Override
  public void send(long parcel) {
    List<Outgoing> messages = maker.take();
    Window now = window;
    Connection connection = current;
    if (now == null || connection == null) {
      return;
    }
    try {
      now.add(parcel, messages);
    } catch (LinkLostException e) {
      connection.end(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void forget() {
    maker.forget();
  }

  private void run(Watch watch) {
    var patience = new Patience(options.reconnectMin(), options.reconnectMax(), random);
    while (!isClosing) {
      long startedNanos = System.nanoTime();
      watch.lost(ended(watch));
      if (!isClosing) {
        patience.pause(startedNanos);
      }
    }
  }

  /** One connection from its beginning to its end; why it ended. */
  private String ended(Watch watch) {
    try {
      session(watch);
      return "closed";
    } catch (IOException e) {
      return Failures.reason(e, options.reach());
    } catch (RuntimeException e) {
      // This loop is the link's life: it says what happened and tries again.
      var _ = faults.incrementAndGet();
      return "an error of our own: " + e;
    }
  }

  private void session(Watch watch) throws IOException {
    try (Connection connection = Connection.open(options.reach(), this::opening)) {
      ConnAck ack = connection.connect();
      Integer theirs = ack.properties().maximumQos();
      if (theirs != null && theirs < qos) {
        throw new LinkLostException(
            "the broker takes QoS " + theirs + " at most, and the destination wants " + qos);
      }
      connection.start();
      connection.granted();
      connection.sayAlive();
      var open = new Window(connection, ack, options, watch::acknowledged);
      current = connection;
      // From here on parcels may be sent; those of before are void when this is heard.
      window = open;
      watch.linked();
      try {
        while (!isClosing) {
          take(connection.read(), open);
        }
        connection.sayGoodBye();
      } finally {
        // Together, so that nobody counts what was left out there twice, or not at all.
        synchronized (leftOut) {
          window = null;
          var _ = leftOut.addAndGet(open.leftOut());
        }
        current = null;
      }
    }
  }

  private static void take(Incoming packet, Window open) throws LinkLostException {
    switch (packet) {
      case Incoming.PubAck(var id, var reason) -> open.answered(id, reason);
      case Incoming.PubRec(var id, var reason) -> open.received(id, reason);
      case Incoming.PubComp(var id, var _) -> open.completed(id);
      case Incoming.PingResp _ -> open.ponged();
      case Incoming.Disconnect end ->
          throw new LinkLostException(
              "the broker ended the connection: " + Reason.of(end.reason()));
      case Incoming.Broken broken ->
          throw new LinkLostException("the broker sent what is not MQTT: " + broken.reason());
      case ConnAck _ -> throw new LinkLostException("the broker answered CONNECT twice");
      case Incoming.Publish _, Incoming.Unkept _, Incoming.PubRel _, Incoming.SubAck _ ->
          throw new LinkLostException("the broker sent what nobody asked for");
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
    Connection connection = current;
    if (connection != null) {
      connection.sayGoodBye();
      connection.close();
    }
    Socket open = socket;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // It is of no use any more, closed or not; the wait for it has a bound.
    }
    Thread thread = reader;
    boolean isInterrupted = false;
    while (thread != null && thread.isAlive()) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
