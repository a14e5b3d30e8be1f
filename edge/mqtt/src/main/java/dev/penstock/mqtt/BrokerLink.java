package dev.penstock.mqtt;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.intake.BusiestTopics;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.TopicName;
import dev.penstock.framesmqtt.Incoming;
import dev.penstock.framesmqtt.Incoming.ConnAck;
import dev.penstock.framesmqtt.PacketWriter;
import dev.penstock.framesmqtt.Reason;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The link to one broker: keeps a session there, hands in what it hears, and acknowledges each
 * message when it is durable and not before. Several brokers are several links.
 *
 * <p>Two threads belong to it. One connects, reads and reconnects, hands in what it read while the
 * intake takes it, and owns all state but what is volatile. The other hands in what had to wait.
 * When the intake is full, the line between them fills, then the reader stops, then TCP fills:
 * nothing is dropped here at any QoS, and the broker keeps what it promised to keep.
 *
 * <p>The reader is a platform thread: it waits for the socket once for every message of a slow
 * plant, and that costs a virtual thread three times the system calls (docs/performance.md).
 */
public final class BrokerLink implements AutoCloseable {
  private static final long RETRY_NANOS_MIN = 200_000;
  private static final long RETRY_NANOS_MAX = 20_000_000;

  private final BrokerOptions options;
  private final ListeningWatch watch;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final WaitingLine line;
  private final Hearing hearing;
  private final SecondHalves secondHalves = new SecondHalves();
  private final List<Ear> ears = new ArrayList<>();
  private final Thread reader;
  private final Thread pump;

  private volatile boolean isClosing;
  private volatile @Nullable Connection current;

  /** The socket of the connection that is being made or is open. */
  private volatile @Nullable Socket socket;

  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong faults = new AtomicLong();
  private boolean wasSubscribed;

  /** One subscription and whether it is heard. */
  static final class Ear {
    final Subscription subscription;
    volatile @Nullable Instant lastHeard;
    private boolean isUp;
    private Instant deafSince = Instant.EPOCH;
    private String deafReason = "";

    private Ear(Subscription subscription) {
      this.subscription = subscription;
    }
  }

  private BrokerLink(
      BrokerOptions options,
      Intake intake,
      DeviceBlocks blocks,
      ListeningWatch watch,
      InstantSource clock,
      RandomGenerator random) {
    this.options = options;
    this.watch = watch;
    this.clock = clock;
    this.random = random;
    this.line =
        new WaitingLine(options.limits().queueMessages(), options.limits().queueBytes(), faults);
    options.subscriptions().forEach(each -> ears.add(new Ear(each)));
    this.hearing = new Hearing(options, intake, blocks, clock, line, ears, secondHalves);
    this.reader = Thread.ofPlatform().name("mqtt-" + options.name()).daemon().unstarted(this::run);
    this.pump = Thread.ofVirtual().name("mqtt-" + options.name() + "-pump").unstarted(this::pump);
  }

  /** Starts listening; whether and when the broker is reached is told to the watch. */
  public static BrokerLink start(
      BrokerOptions options,
      Intake intake,
      DeviceBlocks blocks,
      ListeningWatch watch,
      InstantSource clock,
      RandomGenerator random) {
    return start(options, List.of(), intake, blocks, watch, clock, random);
  }

  /**
   * As above, where earlier lives gave names.
   *
   * @param known names that have a number: a topic that comes again gets its own
   */
  public static BrokerLink start(
      BrokerOptions options,
      Iterable<TopicName> known,
      Intake intake,
      DeviceBlocks blocks,
      ListeningWatch watch,
      InstantSource clock,
      RandomGenerator random) {
    var link = new BrokerLink(options, intake, blocks, watch, clock, random);
    link.hearing.remember(known);
    Instant now = clock.instant();
    for (Ear ear : link.ears) {
      ear.deafSince = now;
      link.deaf(ear, "not connected yet");
    }
    link.pump.start();
    link.reader.start();
    return link;
  }

  /**
   * Publishes at QoS 1, such as the ack of a device's block. False when there is no connection or
   * too much is under way; nothing is kept, for the device asks again.
   */
  public boolean publish(String topic, ByteString payload) {
    Connection connection = current;
    return connection != null && connection.publish(topic, payload, false);
  }

  /** What was done so far. */
  public LinkCounts counts() {
    return hearing.counts(connections.get(), faults.get());
  }

  /** The topics that say most, as they stood at most a second ago. */
  public List<BusiestTopics.Busy> busiest() {
    return hearing.busiest();
  }

  private void run() {
    var limits = options.limits();
    var patience = new Patience(limits.reconnectMin(), limits.reconnectMax(), random);
    while (!isClosing) {
      long startedNanos = System.nanoTime();
      String reason;
      try {
        session();
        reason = "closed";
      } catch (IOException e) {
        reason = Failures.reason(e, options.reach());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        reason = "closed";
      } catch (RuntimeException e) {
        // This loop is the link's life: it says what happened and tries again.
        var _ = faults.incrementAndGet();
        reason = "an error of our own: " + e;
      }
      deaf(reason);
      if (isClosing || Thread.currentThread().isInterrupted()) {
        return;
      }
      patience.pause(startedNanos);
    }
  }

  private void session() throws IOException, InterruptedException {
    try (Connection connection = Connection.open(options.reach(), this::opening)) {
      ConnAck ack = connection.connect();
      Instant connectedSince = clock.instant();
      if (!ack.isSessionPresent()) {
        secondHalves.clear();
      }
      connection.start();
      var _ = connections.incrementAndGet();
      current = connection;
      boolean kept = ack.isSessionPresent();
      // What an earlier life of ours asked for is not known here, so it is asked for again.
      if (kept && wasSubscribed) {
        connection.granted();
        granted(connectedSince, true, null);
        sayAlive(connection);
      } else {
        connection.subscribe(options.subscriptions());
      }
      hearing.begin(connection);
      while (!isClosing) {
        Incoming packet = connection.read();
        switch (packet) {
          case Incoming.Publish publish -> hearing.heard(publish);
          case Incoming.Unkept unkept -> hearing.heard(unkept);
          case Incoming.PubRel release -> {
            secondHalves.released(release.packetId());
            connection.send(PacketWriter.pubComp(release.packetId()));
          }
          case Incoming.SubAck answer -> {
            connection.granted();
            granted(connectedSince, kept, answer.reasons());
            sayAlive(connection);
          }
          case Incoming.PubAck published -> connection.published(published.packetId());
          case Incoming.PingResp _ -> hearing.settle();
          case Incoming.Disconnect end ->
              throw new LinkLostException(
                  "the broker ended the connection: " + Reason.of(end.reason()));
          case Incoming.Broken broken -> {
            hearing.malformed(broken.reason());
            throw new LinkLostException("the broker sent what is not MQTT: " + broken.reason());
          }
          case Incoming.PubRec _, Incoming.PubComp _ ->
              throw new LinkLostException("the broker answered a message that we never sent");
          case ConnAck _ -> throw new LinkLostException("the broker answered CONNECT twice");
        }
      }
      connection.sayGoodBye();
    } finally {
      current = null;
    }
  }

  /** Whoever closes this link ends with it what a platform thread waits for. */
  private void opening(Socket now) throws LinkLostException {
    socket = now;
    if (isClosing) {
      throw new LinkLostException("closed");
    }
  }

  private void granted(Instant connectedSince, boolean kept, @Nullable List<Integer> reasons)
      throws LinkLostException {
    if (reasons != null && reasons.size() != ears.size()) {
      throw new LinkLostException("the broker answered SUBSCRIBE for another number of filters");
    }
    Instant now = clock.instant();
    boolean all = true;
    for (int i = 0; i < ears.size(); i++) {
      Ear ear = ears.get(i);
      int asked = ear.subscription.qos();
      int code = reasons == null ? asked : reasons.get(i);
      if (Reason.isRefusal(code) || code > 2) {
        all = false;
        deaf(ear, "the broker refused this filter: " + Reason.of(code));
      } else {
        ear.isUp = true;
        tell(ear, new Listening.Up(connectedSince, now, asked, code, kept));
      }
    }
    wasSubscribed = all;
  }

  private void sayAlive(Connection connection) {
    if (wasSubscribed) {
      connection.sayAlive();
    }
  }

  private void deaf(String reason) {
    Instant now = clock.instant();
    for (Ear ear : ears) {
      if (ear.isUp) {
        ear.isUp = false;
        ear.deafSince = now;
        ear.deafReason = "";
      }
      deaf(ear, reason);
    }
  }

  /** Deaf since when it was up the last time, also where the reason is another one now. */
  private void deaf(Ear ear, String reason) {
    if (!reason.equals(ear.deafReason)) {
      ear.deafReason = reason;
      tell(ear, new Listening.Deaf(ear.deafSince, reason, ear.lastHeard));
    }
  }

  private void tell(Ear ear, Listening state) {
    watch.changed(options.name(), ear.subscription.filter().text(), state);
  }

  private void pump() {
    try {
      while (true) {
        WaitingLine.Offer offer = line.first();
        long retryNanos = RETRY_NANOS_MIN;
        while (!line.isTaken(offer)) {
          if (Thread.interrupted()) {
            return;
          }
          LockSupport.parkNanos(retryNanos);
          retryNanos = Math.min(2 * retryNanos, RETRY_NANOS_MAX);
        }
        line.removeFirst();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() asks for the end
    }
  }

  private void closeSocket() {
    Socket open = socket;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // It is of no use any more, closed or not; the wait for it has a bound.
    }
  }

  /**
   * Ends the connection in order and waits for both threads. What was read and is not durable is
   * not acknowledged: the broker sends it again to our next life.
   */
  @Override
  public void close() {
    isClosing = true;
    Connection connection = current;
    if (connection != null) {
      connection.sayGoodBye();
      connection.close();
    }
    closeSocket();
    reader.interrupt();
    pump.interrupt();
    boolean interrupted = false;
    for (Thread each : List.of(reader, pump)) {
      while (each.isAlive()) {
        try {
          each.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
