package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sparkplug.edgenode.Action.Unsent;
import dev.penstock.sparkplug.edgenode.Rig.Said;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What data messages hold. */
class DataTest {
  /**
   * Req: tck-id-topics-ndata-topic, tck-id-topics-ndata-mqtt, tck-id-topics-ndata-timestamp,
   * tck-id-topics-ndata-payload, tck-id-payloads-ndata-timestamp, tck-id-payloads-ndata-seq,
   * tck-id-payloads-ndata-qos, tck-id-payloads-ndata-retain,
   * tck-id-payloads-metric-datatype-not-req, tck-id-payloads-alias-data-cmd-requirement
   */
  @Test
  void dataOfANodeNamesByAliasWhatChanged() {
    Rig rig = new Rig();
    rig.define();
    Said birth = Rig.said(rig.connect()).getFirst();
    rig.now += 50;
    Said data = Rig.said(rig.told(Rig.NODE, Rig.level(rig.now - 10, -5))).getFirst();
    assertThat(data.topic()).isEqualTo("spBv1.0/Waterworks/NDATA/Well 3");
    assertThat(data.qos()).isZero();
    assertThat(data.isRetained()).isFalse();
    assertThat(data.payload().timestampMs()).isEqualTo(rig.now);
    assertThat(data.payload().seq()).isEqualTo(2);
    Metric level = data.only();
    assertThat(level.name()).isNull();
    assertThat(level.alias()).isEqualTo(Rig.aliases(birth).get("Level"));
    assertThat(level.typeCode()).isNull();
    assertThat(level.timestampMs()).isEqualTo(rig.now - 10);
    assertThat(level.value()).isEqualTo(new Value.Bits32(-5));
    assertThat(level.marks()).isEqualTo(Metric.Marks.NONE);
    assertThat(level.properties()).isEqualTo(PropertySet.EMPTY);
  }

  /**
   * Req: tck-id-topics-ddata-topic, tck-id-topics-ddata-mqtt, tck-id-topics-ddata-timestamp,
   * tck-id-topics-ddata-payload, tck-id-payloads-ddata-timestamp, tck-id-payloads-ddata-seq,
   * tck-id-payloads-ddata-qos, tck-id-payloads-ddata-retain
   */
  @Test
  void dataOfADeviceNamesByAliasWhatChanged() {
    Rig rig = new Rig();
    rig.define();
    Said birth = Rig.said(rig.connect()).get(1);
    Said data = Rig.said(rig.told(Rig.ON_PUMP, Rig.flow(rig.now, 1.5f))).getFirst();
    assertThat(data.topic()).isEqualTo("spBv1.0/Waterworks/DDATA/Well 3/Pump 1");
    assertThat(data.qos()).isZero();
    assertThat(data.isRetained()).isFalse();
    assertThat(data.payload().timestampMs()).isEqualTo(rig.now);
    assertThat(data.payload().seq()).isEqualTo(2);
    assertThat(data.only().alias()).isEqualTo(Rig.aliases(birth).get("Flow"));
  }

  /** Req: tck-id-payloads-name-requirement */
  @Test
  void withoutAliasesEachValueHasItsName() {
    Rig rig = new Rig(Settings.of(Rig.ID).withoutAliases());
    rig.define();
    for (Said birth : Rig.said(rig.connect())) {
      assertThat(Rig.aliases(birth)).isEmpty();
      assertThat(birth.names()).doesNotContainNull();
    }
    Metric level = Rig.said(rig.told(Rig.NODE, Rig.level(rig.now, 5))).getFirst().only();
    assertThat(level.name()).isEqualTo("Level");
    assertThat(level.alias()).isNull();
    assertThat(level.typeCode()).isNull();
  }

  /**
   * Req: tck-id-topics-ndata-seq-num, tck-id-topics-ddata-seq-num, tck-id-topics-ddeath-seq-num,
   * tck-id-payloads-ndata-seq-inc, tck-id-payloads-ddata-seq-inc, tck-id-payloads-ddeath-seq,
   * tck-id-payloads-ddeath-seq-inc, tck-id-payloads-ddeath-seq-number,
   * tck-id-payloads-sequence-num-always-included, tck-id-payloads-sequence-num-incrementing
   */
  @Test
  void messagesOfAllKindsAreNumberedInOneRowThatBeginsAnewAfter255() {
    Rig rig = Rig.born();
    List<Long> numbers = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      List<Action> actions = new ArrayList<>();
      actions.addAll(rig.told(Rig.NODE, Rig.level(rig.now, i)));
      actions.addAll(rig.told(Rig.ON_PUMP, Rig.flow(rig.now, i)));
      actions.addAll(rig.on(new Event.DeviceGone(Rig.PUMP, rig.now)));
      actions.addAll(rig.on(new Event.DeviceAppeared(Rig.PUMP, Rig.pumpSet(), List.of(), rig.now)));
      for (Said said : Rig.said(actions)) {
        numbers.add(said.payload().seq());
        types.add(said.type());
      }
    }
    assertThat(types.subList(0, 4)).containsExactly("NDATA", "DDATA", "DDEATH", "DBIRTH");
    assertThat(numbers).hasSize(800);
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo((i + 2) % 256);
    }
  }

  /** Req: tck-id-payloads-ndata-order, tck-id-payloads-ddata-order */
  @Test
  void noDataIsSaidBeforeBirthsAndNoneIsLost() {
    Rig rig = new Rig(Settings.of(Rig.ID).withPrimaryHost("scada", false));
    rig.define();
    Reading early = Rig.level(rig.now, 5);
    assertThat(rig.told(Rig.NODE, early))
        .containsExactly(new Unsent(Rig.NODE, List.of(early), Unsent.Why.NOT_BORN));
    var _ = rig.connect();
    Reading late = Rig.flow(rig.now + 1, 6);
    assertThat(rig.told(Rig.ON_PUMP, late))
        .containsExactly(new Unsent(Rig.ON_PUMP, List.of(late), Unsent.Why.NOT_BORN));
    assertThat(rig.history(Rig.ON_PUMP, late))
        .containsExactly(new Unsent(Rig.ON_PUMP, List.of(late), Unsent.Why.NOT_BORN));
    List<Said> births = Rig.said(rig.host("scada", true, 1));
    assertThat(births.get(0).metric("Level").value()).isEqualTo(new Value.Bits32(5));
    assertThat(births.get(1).metric("Flow").value()).isEqualTo(new Value.Float32(6));
    var _ = rig.on(new Event.ConnectionLost());
    assertThat(rig.told(Rig.NODE, early)).hasSize(1).hasOnlyElementsOfType(Unsent.class);
  }

  @Test
  void whatWasKeptIsToldAsHistoryInItsOrderAndChangesNothingCurrent() {
    Rig rig = Rig.born();
    long then = rig.now - 60_000;
    List<Said> said = Rig.said(rig.history(Rig.NODE, Rig.level(then + 1, 1), Rig.level(then, 2)));
    assertThat(said).hasSize(1);
    assertThat(said.getFirst().type()).isEqualTo("NDATA");
    assertThat(said.getFirst().payload().timestampMs()).isEqualTo(rig.now);
    assertThat(said.getFirst().payload().metrics())
        .allSatisfy(metric -> assertThat(metric.marks().isHistorical()).isTrue())
        .extracting(Metric::timestampMs)
        .containsExactly(then + 1, then);
    assertThat(Rig.said(rig.rebirth()).getFirst().metric("Level").value())
        .isEqualTo(new Value.Bits32(4));
  }

  @Test
  void manyValuesGoInSeveralMessagesInTheirOrder() {
    Rig rig = new Rig(new Settings(Rig.ID, Optional.empty(), false, true, 10));
    rig.define();
    var _ = rig.connect();
    Reading[] readings = new Reading[25];
    for (int i = 0; i < readings.length; i++) {
      readings[i] = Rig.level(rig.now + i, i);
    }
    List<Said> said = Rig.said(rig.told(Rig.NODE, readings));
    assertThat(said.stream().map(each -> each.payload().metrics().size()))
        .containsExactly(10, 10, 5);
    assertThat(said.stream().flatMap(each -> each.payload().metrics().stream()))
        .extracting(Metric::value)
        .containsExactly(IntStream.range(0, 25).mapToObj(Value.Bits32::new).toArray(Value[]::new));
  }

  /**
   * Req: tck-id-payloads-propertyset-quality-value-type,
   * tck-id-payloads-propertyset-quality-value-value
   */
  @Test
  void qualityIsSaidWhereItIsNotGoodAndWhenItIsGoodAgain() {
    Rig rig = Rig.born();
    for (Quality quality : List.of(Quality.BAD, Quality.STALE, Quality.GOOD)) {
      Reading reading =
          new Reading("Level", rig.now, quality, new Value.Bits32(1), Optional.empty());
      Metric metric = Rig.said(rig.told(Rig.NODE, reading)).getFirst().only();
      assertThat(metric.properties().properties())
          .containsExactly(
              new PropertySet.Property("Quality", 3, false, new Value.Bits32(quality.code())));
    }
    Metric still = Rig.said(rig.told(Rig.NODE, Rig.level(rig.now, 2))).getFirst().only();
    assertThat(still.properties()).isEqualTo(PropertySet.EMPTY);
  }

  @Test
  void aValueOfNothingIsSaidToBeNull() {
    Rig rig = Rig.born();
    Reading none = new Reading("Level", rig.now, Quality.BAD, null, Optional.empty());
    Metric metric = Rig.said(rig.told(Rig.NODE, none)).getFirst().only();
    assertThat(metric.marks().isNull()).isTrue();
    assertThat(metric.value()).isNull();
  }

  @Test
  void aRecordIsNamedSoThatAHostCanTellWhatItHadBefore() {
    Rig rig = Rig.born();
    Reading reading =
        new Reading(
            "Level", rig.now, Quality.GOOD, new Value.Bits32(1), Optional.of("well/7:1200"));
    for (List<Action> actions :
        List.of(rig.told(Rig.NODE, reading), rig.history(Rig.NODE, reading))) {
      assertThat(Rig.said(actions).getFirst().only().properties().get("Penstock Record"))
          .contains(
              new PropertySet.Property(
                  "Penstock Record", 12, false, new Value.Text("well/7:1200")));
    }
  }

  @Test
  void whatCannotBeSaidComesBackWithItsReasonAndTheRestIsSaid() {
    Rig rig = Rig.born();
    Reading unknown = Reading.good("Depth", rig.now, new Value.Bits32(1));
    Reading unfit = Reading.good("Level", rig.now, new Value.Text("high"));
    List<Action> actions = rig.told(Rig.NODE, unknown, unfit, Rig.level(rig.now, 8));
    assertThat(actions)
        .contains(
            new Unsent(Rig.NODE, List.of(unknown), Unsent.Why.UNKNOWN_METRIC),
            new Unsent(Rig.NODE, List.of(unfit), Unsent.Why.UNFIT_VALUE));
    assertThat(Rig.said(actions).getFirst().only().value()).isEqualTo(new Value.Bits32(8));
    Source nobody = Source.device("Pump 9");
    assertThat(rig.told(nobody, unknown))
        .containsExactly(new Unsent(nobody, List.of(unknown), Unsent.Why.UNKNOWN_DEVICE));
  }

  /**
   * Req: tck-id-topics-ddeath-topic, tck-id-topics-ddeath-mqtt, tck-id-payloads-ddeath-timestamp,
   * tck-id-operational-behavior-device-ddeath
   */
  @Test
  void aDeviceThatGoesIsSaidToBeDeadOnce() {
    Rig rig = Rig.born();
    rig.now += 9;
    List<Action> actions = rig.on(new Event.DeviceGone(Rig.PUMP, rig.now));
    Said death = Rig.said(actions).getFirst();
    assertThat(death.topic()).isEqualTo("spBv1.0/Waterworks/DDEATH/Well 3/Pump 1");
    assertThat(death.qos()).isZero();
    assertThat(death.isRetained()).isFalse();
    assertThat(death.payload().timestampMs()).isEqualTo(rig.now);
    assertThat(death.payload().seq()).isEqualTo(2);
    assertThat(death.payload().metrics()).isEmpty();
    assertThat(actions).contains(new Action.Unsubscribe("spBv1.0/Waterworks/DCMD/Well 3/Pump 1"));
    assertThat(rig.on(new Event.DeviceGone(Rig.PUMP, rig.now))).isEmpty();
  }

  @Test
  void ofTenThousandMetricsOneChangesWithoutTheOthers() {
    CurrentValues before = CurrentValues.none(10_000);
    Reading reading = Rig.level(1, 1);
    CurrentValues after = before.with(Map.of(9_999, reading));
    assertThat(after.at(9_999)).contains(reading);
    assertThat(after.at(9_998)).isEmpty();
    assertThat(before.at(9_999)).isEmpty();
    assertThat(before.with(Map.of())).isSameAs(before);
  }
}
