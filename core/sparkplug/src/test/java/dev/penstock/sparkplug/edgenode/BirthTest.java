package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.sparkplug.SparkplugId;
import dev.penstock.sparkplug.edgenode.Rig.Said;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What births hold. */
class BirthTest {
  private static Said nodeBirth(List<Action> actions) {
    return Rig.said(actions).getFirst();
  }

  /**
   * Req: tck-id-topics-nbirth-metric-reqs, tck-id-topics-nbirth-metrics,
   * tck-id-operational-behavior-data-publish-nbirth,
   * tck-id-operational-behavior-data-publish-nbirth-values, tck-id-payloads-metric-datatype-req,
   * tck-id-payloads-metric-datatype-value-type, tck-id-payloads-metric-datatype-value,
   * tck-id-payloads-name-birth-data-requirement, tck-id-payloads-metric-timestamp-in-UTC
   */
  @Test
  void theBirthOfANodeHasEachMetricWithItsTypeAndWhatItHasNow() {
    Rig rig = new Rig();
    rig.define();
    var _ = rig.told(Rig.NODE, Rig.level(rig.now + 1, 7));
    Said birth = nodeBirth(rig.connect());
    assertThat(birth.names())
        .containsExactlyInAnyOrder("bdSeq", "Node Control/Rebirth", "Level", "Setpoint");
    assertThat(birth.payload().metrics())
        .allSatisfy(metric -> {
          assertThat(metric.timestampMs()).isNotNull();
          assertThat(metric.type()).isPresent();
        });
    Metric level = birth.metric("Level");
    assertThat(level.type()).contains(DataType.INT32);
    assertThat(level.timestampMs()).isEqualTo(rig.now + 1);
    assertThat(level.value()).isEqualTo(new Value.Bits32(7));
    Metric setpoint = birth.metric("Setpoint");
    assertThat(setpoint.value()).isNull();
    assertThat(setpoint.marks().isNull()).isTrue();
    assertThat(Quality.of(setpoint.properties())).contains(Quality.STALE);
  }

  /**
   * Req: tck-id-topics-dbirth-topic, tck-id-topics-dbirth-mqtt, tck-id-topics-dbirth-seq,
   * tck-id-topics-dbirth-timestamp, tck-id-topics-dbirth-metric-reqs, tck-id-topics-dbirth-metrics,
   * tck-id-payloads-dbirth-timestamp, tck-id-payloads-dbirth-seq, tck-id-payloads-dbirth-qos,
   * tck-id-payloads-dbirth-retain, tck-id-message-flow-device-birth-publish-dbirth-topic,
   * tck-id-message-flow-device-birth-publish-dbirth-match-edge-node-topic,
   * tck-id-message-flow-device-birth-publish-dbirth-payload,
   * tck-id-message-flow-device-birth-publish-dbirth-qos,
   * tck-id-message-flow-device-birth-publish-dbirth-retained,
   * tck-id-message-flow-device-birth-publish-dbirth-payload-seq,
   * tck-id-operational-behavior-data-publish-dbirth,
   * tck-id-operational-behavior-data-publish-dbirth-values
   */
  @Test
  void theBirthOfADeviceFollowsWithTheNextNumber() {
    Rig rig = new Rig();
    rig.define();
    var _ = rig.told(Rig.ON_PUMP, Rig.flow(rig.now, 2.5f));
    Said birth = Rig.said(rig.connect()).get(1);
    assertThat(birth.topic()).isEqualTo("spBv1.0/Waterworks/DBIRTH/Well 3/Pump 1");
    assertThat(birth.qos()).isZero();
    assertThat(birth.isRetained()).isFalse();
    assertThat(birth.payload().seq()).isEqualTo(1);
    assertThat(birth.payload().timestampMs()).isEqualTo(rig.now);
    assertThat(birth.names()).containsExactly("Flow", "Running", "Speed");
    assertThat(birth.metric("Flow").value()).isEqualTo(new Value.Float32(2.5f));
    assertThat(birth.metric("Flow").type()).contains(DataType.FLOAT);
    assertThat(birth.metric("Running").marks().isNull()).isTrue();
    assertThat(birth.metric("Running").value()).isNull();
  }

  /** Req: tck-id-payloads-dbirth-order, tck-id-payloads-dbirth-seq-inc */
  @Test
  void devicesAreBornRightBehindTheirNodeInOneRowOfNumbers() {
    Rig rig = new Rig();
    for (int i = 0; i < 300; i++) {
      var _ =
          rig.on(
              new Event.DeviceAppeared(
                  new SparkplugId("d" + i), Rig.pumpSet(), List.of(), rig.now));
    }
    List<Said> births = Rig.said(rig.connect());
    assertThat(births).hasSize(301);
    for (int i = 0; i < births.size(); i++) {
      assertThat(births.get(i).type()).isEqualTo(i == 0 ? "NBIRTH" : "DBIRTH");
      assertThat(births.get(i).payload().seq()).isEqualTo(i % 256);
    }
  }

  /** Req: tck-id-payloads-alias-uniqueness, tck-id-payloads-alias-birth-requirement */
  @Test
  void eachMetricHasANameAndAnAliasThatNoOtherEverHad() {
    Rig rig = new Rig();
    rig.define();
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      var _ =
          rig.on(
              new Event.DeviceAppeared(
                  new SparkplugId("d" + i), Rig.pumpSet(), List.of(), rig.now));
      var _ = rig.on(new Event.DeviceGone(new SparkplugId("d" + (i - 1)), rig.now));
    }
    for (Said birth : Rig.said(rig.connect())) {
      Map<String, Long> aliases = Rig.aliases(birth);
      assertThat(birth.names()).doesNotContainNull().containsAll(aliases.keySet());
      seen.addAll(aliases.values());
    }
    assertThat(seen).hasSize(2 + 3 + 3).doesNotHaveDuplicates();
    Rig again = new Rig();
    again.define();
    Said first = Rig.said(again.connect()).get(1);
    var _ = again.on(new Event.DeviceGone(Rig.PUMP, again.now));
    Said second =
        Rig.said(again.on(new Event.DeviceAppeared(Rig.PUMP, Rig.pumpSet(), List.of(), again.now)))
            .getFirst();
    assertThat(Rig.aliases(second).values())
        .doesNotContainAnyElementsOf(Rig.aliases(first).values());
  }

  @Test
  void aliasesStayWhatTheyAreOverRebirthsOfTheSameMetrics() {
    Rig rig = new Rig();
    rig.define();
    Said first = Rig.said(rig.connect()).get(1);
    assertThat(Rig.aliases(Rig.said(rig.rebirth()).get(1))).isEqualTo(Rig.aliases(first));
  }

  /**
   * Req: tck-id-operational-behavior-data-publish-nbirth-order,
   * tck-id-operational-behavior-data-publish-dbirth-order
   */
  @Test
  void currentValuesStandInTheOrderOfTheirTimes() {
    Rig rig = Rig.born();
    rig.now += 1_000;
    Said data =
        Rig.said(
                rig.told(
                    Rig.ON_PUMP,
                    Rig.flow(rig.now, 3),
                    Rig.flow(rig.now - 2, 1),
                    Rig.flow(rig.now - 1, 2)))
            .getFirst();
    assertThat(data.payload().metrics().stream().map(Metric::timestampMs))
        .containsExactly(rig.now - 2, rig.now - 1, rig.now);
    for (Said birth : Rig.said(rig.rebirth())) {
      assertThat(birth.payload().metrics().stream().map(Metric::timestampMs)).isSorted();
    }
  }

  /** Req: tck-id-case-sensitivity-metric-names */
  @Test
  void namesThatDifferInCaseAloneAreRefusedBeforeTheyAreSaid() {
    List<MetricDefinition> twins =
        List.of(
            MetricDefinition.readable("Flow", DataType.FLOAT),
            MetricDefinition.readable("flow", DataType.FLOAT));
    assertThat(MetricSet.fault(twins)).contains("flow and Flow are one name for some hosts");
    assertThatIllegalArgumentException().isThrownBy(() -> MetricSet.of(twins));
    assertThat(MetricSet.fault(List.of(MetricDefinition.readable("BDSEQ", DataType.INT64))))
        .isPresent();
  }

  /**
   * Req: tck-id-case-sensitivity-sparkplug-ids, tck-id-topic-structure-namespace-unique-device-id
   */
  @Test
  void devicesThatDifferInCaseAloneAreNotTakenTogether() {
    Rig rig = new Rig();
    rig.define();
    Event twin =
        new Event.DeviceAppeared(new SparkplugId("PUMP 1"), MetricSet.EMPTY, List.of(), rig.now);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.on(twin))
        .withMessageContaining("PUMP 1");
    var _ = rig.on(new Event.DeviceAppeared(Rig.PUMP, MetricSet.EMPTY, List.of(), rig.now));
    assertThat(Rig.types(rig.connect())).containsExactly("NBIRTH", "DBIRTH");
  }

  /**
   * Req: tck-id-payloads-propertyset-keys-array-size,
   * tck-id-payloads-propertyset-values-array-size, tck-id-payloads-metric-propertyvalue-type-type,
   * tck-id-payloads-metric-propertyvalue-type-value, tck-id-payloads-metric-propertyvalue-type-req
   */
  @Test
  void propertiesStandInBirthsWithTheirTypes() {
    PropertySet unit =
        new PropertySet(
            List.of(PropertySet.Property.of("Unit", DataType.STRING, new Value.Text("m³/h"))));
    MetricDefinition flow =
        new MetricDefinition("Flow", DataType.FLOAT, false, true, Optional.empty(), unit);
    Rig rig = new Rig();
    var _ =
        rig.on(
            new Event.NodeDefined(
                MetricSet.of(List.of(flow)),
                TemplateSet.EMPTY,
                List.of(Rig.flow(rig.now, 1)),
                rig.now));
    Metric said = nodeBirth(rig.connect()).metric("Flow");
    assertThat(said.properties()).isEqualTo(unit);
    assertThat(said.marks().isTransient()).isTrue();
    PropertySet wrong =
        new PropertySet(
            List.of(PropertySet.Property.of("Unit", DataType.INT32, new Value.Text("m"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new MetricDefinition("Flow", DataType.FLOAT, false, true, Optional.empty(), wrong));
  }

  @Test
  void otherMetricsAreSaidByANewBirth() {
    Rig rig = Rig.born();
    MetricSet more =
        MetricSet.of(
            List.of(
                MetricDefinition.readable("Head", DataType.DOUBLE),
                MetricDefinition.readable("Level", DataType.INT32)));
    List<Said> births =
        Rig.said(rig.on(new Event.NodeDefined(more, TemplateSet.EMPTY, List.of(), rig.now)));
    assertThat(births.stream().map(Said::type)).containsExactly("NBIRTH", "DBIRTH");
    assertThat(births.getFirst().payload().seq()).isZero();
    assertThat(births.getFirst().metric("Level").value()).isEqualTo(new Value.Bits32(4));
    assertThat(births.getFirst().metric("bdSeq").value()).isEqualTo(new Value.Bits64(rig.bdSeq()));
    List<Said> device =
        Rig.said(rig.on(new Event.DeviceAppeared(Rig.PUMP, MetricSet.EMPTY, List.of(), rig.now)));
    assertThat(device.stream().map(Said::type)).containsExactly("DBIRTH");
    assertThat(device.getFirst().payload().seq()).isEqualTo(2);
  }
}
