package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.sparkplug.SparkplugId;
import dev.penstock.sparkplug.edgenode.HostView.Known;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadWriter;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens in whatever order: a host that follows its rules ends with what the node was
 * told, each value once, and never hears what it must not.
 */
class HostAgreesTest {
  private static final List<Source> SOURCES =
      List.of(Source.NODE, Source.device("A"), Source.device("B"), Source.device("C"));

  private static final List<Quality> QUALITIES = List.of(Quality.values());

  /** The owner of a node, its broker and its plant, all drawn from one seed. */
  private static final class World {
    final SplittableRandom random;
    final boolean hasPrimaryHost;
    final HostView host = new HostView();
    final Map<Source, List<Known>> told = new HashMap<>();

    /** What each source had last, as far as it was there. */
    final Map<Source, Map<String, Known>> current = new HashMap<>();

    final Map<Source, List<Reading>> pending = new HashMap<>();
    final Set<Source> present = new HashSet<>(Set.of(Source.NODE));
    final Map<Source, Integer> sizes = new HashMap<>();
    EdgeNode node;
    Optional<Publication> will = Optional.empty();
    int bdSeq = 254;
    long now = 1_000;
    long hostMs = 10;
    boolean isFlushing;

    World(long seed) {
      random = new SplittableRandom(seed);
      hasPrimaryHost = random.nextBoolean();
      Settings settings =
          new Settings(
              Rig.ID,
              hasPrimaryHost ? Optional.of(new SparkplugId("scada")) : Optional.empty(),
              random.nextBoolean(),
              random.nextInt(4) > 0,
              1 + random.nextInt(5));
      node = EdgeNode.of(settings);
      SOURCES.forEach(each -> {
        var _ = sizes.put(each, 2);
      });
    }

    void on(Event event) {
      now += 1 + random.nextInt(10);
      Step step = node.on(event);
      node = step.node();
      step.actions().forEach(this::act);
      flush();
    }

    void act(Action action) {
      switch (action) {
        case Action.Connect connect -> will = Optional.of(connect.will());
        case Action.Publish(var publication) -> host.hear(publication);
        case Action.Disconnect _ -> will = Optional.empty();
        case Action.Unsent unsent -> {
          assertThat(unsent.why())
              .isIn(Action.Unsent.Why.NOT_BORN, Action.Unsent.Why.UNKNOWN_DEVICE);
          assertThat(isFlushing).as("history comes back").isFalse();
          pending
              .computeIfAbsent(unsent.source(), _ -> new ArrayList<>())
              .addAll(unsent.readings());
        }
        case Action.Subscribe _,
            Action.Unsubscribe _,
            Action.Command _,
            Action.RebirthAsked _,
            Action.Refused _ -> {}
      }
    }

    /** What was kept goes out as soon as somebody listens to its source. */
    void flush() {
      if (node.phase() != EdgeNode.Phase.BORN || isFlushing) {
        return;
      }
      isFlushing = true;
      for (Source source : SOURCES) {
        if (present.contains(source) && !pending.getOrDefault(source, List.of()).isEmpty()) {
          List<Reading> kept = pending.remove(source);
          kept.sort(Comparator.comparingLong(Reading::timeMs)); // as a journal has them
          on(new Event.Values(source, kept, true, now));
        }
      }
      isFlushing = false;
    }

    void step() {
      Source source = SOURCES.get(random.nextInt(SOURCES.size()));
      switch (random.nextInt(12)) {
        case 0 -> connect();
        case 1 -> lose();
        case 2 -> on(new Event.Stopping(now));
        case 3 -> hostSays(random.nextInt(3) > 0, hostMs + random.nextInt(3) - 1);
        case 4 -> appear(source);
        case 5 -> gone(source);
        case 6 -> rebirth();
        default -> tell(source);
      }
    }

    void connect() {
      if (node.phase() != EdgeNode.Phase.OFFLINE) {
        return;
      }
      bdSeq = EdgeNode.bdSeqAfter(bdSeq);
      on(new Event.Connecting("s", bdSeq, now));
      if (random.nextInt(5) > 0) {
        on(new Event.Connected(now));
      }
    }

    void lose() {
      // A connection that was never taken leaves no will with the broker.
      if (node.phase() == EdgeNode.Phase.WAITING || node.phase() == EdgeNode.Phase.BORN) {
        will.ifPresent(host::hear);
      }
      will = Optional.empty();
      on(new Event.ConnectionLost());
    }

    void hostSays(boolean isOnline, long timestampMs) {
      hostMs = Math.max(hostMs, timestampMs);
      String json = "{\"online\":" + isOnline + ",\"timestamp\":" + timestampMs + "}";
      on(arrived("spBv1.0/STATE/scada", json.getBytes(StandardCharsets.UTF_8)));
    }

    Event arrived(String topic, byte[] bytes) {
      return new Event.Arrived(topic, ByteString.of(bytes), false, now);
    }

    void rebirth() {
      var metric = Metric.of(EdgeNode.REBIRTH, now, DataType.BOOLEAN, new Value.Flag(true));
      on(
          arrived(
              "spBv1.0/Waterworks/NCMD/Well 3",
              PayloadWriter.write(Payload.at(now, List.of(metric)))));
      if (random.nextBoolean()) {
        on(new Event.RebirthDue(now));
      }
    }

    MetricSet metrics(Source source) {
      List<MetricDefinition> all = new ArrayList<>();
      for (int i = 0; i < sizes.getOrDefault(source, 2); i++) {
        all.add(
            random.nextBoolean()
                ? MetricDefinition.readable("m" + i, DataType.INT16)
                : MetricDefinition.writable("m" + i, DataType.INT16));
      }
      Collections.shuffle(all, new Random(random.nextLong()));
      return MetricSet.of(all);
    }

    void appear(Source source) {
      sizes.merge(source, random.nextInt(2), Integer::sum);
      MetricSet metrics = metrics(source);
      present.add(source);
      switch (source) {
        case Source.OfNode _ ->
            on(new Event.NodeDefined(metrics, TemplateSet.EMPTY, List.of(), now));
        case Source.OfDevice(var id) -> on(new Event.DeviceAppeared(id, metrics, List.of(), now));
      }
    }

    void gone(Source source) {
      if (source instanceof Source.OfDevice(var id)) {
        present.remove(source);
        current.remove(source);
        on(new Event.DeviceGone(id, now));
      }
    }

    void tell(Source source) {
      List<Reading> readings = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(4); i++) {
        now++;
        readings.add(
            new Reading(
                "m" + random.nextInt(2),
                now,
                QUALITIES.get(random.nextInt(3)),
                random.nextInt(5) == 0 ? null : new Value.Bits32(random.nextInt(-9, 9)),
                Optional.empty()));
      }
      for (Reading each : readings) {
        told.computeIfAbsent(source, _ -> new ArrayList<>()).add(known(each));
        if (present.contains(source)) {
          current.computeIfAbsent(source, _ -> new HashMap<>()).put(each.metric(), known(each));
        }
      }
      Collections.shuffle(readings, new Random(random.nextLong()));
      on(new Event.Values(source, readings, false, now));
    }

    static Known known(Reading reading) {
      return new Known(reading.metric(), reading.timeMs(), reading.value(), reading.quality());
    }

    void settle() {
      for (Source source : SOURCES) {
        appear(source);
      }
      if (node.phase() == EdgeNode.Phase.CONNECTING) {
        on(new Event.Connected(now));
      }
      while (node.phase() == EdgeNode.Phase.OFFLINE) {
        connect();
        if (node.phase() == EdgeNode.Phase.CONNECTING) {
          on(new Event.Connected(now));
        }
      }
      if (hasPrimaryHost) {
        hostSays(true, hostMs + 1);
      }
      for (Source source : SOURCES) {
        tell(source);
      }
    }
  }

  @Test
  void aHostKnowsWhatTheNodeWasToldAfterAnythingThatCanHappen() {
    Property.forAll(Gen.seeds())
        .cases(400, 10_000)
        .holds(seed -> {
          World world = new World(seed);
          world.appear(Source.NODE);
          for (int i = 0; i < 120; i++) {
            world.step();
            assertThat(world.host.problems).isEmpty();
            assertThat(world.host.isOnline()).isEqualTo(world.node.phase() == EdgeNode.Phase.BORN);
          }
          world.settle();
          assertThat(world.host.problems).isEmpty();
          assertThat(world.pending.values().stream().flatMap(List::stream)).isEmpty();
          for (Source source : SOURCES) {
            assertAgreed(world, source);
          }
        });
  }

  private static void assertAgreed(World world, Source source) {
    List<Known> told = world.told.get(source);
    List<Known> live = world.host.live.getOrDefault(source, List.of());
    List<Known> history = world.host.history.getOrDefault(source, List.of());
    List<Known> heard = new ArrayList<>(live);
    heard.addAll(history);
    assertThat(heard).as("each value once").containsExactlyInAnyOrderElementsOf(told);
    assertThat(live).as("current values").extracting(Known::timeMs).isSorted();
    assertThat(history).as("history").extracting(Known::timeMs).isSorted();
    assertThat(world.host.isOnline(source)).isTrue();
    for (String metric : List.of("m0", "m1")) {
      Known current = world.host.current(source).get(metric);
      Known last = world.current.getOrDefault(source, Map.of()).get(metric);
      if (last != null) {
        assertThat(current).isEqualTo(last);
      } else {
        assertThat(current.value()).isNull();
        assertThat(current.quality()).isEqualTo(Quality.STALE);
      }
    }
  }
}
