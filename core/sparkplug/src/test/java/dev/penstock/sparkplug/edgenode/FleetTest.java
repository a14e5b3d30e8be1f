package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.Fleet;
import dev.penstock.sparkplug.fleet.Reported;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.testkit.Seed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a host hears of devices whose samples are told, by a host that knows what it heard alone.
 */
class FleetTest {
  private static final long NO_LINK = 0x8031_0000L;

  private final HostView host = new HostView();
  private final Fleet fleet = new Fleet();
  private EdgeNode node = EdgeNode.of(Settings.of(NodeId.of("g", "n")));
  private long nowMs = 1_000;

  private void on(Event event) {
    Step step = node.on(event);
    node = step.node();
    for (Action action : step.actions()) {
      switch (action) {
        case Action.Publish(var publication) -> host.hear(publication);
        case Action.Unsent(_, var readings, var why) when why != Action.Unsent.Why.NOT_BORN ->
            host.problems.add("not sent: " + readings + " " + why);
        case Action _ -> {}
      }
    }
  }

  private void all(List<Event> events) {
    events.forEach(this::on);
  }

  private void connect(Reported... newest) {
    on(new Event.Connecting("s", 0, nowMs));
    all(fleet.beforeBirths(List.of(newest), nowMs));
    on(new Event.Connected(nowMs));
  }

  private Reported sample(String device, String point, SampleValue value) {
    return new Reported(device, point, nowMs++, 0, value, Optional.empty());
  }

  private Reported noLink(String device, String point) {
    return new Reported(device, point, nowMs++, NO_LINK, SampleValue.NONE, Optional.empty());
  }

  private void tell(Reported... samples) {
    all(fleet.told(List.of(samples), false, nowMs));
  }

  private Value current(String device, String metric) {
    return host.current(Source.device(device)).get(metric).value();
  }

  private boolean isThere(String device) {
    return host.isOnline(Source.device(device));
  }

  /** As hosts of others read it: a birth says of what is only read that it is. */
  @Test
  void aBirthSaysWhatNoHostMayWrite() {
    for (boolean isWritable : new boolean[] {false, true}) {
      var form =
          new DeviceForm.PointForm("p", Optional.of(DataType.DOUBLE), isWritable, true, "bar");
      List<Event> events = fleet.fit(List.of(new DeviceForm("plc", List.of(form))), nowMs);
      assertThat(events).hasSize(isWritable ? 1 : 0);
      events = fleet.beforeBirths(List.of(sample("plc", "p", SampleValue.of(1.5))), nowMs);
      var appeared = (Event.DeviceAppeared) events.getLast();
      PropertySet properties = appeared.metrics().definitions().getFirst().properties();
      assertThat(properties.get("engUnit")).isPresent();
      assertThat(properties.get("readOnly").isPresent()).isNotEqualTo(isWritable);
    }
  }

  @Test
  void aDeviceComesWithItsFirstSampleAndGoesWithItsLink() {
    connect();
    assertThat(isThere("a")).isFalse();
    tell(sample("a", "x", SampleValue.of(1)), sample("a", "y", SampleValue.of(true)));
    assertThat(isThere("a")).isTrue();
    tell(noLink("a", "x"));
    assertThat(isThere("a")).as("y is usable").isTrue();
    tell(noLink("a", "y"));
    assertThat(isThere("a")).isFalse();
    tell(sample("a", "y", SampleValue.of(false)));
    assertThat(isThere("a")).isTrue();
    assertThat(host.problems).isEmpty();
  }

  /** What is made of others is good without them: it keeps no device alive. */
  @Test
  void whatIsDerivedSaysNothingAboutTheLink() {
    all(
        fleet.fit(
            List.of(
                new DeviceForm(
                    "a",
                    List.of(
                        new DeviceForm.PointForm("x", Optional.empty(), false, true, ""),
                        new DeviceForm.PointForm("pi", Optional.empty(), false, false, "")))),
            nowMs));
    connect();
    tell(sample("a", "x", SampleValue.of(1)), sample("a", "pi", SampleValue.of(3.14)));
    tell(noLink("a", "x"));
    assertThat(isThere("a")).isFalse();
    assertThat(host.problems).isEmpty();
  }

  @Test
  void aTypeGrowsWiderAndNeverNarrower() {
    all(
        fleet.fit(
            List.of(
                new DeviceForm(
                    "a",
                    List.of(
                        new DeviceForm.PointForm(
                            "x", Optional.of(DataType.INT16), false, true, "")))),
            nowMs));
    connect();
    tell(sample("a", "x", SampleValue.of(7)));
    assertThat(current("a", "x")).isEqualTo(new Value.Bits32(7));
    tell(sample("a", "x", SampleValue.of(70_000)));
    assertThat(current("a", "x")).isEqualTo(new Value.Bits64(70_000));
    tell(sample("a", "x", SampleValue.of(0.5)));
    assertThat(current("a", "x")).isEqualTo(new Value.Float64(0.5));
    tell(sample("a", "x", SampleValue.of(7)));
    assertThat(current("a", "x")).isEqualTo(new Value.Float64(7));
    tell(sample("a", "x", SampleValue.of("off")));
    assertThat(current("a", "x")).isEqualTo(new Value.Text("off"));
    tell(sample("a", "x", SampleValue.of(7)));
    assertThat(current("a", "x")).isEqualTo(new Value.Text("7"));
    assertThat(host.problems).isEmpty();
  }

  @Test
  void namesThatAreOneForSomeHostsAreToldApart() {
    connect();
    tell(
        sample("Pump/1", "Level", SampleValue.of(1)),
        sample("pump/1", "x", SampleValue.of(2)),
        sample("Pump/1", "level", SampleValue.of(3)),
        sample("Pump/1", "bdSeq", SampleValue.of(4)));
    assertThat(current("Pump%2F1", "Level")).isEqualTo(new Value.Bits64(1));
    assertThat(current("pump%2F1~2", "x")).isEqualTo(new Value.Bits64(2));
    assertThat(current("Pump%2F1", "level~2")).isEqualTo(new Value.Bits64(3));
    assertThat(current("Pump%2F1", "bdSeq~2")).isEqualTo(new Value.Bits64(4));
    assertThat(fleet.place(Source.device("pump%2F1~2"), "x"))
        .contains(new Fleet.Place("pump/1", "x"));
    assertThat(host.problems).isEmpty();
  }

  /** A host never hears what it cannot understand, and hears each sample once. */
  @Test
  void whateverIsToldIsHeardOnce() {
    var random = new SplittableRandom(Seed.value());
    connect();
    Map<Source, List<Long>> live = new HashMap<>();
    Map<Source, List<Long>> history = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      boolean isHistorical = random.nextInt(3) == 0;
      List<Reported> samples = new ArrayList<>();
      for (int k = random.nextInt(5); k >= 0; k--) {
        String device = "d" + random.nextInt(3);
        String point = "p" + random.nextInt(4);
        Reported sample =
            random.nextInt(3) == 0 ? noLink(device, point) : sample(device, point, value(random));
        samples.add(sample);
        var _ =
            (isHistorical ? history : live)
                .computeIfAbsent(Source.device(device), _ -> new ArrayList<>())
                .add(sample.timeMs());
      }
      all(fleet.told(samples, isHistorical, nowMs));
      if (random.nextInt(20) == 0) {
        nowMs += random.nextInt(2) * Fleet.LINGER.toMillis();
        all(fleet.tick(nowMs));
      }
      if (random.nextInt(100) == 0) {
        on(new Event.ConnectionLost());
        connect();
      }
    }
    assertThat(host.problems).as(Seed.describe()).isEmpty();
    assertThat(times(host.live)).as(Seed.describe()).isEqualTo(live);
    assertThat(times(host.history)).as(Seed.describe()).isEqualTo(history);
  }

  private static Map<Source, List<Long>> times(Map<Source, List<HostView.Known>> heard) {
    Map<Source, List<Long>> times = new HashMap<>();
    heard.forEach((source, all) -> {
      var _ = times.put(source, all.stream().map(HostView.Known::timeMs).toList());
    });
    return times;
  }

  private static SampleValue value(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> SampleValue.of(random.nextLong());
      case 1 -> SampleValue.of(random.nextDouble());
      case 2 -> SampleValue.of(random.nextBoolean());
      case 3 -> SampleValue.of("text");
      case 4 -> new SampleValue.One(new Scalar.Large(-1 - random.nextLong(1L << 40)));
      case 5 ->
          new SampleValue.Many(List.of(new Scalar.Whole(1), new Scalar.Whole(random.nextInt())));
      default ->
          new SampleValue.One(
              new Scalar.Decimal(-2, BigInteger.valueOf(random.nextInt()).longValue()));
    };
  }
}
