package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.mqtt.MqttServerLink;
import dev.penstock.mqtt.NorthOptions;
import dev.penstock.north.SampleFeed;
import dev.penstock.north.Selection;
import dev.penstock.sparkplug.edgenode.Settings;
import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.Reported;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplugnode.Commands;
import dev.penstock.sparkplugnode.Plant;
import dev.penstock.sparkplugnode.SparkplugDestination;
import dev.penstock.sparkplugnode.SparkplugOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Our edge node with devices of two metrics each, of which {@code a} may be written, and the
 * account of what they said: what a host has is held against it. One thread speaks.
 */
final class SpeakingNode implements Plant {
  private static final List<String> METRICS = List.of("a", "b");
  private static final long FIRST_MS = 1_767_225_600_000L;

  /** Behind whatever a test says. */
  private static final long GONE_MS = FIRST_MS + 1_000_000;

  private static final int NO_COMMUNICATION = 0x8031_0000;

  private final NorthRoute route;
  private final String who;
  private final List<DeviceForm> forms;
  private final AtomicInteger births = new AtomicInteger();

  /** Guarded by itself. */
  private final Map<String, Reported> newest = new TreeMap<>();

  private final Map<String, Double> said = new HashMap<>();
  private int values;

  /**
   * A node that has said nothing yet.
   *
   * @param who stands before each device in the account, where the host has it so
   */
  SpeakingNode(NorthRoute route, String who, String... devices) {
    this.route = route;
    this.who = who;
    this.forms = Arrays.stream(devices).map(SpeakingNode::form).toList();
  }

  private static DeviceForm form(String device) {
    return new DeviceForm(device, List.of(point("a", true), point("b", false)));
  }

  private static DeviceForm.PointForm point(String name, boolean isWritable) {
    return new DeviceForm.PointForm(name, Optional.of(DataType.DOUBLE), isWritable, true, "bar");
  }

  @Override
  public List<DeviceForm> forms() {
    return forms;
  }

  @Override
  public List<Reported> newest() {
    synchronized (newest) {
      return List.copyOf(newest.values());
    }
  }

  /** What speaks for the devices at a server. */
  SparkplugDestination destination(Settings settings, NorthOptions link) {
    return new SparkplugDestination(
        new SparkplugOptions(
            "scada",
            settings,
            Map.of("Properties/Log", "example.org/it"),
            true,
            Duration.ofMillis(50),
            Duration.ofMillis(200)),
        new MqttServerLink(link),
        new SampleFeed(Selection.ALL, route.names(), ValueOpening.NONE),
        new SparkplugDestination.Around(
            this,
            () -> births.getAndIncrement() % 256,
            Commands.NONE,
            InstantSource.system(),
            new SplittableRandom(3)));
  }

  /** Says so many values of a device, in turn of its metrics; returns when they are durable. */
  Set<String> say(String device, int count) throws InterruptedException {
    Samples.Builder told = builder(device);
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < count; i++) {
      int metric = i % METRICS.size();
      long timeMs = FIRST_MS + values;
      double value = values / 7.0;
      add(told, device, metric, new Scalar.Real(value), 0, timeMs);
      String key = who + device + "/" + METRICS.get(metric) + "/" + timeMs;
      var _ = said.put(key, value);
      boolean _ = keys.add(key);
      values++;
    }
    route.offer(told);
    return keys;
  }

  /** Says that a device cannot be reached; returns when that is durable. */
  void lose(String device) throws InterruptedException {
    Samples.Builder told = builder(device);
    for (int metric = 0; metric < METRICS.size(); metric++) {
      add(told, device, metric, new Scalar.None(), NO_COMMUNICATION, GONE_MS);
    }
    route.offer(told);
  }

  private static Samples.Builder builder(String device) {
    return new Samples.Builder(new PointNames(device, device, METRICS));
  }

  private void add(
      Samples.Builder to, String device, int metric, Scalar value, int status, long timeMs) {
    assertThat(to.add(metric, value, status, Samples.NO_TIME, timeMs * 1_000_000)).isTrue();
    String name = METRICS.get(metric);
    var reported =
        new Reported(
            device,
            name,
            timeMs,
            Integer.toUnsignedLong(status),
            new SampleValue.One(value),
            Optional.empty());
    synchronized (newest) {
      var _ = newest.put(device + "/" + name, reported);
    }
  }

  /** All values that were said, by device, metric and time; grows with what is said. */
  Map<String, Double> said() {
    return Collections.unmodifiableMap(said);
  }

  /** When the last value was said. */
  long lastMs() {
    return FIRST_MS + values - 1;
  }
}
