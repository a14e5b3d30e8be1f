package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.sparkplug.edgenode.Rig.Said;
import dev.penstock.sparkplug.fleet.Composition;
import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.Fleet;
import dev.penstock.sparkplug.fleet.InstanceForm;
import dev.penstock.sparkplug.fleet.Reported;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Template;
import dev.penstock.sparkplug.payload.Template.Parameter;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Samples of points that are members of an instance, and what hosts get of them. */
class FleetTemplateTest {
  private static final long UNCERTAIN = 0x4000_0000L;
  private static final List<String> POINTS = List.of("p1 amps", "p1 speed", "level");
  private static final Source PLC = Source.device("plc");

  private static final Template PUMP =
      Template.definition(
          "2",
          List.of(
              Metric.of("Amps", 5, DataType.FLOAT, null),
              Metric.of("Running", 5, DataType.BOOLEAN, null),
              Metric.of("Speed", 5, DataType.INT32, null)),
          List.of(new Parameter("Maker", DataType.STRING.code(), new Value.Text("unknown"))));

  private static final Parameter ACME =
      new Parameter("Maker", DataType.STRING.code(), new Value.Text("Acme"));

  private static final Composition PUMPS =
      new Composition(
          TemplateSet.of(Map.of("Pump", PUMP)),
          List.of(
              new InstanceForm(
                  "plc",
                  "Pump 1",
                  "Pump",
                  Map.of("Amps", "p1 amps", "Speed", "p1 speed"),
                  List.of(ACME))));

  private final Rig rig = new Rig();
  private final Fleet fleet = new Fleet(PUMPS);
  private final List<Action> actions = new ArrayList<>();

  private void all(List<Event> events) {
    events.forEach(each -> actions.addAll(rig.on(each)));
  }

  /** What was said since somebody asked. */
  private List<Said> said() {
    List<Said> said = Rig.said(actions);
    actions.clear();
    return said;
  }

  private static Reported sample(String point, long timeMs, SampleValue value) {
    return new Reported("plc", point, timeMs, 0, value, Optional.of("7/" + timeMs));
  }

  private void tell(boolean isHistorical, Reported... samples) {
    all(fleet.told(List.of(samples), isHistorical, rig.now));
  }

  /** Births with what points have; what a host may write is the speed. */
  private List<Said> born(Reported... newest) {
    var _ = rig.on(new Event.NodeDefined(MetricSet.EMPTY, PUMPS.templates(), List.of(), rig.now));
    var _ = rig.connecting();
    all(
        fleet.fit(
            List.of(
                new DeviceForm(
                    "plc",
                    List.of(
                        form("p1 amps", DataType.FLOAT, false, "A"),
                        form("p1 speed", DataType.UINT16, true, ""),
                        form("level", DataType.DOUBLE, false, "m")))),
            rig.now));
    all(fleet.beforeBirths(List.of(newest), rig.now));
    actions.addAll(rig.on(new Event.Connected(rig.now)));
    return said();
  }

  private static DeviceForm.PointForm form(
      String name, DataType type, boolean isWritable, String unit) {
    return new DeviceForm.PointForm(name, Optional.of(type), isWritable, true, unit);
  }

  private static Template instance(Metric metric) {
    assertThat(metric.value()).isInstanceOf(Template.class);
    return (Template) metric.value();
  }

  private static Metric member(Metric metric, String name) {
    return instance(metric).members().stream()
        .filter(each -> name.equals(each.name()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(Metric metric) {
    return instance(metric).members().stream().map(Metric::name).toList();
  }

  private static Optional<Value> property(Metric metric, String key) {
    return metric.properties().get(key).map(PropertySet.Property::value);
  }

  /**
   * Req: tck-id-payloads-template-definition-nbirth,
   * tck-id-payloads-template-definition-is-definition, tck-id-payloads-template-definition-members,
   * tck-id-payloads-template-instance-is-definition, tck-id-payloads-template-instance-ref,
   * tck-id-payloads-template-instance-members-birth, tck-id-payloads-template-instance-parameters
   */
  @Test
  void theNodesBirthHasTheDefinitionAndTheDevicesAllMembersOfItsInstance() {
    List<Said> births = born(sample("p1 speed", 40, SampleValue.of(1_450)));
    assertThat(births.stream().map(Said::type)).containsExactly("NBIRTH", "DBIRTH");
    Template definition = instance(births.getFirst().metric("Pump"));
    assertThat(definition).isEqualTo(PUMP);
    assertThat(births.getFirst().metric("Pump").alias()).isNull();

    Said device = births.getLast();
    assertThat(device.names()).containsExactlyInAnyOrder("Pump 1", "level");
    Metric pump = device.metric("Pump 1");
    assertThat(pump.type()).contains(DataType.TEMPLATE);
    assertThat(pump.alias()).isNotNull();
    assertThat(pump.timestampMs()).isEqualTo(40);
    assertThat(instance(pump).isDefinition()).isFalse();
    assertThat(instance(pump).reference()).isEqualTo("Pump");
    assertThat(instance(pump).version()).isNull();
    assertThat(instance(pump).parameters()).containsExactly(ACME);
    assertThat(names(pump)).containsExactly("Amps", "Running", "Speed");
    assertThat(instance(pump).members()).allSatisfy(each -> assertThat(each.alias()).isNull());
    assertThat(member(pump, "Speed").value()).isEqualTo(new Value.Bits32(1_450));
    assertThat(member(pump, "Speed").type()).contains(DataType.INT32);
    assertThat(property(member(pump, "Speed"), Reading.RECORD_KEY))
        .contains(new Value.Text("7/40"));
    assertThat(property(member(pump, "Speed"), Quality.KEY)).as("good").isEmpty();
    assertThat(property(member(pump, "Speed"), "readOnly")).as("may be written").isEmpty();
    assertThat(property(member(pump, "Amps"), "engUnit")).contains(new Value.Text("A"));
    for (String silent : List.of("Amps", "Running")) {
      assertThat(member(pump, silent).marks().isNull()).as(silent).isTrue();
      assertThat(property(member(pump, silent), Quality.KEY)).contains(new Value.Bits32(500));
      assertThat(property(member(pump, silent), "readOnly")).contains(new Value.Flag(true));
    }
    assertThat(property(pump, "readOnly")).as("one member may be written").isEmpty();
  }

  /**
   * Req: tck-id-payloads-template-instance-members-data, tck-id-payloads-template-instance-members
   */
  @Test
  void dataHasTheMembersThatChangedAndOfOneTimeTogether() {
    long alias =
        Rig.aliases(born(sample("p1 speed", 40, SampleValue.of(1))).getLast()).get("Pump 1");
    tell(
        false,
        sample("p1 amps", 50, SampleValue.of(2.5)),
        sample("level", 50, SampleValue.of(1.5)),
        sample("p1 speed", 50, SampleValue.of(7)),
        sample("p1 speed", 60, SampleValue.of(8)));
    Said data = said().getFirst();
    assertThat(data.type()).isEqualTo("DDATA");
    List<Metric> metrics = data.payload().metrics();
    assertThat(metrics.stream().map(Metric::timestampMs)).containsExactly(50L, 50L, 60L);
    assertThat(names(metrics.getFirst())).containsExactly("Amps", "Speed");
    assertThat(metrics.getFirst().alias()).isEqualTo(alias);
    assertThat(metrics.getFirst().name()).isNull();
    Metric amps = member(metrics.getFirst(), "Amps");
    assertThat(amps.value()).isEqualTo(new Value.Float32(2.5f));
    assertThat(amps.type()).as("hosts find it by nothing else").contains(DataType.FLOAT);
    assertThat(amps.timestampMs()).isEqualTo(50);
    assertThat(amps.alias()).isNull();
    assertThat(property(amps, Quality.KEY)).as("never good before").isPresent();
    assertThat(property(member(metrics.getFirst(), "Speed"), Quality.KEY)).isEmpty();
    assertThat(metrics.get(1).value()).as("flat as ever").isEqualTo(new Value.Float64(1.5));
    assertThat(names(metrics.get(2))).containsExactly("Speed");

    Said again = Rig.said(rig.rebirth()).getLast();
    Metric whole = again.metric("Pump 1");
    assertThat(member(whole, "Amps").value()).isEqualTo(new Value.Float32(2.5f));
    assertThat(property(member(whole, "Amps"), Quality.KEY)).as("a birth says no good").isEmpty();
    assertThat(property(member(whole, "Amps"), "engUnit")).contains(new Value.Text("A"));
    assertThat(member(whole, "Speed").value()).isEqualTo(new Value.Bits32(8));
    assertThat(instance(whole).parameters()).containsExactly(ACME);
    assertThat(member(whole, "Running").marks().isNull()).isTrue();
  }

  @Test
  void historyOfMembersIsHistoryInItsOrderAndNothingCurrent() {
    var _ = born(sample("p1 speed", 40, SampleValue.of(1)));
    tell(
        true,
        sample("p1 speed", 30, SampleValue.of(3)),
        sample("p1 speed", 20, SampleValue.of(2)),
        sample("p1 amps", 30, SampleValue.of(9.0)),
        sample("p1 speed", 30, SampleValue.of(4)));
    List<Metric> told = said().getFirst().payload().metrics();
    assertThat(told).allSatisfy(each -> assertThat(each.marks().isHistorical()).isTrue());
    assertThat(told.stream().map(Metric::timestampMs)).containsExactly(30L, 20L, 30L);
    assertThat(names(told.getLast())).containsExactly("Amps", "Speed");
    Metric whole = Rig.said(rig.rebirth()).getLast().metric("Pump 1");
    assertThat(member(whole, "Speed").value()).isEqualTo(new Value.Bits32(1));
    assertThat(member(whole, "Amps").marks().isNull()).isTrue();
  }

  /** Each sample once, as a member or by itself, and those of one point in their order. */
  @Test
  void whateverIsToldOfMembersIsHeardOnceAndInItsOrder() {
    var random = new SplittableRandom(Seed.value());
    rig.node = EdgeNode.of(Settings.of(Rig.ID).withoutAliases());
    var _ = born(sample("level", 1, SampleValue.of(1.5)));
    Map<String, List<String>> told = new TreeMap<>();
    Map<String, List<String>> heard = new TreeMap<>();
    long nowMs = 1_000;
    for (int i = 0; i < 1_000; i++) {
      boolean isHistorical = random.nextInt(3) == 0;
      List<Reported> samples = new ArrayList<>();
      for (int k = random.nextInt(8); k >= 0; k--) {
        nowMs += random.nextInt(2);
        String point = POINTS.get(random.nextInt(POINTS.size()));
        long timeMs = isHistorical ? 500 + random.nextInt(3) : nowMs;
        samples.add(sample(point, timeMs, SampleValue.of(i % 100)));
        told.computeIfAbsent(point, _ -> new ArrayList<>())
            .add(isHistorical + " " + timeMs + " " + i % 100);
      }
      all(fleet.told(samples, isHistorical, nowMs));
      for (Said said : said()) {
        said.payload().metrics().forEach(each -> hear(each, heard));
      }
    }
    assertThat(heard).as(Seed.describe()).isEqualTo(told);
    assertThat(fleet.unfit()).isZero();
  }

  private static void hear(Metric metric, Map<String, List<String>> heard) {
    List<Metric> each =
        metric.value() instanceof Template instance ? instance.members() : List.of(metric);
    for (Metric one : each) {
      assertThat(one.timestampMs()).isEqualTo(metric.timestampMs());
      String point =
          switch (String.valueOf(one.name())) {
            case "Amps" -> "p1 amps";
            case "Speed" -> "p1 speed";
            default -> String.valueOf(one.name());
          };
      Object value =
          switch (one.value()) {
            case Value.Bits32(int bits) -> bits;
            case Value.Float32(float number) -> Math.round(number);
            case Value.Float64(double number) -> Math.round(number);
            case null, default -> "odd";
          };
      heard
          .computeIfAbsent(point, _ -> new ArrayList<>())
          .add(metric.marks().isHistorical() + " " + one.timestampMs() + " " + value);
    }
  }

  @Test
  void eachMemberHasAQualityOfItsOwn() {
    var _ = born(sample("p1 speed", 40, SampleValue.of(1)));
    tell(
        false, new Reported("plc", "p1 speed", 50, UNCERTAIN, SampleValue.of(1), Optional.empty()));
    Metric stale = said().getFirst().only();
    assertThat(property(member(stale, "Speed"), Quality.KEY)).contains(new Value.Bits32(500));
    Metric born = Rig.said(rig.rebirth()).getLast().metric("Pump 1");
    assertThat(property(born, Quality.KEY)).as("the instance is told").isEmpty();
    assertThat(property(member(born, "Speed"), Quality.KEY)).contains(new Value.Bits32(500));
    tell(false, sample("p1 speed", 60, SampleValue.of(2)));
    assertThat(property(member(said().getFirst().only(), "Speed"), Quality.KEY))
        .contains(new Value.Bits32(192));
    tell(false, sample("p1 speed", 70, SampleValue.of(3)));
    assertThat(property(member(said().getFirst().only(), "Speed"), Quality.KEY)).isEmpty();
  }

  /** A definition stands in the node's birth: its types stay what they are. */
  @Test
  void aValueThatItsMemberDoesNotHoldIsNoneAndBadAndCounted() {
    var _ = born(sample("p1 speed", 40, SampleValue.of(1)));
    tell(false, sample("p1 speed", 50, SampleValue.of("fast")));
    List<Said> said = said();
    assertThat(said.stream().map(Said::type)).as("no other birth").containsExactly("DDATA");
    Metric speed = member(said.getFirst().only(), "Speed");
    assertThat(speed.marks().isNull()).isTrue();
    assertThat(property(speed, Quality.KEY)).contains(new Value.Bits32(0));
    assertThat(fleet.unfit()).isEqualTo(1);
    tell(false, sample("p1 speed", 60, SampleValue.of(2)));
    assertThat(property(member(said().getFirst().only(), "Speed"), Quality.KEY))
        .contains(new Value.Bits32(192));
    assertThat(fleet.unfit()).isEqualTo(1);
  }

  @Test
  void aMetricIsFoundByItsNameAndAMemberByBoth() {
    var _ = born(sample("level", 40, SampleValue.of(1.5)));
    assertThat(fleet.place(PLC, "Pump 1", Optional.of("Speed")))
        .contains(new Fleet.Place("plc", "p1 speed"));
    assertThat(fleet.place(PLC, "level")).contains(new Fleet.Place("plc", "level"));
    assertThat(fleet.place(PLC, "Pump 1")).isEmpty();
    assertThat(fleet.place(PLC, "Speed")).isEmpty();
    assertThat(fleet.place(PLC, "Pump 1", Optional.of("Running"))).isEmpty();
    assertThat(fleet.place(PLC, "level", Optional.of("Speed"))).isEmpty();
  }

  @Test
  void anInstanceCountsByItsMembersInAMessage() {
    var small = new Settings(Rig.ID, Optional.empty(), false, true, 3);
    rig.node = EdgeNode.of(small);
    var _ = born(sample("level", 40, SampleValue.of(1.5)));
    tell(
        false,
        sample("p1 amps", 50, SampleValue.of(2.5)),
        sample("p1 speed", 50, SampleValue.of(7)),
        sample("level", 51, SampleValue.of(1.5)),
        sample("level", 52, SampleValue.of(1.75)));
    assertThat(said().stream().map(each -> each.payload().metrics().size())).containsExactly(2, 1);
  }

  @Test
  void aPointInTwoInstancesAndAnInstanceOfNothingAreRefused() {
    InstanceForm one = new InstanceForm("plc", "A", "Pump", Map.of("Amps", "x"), List.of());
    InstanceForm other = new InstanceForm("plc", "B", "Pump", Map.of("Amps", "x"), List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Composition(PUMPS.templates(), List.of(one, other)))
        .withMessageContaining("two instances");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Composition(TemplateSet.EMPTY, List.of(one)))
        .withMessageContaining("no template");
    InstanceForm odd = new InstanceForm("plc", "C", "Pump", Map.of("Volts", "x"), List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Composition(PUMPS.templates(), List.of(odd)))
        .withMessageContaining("Volts");
  }
}
