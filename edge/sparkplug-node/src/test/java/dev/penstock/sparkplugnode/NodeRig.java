package dev.penstock.sparkplugnode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.delivery.Destination;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.north.Names;
import dev.penstock.north.SampleFeed;
import dev.penstock.north.Selection;
import dev.penstock.north.SourceName;
import dev.penstock.sparkplug.Heard;
import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.edgenode.Publication;
import dev.penstock.sparkplug.edgenode.Settings;
import dev.penstock.sparkplug.fleet.Composition;
import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.Reported;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.payload.PayloadWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A destination between a server and a reader of a journal that a test plays. */
final class NodeRig implements Destination.Watch, AutoCloseable {
  static final String TOPICS = "spBv1.0/g/";

  final FakeServer server = new FakeServer();
  final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  final AtomicLong nowMs = new AtomicLong(1_000_000);
  final AtomicInteger bdSeq = new AtomicInteger(6);
  final SparkplugDestination destination;
  volatile List<DeviceForm> forms = List.of();
  volatile List<Reported> newest = List.of();
  private long seq;

  private final class Around implements Plant {
    @Override
    public List<DeviceForm> forms() {
      return forms;
    }

    @Override
    public List<Reported> newest() {
      return newest;
    }
  }

  private static final Names NAMES =
      new Names() {
        @Override
        public Optional<SourceName> source(long source) {
          return Optional.of(new SourceName("plc-" + source, null));
        }

        @Override
        public Optional<String> point(long source, long point) {
          return Optional.of("p" + point);
        }
      };

  NodeRig(Optional<String> primaryHost, Commands commands) {
    this(primaryHost, commands, Composition.NONE);
  }

  NodeRig(Optional<String> primaryHost, Commands commands, Composition composition) {
    Settings settings = Settings.of(NodeId.of("g", "n"));
    this.destination =
        new SparkplugDestination(
            new SparkplugOptions(
                "host",
                primaryHost
                    .map(host -> settings.withPrimaryHost(host, false))
                    .orElse(settings)
                    .withoutAliases(),
                Map.of("Properties/Product", "Penstock"),
                true,
                composition,
                Duration.ofMillis(10),
                Duration.ofMillis(40)),
            server,
            new SampleFeed(Selection.ALL, NAMES, ValueOpening.NONE),
            new SparkplugDestination.Around(
                new Around(),
                bdSeq::incrementAndGet,
                commands,
                () -> Instant.ofEpochMilli(nowMs.get()),
                new SplittableRandom(1)));
  }

  @Override
  public void linked() {
    told.add("linked");
  }

  @Override
  public void lost(String why) {
    told.add("lost: " + why);
  }

  @Override
  public void acknowledged(long parcel) {
    told.add("parcel " + parcel);
  }

  String next() throws InterruptedException {
    return String.valueOf(told.poll(60, TimeUnit.SECONDS));
  }

  /** What the node did next; the test fails where it does nothing. */
  FakeServer.Done done() throws InterruptedException {
    FakeServer.Done done = server.done.poll(60, TimeUnit.SECONDS);
    assertThat(done).as("something is done").isNotNull();
    return done;
  }

  /** The next message: its topic behind the group, its payload. */
  record Spoken(String topic, Payload payload) {
    Metric metric(String name) {
      return payload.metrics().stream()
          .filter(each -> name.equals(each.name()))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no metric " + name + " in " + this));
    }

    List<String> names() {
      return payload.metrics().stream().map(each -> String.valueOf(each.name())).toList();
    }
  }

  Spoken spoken() throws InterruptedException {
    FakeServer.Done done = done();
    assertThat(done).isInstanceOf(FakeServer.Done.Published.class);
    return spoken(((FakeServer.Done.Published) done).publication());
  }

  static Spoken spoken(Publication publication) {
    String topic = publication.topic().text();
    Heard heard = Heard.read(topic, publication.bytes(), PayloadLimits.BIRTH);
    assertThat(topic).startsWith(TOPICS);
    return new Spoken(topic.substring(TOPICS.length()), ((Heard.Message) heard).payload());
  }

  void start() {
    destination.start(this);
  }

  /** A reader of the journal sends what it read. */
  void send(long parcel, boolean isHistory, long source, TestFrame.Value... values)
      throws IOException {
    int count = destination.add(new TestFrame(source, seq, List.of(values)), isHistory);
    assertThat(count).isEqualTo(values.length);
    seq += values.length;
    destination.send(parcel);
  }

  /** Until the births are given, for a node without a primary host. */
  List<Spoken> born() throws InterruptedException {
    assertThat(done()).isInstanceOf(FakeServer.Done.Opened.class);
    assertThat(next()).isEqualTo("linked");
    destination.begun();
    List<Spoken> births = new ArrayList<>();
    while (server.done.peek() != null) {
      if (done() instanceof FakeServer.Done.Published(var publication)) {
        births.add(spoken(publication));
      }
    }
    return births;
  }

  void state(boolean isOnline, long timestampMs) {
    server
        .session()
        .says(
            "spBv1.0/STATE/scada",
            "{\"online\":%s,\"timestamp\":%d}"
                .formatted(isOnline, timestampMs)
                .getBytes(StandardCharsets.UTF_8));
  }

  void commands(String topic, Metric... metrics) {
    server
        .session()
        .says(TOPICS + topic, PayloadWriter.write(Payload.at(nowMs.get(), List.of(metrics))));
  }

  @Override
  public void close() {
    destination.close();
  }
}
