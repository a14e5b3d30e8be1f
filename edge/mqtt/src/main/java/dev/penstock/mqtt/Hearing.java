package dev.penstock.mqtt;

import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.BusiestTopics;
import dev.penstock.flow.intake.DeviceBlock;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.FindingMeter;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.TopicName;
import dev.penstock.flow.intake.TopicNames;
import dev.penstock.framesmqtt.Incoming.Delivery;
import dev.penstock.framesmqtt.Incoming.Publish;
import dev.penstock.framesmqtt.Incoming.Topic;
import dev.penstock.framesmqtt.Incoming.Unkept;
import dev.penstock.framesmqtt.PacketWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into what the intake takes, and puts them in line. Belongs to the link's reading
 * thread; what others may ask is volatile.
 */
final class Hearing {
  private static final String BLOCKS = "penstock/v1/";
  private static final String BLOCK = "/block";
  private static final int TOPICS_SHOWN = 100;

  /** A reader that stood still for less was merely busy. */
  private static final Duration PAUSE_TOLD = Duration.ofSeconds(1);

  private static final long SETTLE_NANOS = 1_000_000_000L;

  /** What a message costs in memory besides its payload. */
  private static final int MESSAGE_BYTES = 300;

  private final BrokerOptions options;
  private final Intake intake;
  private final DeviceBlocks blocks;
  private final InstantSource clock;
  private final WaitingLine line;
  private final List<BrokerLink.Ear> ears;
  private final SecondHalves secondHalves;
  private final TopicNames names;
  private final FindingMeter meter;
  private final BusiestTopics topics = new BusiestTopics(TOPICS_SHOWN);

  private @Nullable Connection connection;
  private long session;
  private long settledNanos = System.nanoTime();

  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder qos0 = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder unkept = new LongAdder();
  private final LongAdder collected = new LongAdder();
  private final LongAdder pauseNanos = new LongAdder();
  private volatile List<BusiestTopics.Busy> busiest = List.of();

  Hearing(
      BrokerOptions options,
      Intake intake,
      DeviceBlocks blocks,
      InstantSource clock,
      WaitingLine line,
      List<BrokerLink.Ear> ears,
      SecondHalves secondHalves) {
    this.options = options;
    this.intake = intake;
    this.blocks = blocks;
    this.clock = clock;
    this.line = line;
    this.ears = List.copyOf(ears);
    this.secondHalves = secondHalves;
    this.names = new TopicNames(options.name(), options.naming(), options.namingLimits());
    this.meter = new FindingMeter(options.name());
  }

  /** Names that had a number before this life. */
  void remember(Iterable<TopicName> known) {
    names.remember(known);
  }

  /** A new connection: its messages are of a new session. */
  void begin(Connection now) {
    connection = now;
    session++;
  }

  void heard(Publish publish) throws InterruptedException {
    Instant now = clock.instant();
    Delivery delivery = publish.delivery();
    String topic = publish.topic().text();
    int size = publish.payload().size();
    count(publish.topic(), delivery, size, now);
    Receipt receipt = receipt(delivery);
    if (receipt == null) {
      return; // the same QoS 2 message again: it is in line already
    }
    String device = publish.topic().isReadable() ? device(topic) : null;
    if (device != null) {
      var block = new DeviceBlock(options.name(), device, now, session, publish.payload());
      put(() -> blocks.offer(block, receipt), size, now);
      return;
    }
    TopicName name = name(publish.topic(), size, now);
    var heard =
        new Heard(
            options.name(),
            name.source(),
            name.point(),
            name.isCollecting() ? topic : null,
            null,
            now,
            new Payload(contentType(publish), publish.payload(), flags(delivery)),
            session);
    put(() -> intake.offer(heard, receipt), size, now);
  }

  /** Too large, or malformed: size and digest become durable, then it is acknowledged. */
  void heard(Unkept message) throws InterruptedException {
    Instant now = clock.instant();
    count(message.topic(), message.delivery(), message.payloadBytes(), now);
    unkept.increment();
    Receipt receipt = receipt(message.delivery());
    if (receipt == null) {
      return;
    }
    String reason = message.reason();
    var finding =
        new IntakeFinding(
            reason == null ? Kind.PAYLOAD_TOO_LARGE : Kind.MALFORMED,
            options.name(),
            message.topic().text(),
            now,
            now,
            1,
            message.payloadBytes(),
            message.digest(),
            reason == null
                ? "a payload has "
                    + message.payloadBytes()
                    + " bytes, kept are at most "
                    + options.limits().payloadBytes()
                : "a message is malformed: " + reason);
    put(() -> intake.offer(finding, receipt), 0, now);
  }

  void malformed(String reason) throws InterruptedException {
    note(Kind.MALFORMED, null, 0, clock.instant(), "what came is not MQTT: " + reason);
  }

  /** Reports what has gathered; called at least with each answer to a ping. */
  void settle() throws InterruptedException {
    settledNanos = System.nanoTime();
    busiest = topics.busiest();
    for (IntakeFinding finding : meter.due(clock.instant())) {
      line.put(() -> intake.offer(finding, Receipt.NONE), MESSAGE_BYTES);
    }
  }

  private void count(Topic topic, Delivery delivery, long size, Instant now) {
    messages.increment();
    bytes.add(size);
    if (delivery.qos() == 0) {
      qos0.increment();
    }
    if (delivery.isDuplicate()) {
      duplicates.increment();
    }
    topics.heard(topic.text(), size, now);
    for (BrokerLink.Ear ear : ears) {
      if (ear.subscription.filter().matches(topic.text())) {
        ear.lastHeard = now;
      }
    }
  }

  /** What acknowledges this message; null when it is one that is in line already. */
  private @Nullable Receipt receipt(Delivery delivery) {
    AckLine acks = Objects.requireNonNull(connection).acks();
    if (delivery.qos() == 0) {
      return Receipt.NONE;
    }
    if (delivery.qos() == 1) {
      AckLine.Place place = acks.add(PacketWriter.pubAck(delivery.packetId()));
      return acknowledging(() -> acks.durable(place));
    }
    SecondHalves.Half half = secondHalves.received(delivery.packetId(), acks);
    if (half == null) {
      return null;
    }
    return acknowledging(half::durable);
  }

  /** A refusal is durable too, and sending the message again would change nothing. */
  private static Receipt acknowledging(Runnable acknowledge) {
    return new Receipt() {
      @Override
      public void durable() {
        acknowledge.run();
      }

      @Override
      public void refused(String reason) {
        acknowledge.run();
      }
    };
  }

  private TopicName name(Topic topic, int size, Instant now) throws InterruptedException {
    if (!topic.isReadable()) {
      collected.increment();
      note(Kind.TOPIC_UNREADABLE, topic.text(), size, now, "a topic is not as MQTT wants it");
      return names.unreadable();
    }
    TopicName name = names.name(topic.text());
    if (name.isCollecting()) {
      collected.increment();
      note(
          Kind.TOO_MANY_TOPICS,
          topic.text(),
          size,
          now,
          "a topic has no point of its own: there are "
              + names.topicCount()
              + " topics, at most "
              + options.namingLimits().topics()
              + ", of "
              + names.sourceCount()
              + " sources, at most "
              + options.namingLimits().sources());
      return name;
    }
    Optional<String> other = names.sharedWith(name, topic.text());
    if (other.isPresent()) {
      note(
          Kind.POINT_SHARED,
          topic.text(),
          size,
          now,
          "the naming rules give two topics one point; the other is " + other.get());
    }
    return name;
  }

  /** The name in a device's block topic; null for any other topic. */
  private static @Nullable String device(String topic) {
    if (!topic.startsWith(BLOCKS) || !topic.endsWith(BLOCK)) {
      return null;
    }
    int end = topic.length() - BLOCK.length();
    if (end <= BLOCKS.length()) {
      return null;
    }
    String source = topic.substring(BLOCKS.length(), end);
    return source.indexOf('/') < 0 && source.getBytes(StandardCharsets.UTF_8).length <= 255
        ? source
        : null;
  }

  private static @Nullable Integer flags(Delivery delivery) {
    int flags =
        (delivery.isRetained() ? Payload.RETAINED : 0)
            | (delivery.isDuplicate() ? Payload.DUPLICATE : 0);
    if (flags == 0) {
      return null;
    }
    return flags;
  }

  /** A content type that no record can hold is none. */
  private static @Nullable String contentType(Publish publish) {
    String type = publish.contentType();
    return type == null || type.isEmpty() || type.getBytes(StandardCharsets.UTF_8).length > 255
        ? null
        : type;
  }

  private void note(Kind kind, @Nullable String address, long size, Instant now, String text)
      throws InterruptedException {
    Optional<IntakeFinding> finding = meter.note(kind, address, size, now, text);
    if (finding.isPresent()) {
      line.put(() -> intake.offer(finding.get(), Receipt.NONE), MESSAGE_BYTES);
    }
  }

  private void put(WaitingLine.Offer offer, long size, Instant from) throws InterruptedException {
    long startNanos = System.nanoTime();
    line.put(offer, size + MESSAGE_BYTES);
    long endNanos = System.nanoTime();
    long pause = endNanos - startNanos;
    if (pause >= PAUSE_TOLD.toNanos()) {
      pauseNanos.add(pause);
      note(
          Kind.READING_PAUSED,
          null,
          0,
          from,
          "nothing was read for "
              + Duration.ofNanos(pause).toMillis()
              + " ms because the intake was full; the broker may have dropped QoS 0 messages");
    }
    if (endNanos - settledNanos >= SETTLE_NANOS) {
      settle();
    }
  }

  LinkCounts counts(long connections, long faults) {
    return new LinkCounts(
        messages.sum(),
        bytes.sum(),
        qos0.sum(),
        duplicates.sum(),
        unkept.sum(),
        collected.sum(),
        connections,
        line.count(),
        Duration.ofNanos(pauseNanos.sum()).toMillis(),
        faults);
  }

  List<BusiestTopics.Busy> busiest() {
    return busiest;
  }
}
