package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.sparkplug.edgenode.Action.Refused;
import dev.penstock.sparkplug.edgenode.Rig.Said;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadWriter;
import dev.penstock.sparkplug.payload.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What hosts ask for, and what becomes of it here: never more than a request. */
class CommandTest {
  private static final String TO_NODE = "spBv1.0/Waterworks/NCMD/Well 3";
  private static final String TO_PUMP = "spBv1.0/Waterworks/DCMD/Well 3/Pump 1";

  private static Metric setpoint(Value value) {
    return Metric.of("Setpoint", 77, DataType.DOUBLE, value).byName();
  }

  private static Metric speed(int value) {
    return Metric.of("Speed", 78, DataType.UINT16, new Value.Bits32(value)).byName();
  }

  private static Refused.Why only(List<Action> actions) {
    assertThat(actions).hasSize(1).hasOnlyElementsOfType(Refused.class);
    return ((Refused) actions.getFirst()).why();
  }

  /**
   * Req: tck-id-operational-behavior-data-commands-rebirth-action-1,
   * tck-id-operational-behavior-data-commands-rebirth-action-2,
   * tck-id-operational-behavior-data-commands-rebirth-action-3
   */
  @Test
  void aRebirthGivesAllBirthsAgainWithTheNumberOfTheConnection() {
    Rig rig = Rig.born();
    var _ = rig.told(Rig.NODE, Rig.level(rig.now, 9));
    List<Action> actions = rig.rebirth();
    assertThat(actions.getFirst()).isEqualTo(new Action.RebirthAsked(rig.now));
    List<Said> births = Rig.said(actions);
    assertThat(births.stream().map(Said::type)).containsExactly("NBIRTH", "DBIRTH");
    assertThat(births.getFirst().payload().seq()).isZero();
    assertThat(births.getFirst().metric("bdSeq").value()).isEqualTo(new Value.Bits64(rig.bdSeq()));
    assertThat(births.getFirst().metric("Level").value()).isEqualTo(new Value.Bits32(9));
    Said data = Rig.said(rig.told(Rig.NODE, Rig.level(rig.now, 10))).getFirst();
    assertThat(data.payload().seq()).isEqualTo(2);
  }

  @Test
  void aRebirthThatIsNotAskedForIsNotGiven() {
    Rig rig = Rig.born();
    Metric no = Metric.of(EdgeNode.REBIRTH, 1, DataType.BOOLEAN, new Value.Flag(false));
    assertThat(rig.command(TO_NODE, no)).isEmpty();
    Metric odd = Metric.of(EdgeNode.REBIRTH, 1, DataType.STRING, new Value.Text("true"));
    assertThat(only(rig.command(TO_NODE, odd))).isEqualTo(Refused.Why.UNFIT_VALUE);
    Metric yes = Metric.of(EdgeNode.REBIRTH, 1, DataType.BOOLEAN, new Value.Flag(true));
    assertThat(only(rig.command(TO_PUMP, yes))).isEqualTo(Refused.Why.UNKNOWN_METRIC);
  }

  @Test
  void aWriteIsHandedOutAndNotCarriedOut() {
    Rig rig = Rig.born();
    assertThat(rig.command(TO_NODE, setpoint(new Value.Float64(3.5))))
        .containsExactly(
            new Action.Command(
                Rig.NODE,
                "Setpoint",
                DataType.DOUBLE,
                new Value.Float64(3.5),
                Optional.of(77L),
                rig.now));
    assertThat(rig.command(TO_PUMP, speed(1_450)))
        .containsExactly(
            new Action.Command(
                Rig.ON_PUMP,
                "Speed",
                DataType.UINT16,
                new Value.Bits32(1_450),
                Optional.of(78L),
                rig.now));
    assertThat(Rig.said(rig.rebirth()).get(1).metric("Speed").marks().isNull()).isTrue();
  }

  @Test
  void anAliasStandsForTheNameOfItsOwnSourceAlone() {
    Rig rig = new Rig();
    rig.define();
    List<Said> births = Rig.said(rig.connect());
    long speed = Rig.aliases(births.get(1)).get("Speed");
    long setpoint = Rig.aliases(births.get(0)).get("Setpoint");
    assertThat(rig.command(TO_PUMP, speed(5).byAlias(speed)))
        .hasOnlyElementsOfType(Action.Command.class);
    assertThat(only(rig.command(TO_NODE, speed(5).byAlias(speed))))
        .isEqualTo(Refused.Why.UNKNOWN_METRIC);
    assertThat(only(rig.command(TO_PUMP, speed(5).byAlias(setpoint))))
        .isEqualTo(Refused.Why.UNKNOWN_METRIC);
    assertThat(only(rig.command(TO_PUMP, speed(5).byAlias(Long.MIN_VALUE))))
        .isEqualTo(Refused.Why.UNKNOWN_METRIC);
    assertThat(only(rig.command(TO_PUMP, speed(5).withAlias(speed - 1))))
        .isEqualTo(Refused.Why.UNKNOWN_METRIC);
  }

  @Test
  void whatIsReadOnlyUnknownOrUnfitIsRefused() {
    Rig rig = Rig.born();
    Metric flow = Metric.of("Flow", 1, DataType.FLOAT, new Value.Float32(1)).byName();
    assertThat(only(rig.command(TO_PUMP, flow))).isEqualTo(Refused.Why.NOT_WRITABLE);
    assertThat(only(rig.command(TO_PUMP, setpoint(new Value.Float64(1)))))
        .isEqualTo(Refused.Why.UNKNOWN_METRIC);
    assertThat(only(rig.command(TO_PUMP, speed(65_536)))).isEqualTo(Refused.Why.UNFIT_VALUE);
    assertThat(only(rig.command(TO_NODE, setpoint(new Value.Text("1")))))
        .isEqualTo(Refused.Why.UNFIT_VALUE);
    Metric isNull = speed(5).withMarks(new Metric.Marks(false, false, true));
    assertThat(only(rig.command(TO_PUMP, isNull))).isEqualTo(Refused.Why.UNFIT_VALUE);
  }

  /** No host restarts a gateway, nor sends it to another server. */
  @Test
  void whatElseOthersOfferUnderNodeControlIsNotOffered() {
    Rig rig = Rig.born();
    for (String name :
        List.of("Node Control/Reboot", "Node Control/Next Server", "Node Control/Scan Rate")) {
      Metric asked = Metric.of(name, 1, DataType.BOOLEAN, new Value.Flag(true));
      assertThat(only(rig.command(TO_NODE, asked))).as(name).isEqualTo(Refused.Why.UNKNOWN_METRIC);
    }
    Metric number = Metric.of(EdgeNode.BD_SEQ, 1, DataType.INT64, new Value.Bits64(1));
    assertThat(only(rig.command(TO_NODE, number))).isEqualTo(Refused.Why.UNKNOWN_METRIC);
  }

  @Test
  void oneMessageIsTakenMetricByMetricAndARebirthComesLast() {
    Rig rig = Rig.born();
    Metric rebirth = Metric.of(EdgeNode.REBIRTH, 1, DataType.BOOLEAN, new Value.Flag(true));
    List<Action> actions =
        rig.command(
            TO_NODE, rebirth, setpoint(new Value.Text("x")), setpoint(new Value.Float64(1)));
    assertThat(actions).hasSize(3);
    assertThat(actions.get(0)).isInstanceOf(Refused.class);
    assertThat(actions.get(1)).isInstanceOf(Action.Command.class);
    assertThat(actions.get(2)).isInstanceOf(Action.RebirthAsked.class);
    assertThat(Rig.types(rig.on(new Event.RebirthDue(rig.now))))
        .containsExactly("NBIRTH", "DBIRTH");
  }

  /** Many who ask are answered once: when that is, the owner knows, who sees what is read. */
  @Test
  void birthsThatAreAskedForWaitForTheOwnerAndForASession() {
    Rig rig = new Rig();
    rig.define();
    assertThat(rig.on(new Event.RebirthDue(rig.now))).isEmpty();
    Rig born = Rig.born();
    Metric rebirth = Metric.of(EdgeNode.REBIRTH, 1, DataType.BOOLEAN, new Value.Flag(true));
    for (int i = 0; i < 100; i++) {
      assertThat(born.command(TO_NODE, rebirth)).containsExactly(new Action.RebirthAsked(born.now));
    }
    assertThat(Rig.types(born.on(new Event.RebirthDue(born.now))))
        .containsExactly("NBIRTH", "DBIRTH");
  }

  @Test
  void aCommandThatTheServerKeptIsNotForThisMoment() {
    Rig rig = Rig.born();
    byte[] bytes = PayloadWriter.write(Payload.at(1, List.of(speed(5))));
    assertThat(only(rig.arrived(TO_PUMP, bytes, true))).isEqualTo(Refused.Why.RETAINED);
  }

  @Test
  void aCommandOutsideASessionOrToSomebodyElseIsRefused() {
    Rig rig = new Rig();
    rig.define();
    assertThat(only(rig.rebirth())).isEqualTo(Refused.Why.NOT_BORN);
    var _ = rig.connect();
    for (String topic :
        List.of(
            "spBv1.0/Waterworks/NCMD/Well 4",
            "spBv1.0/Elsewhere/NCMD/Well 3",
            "spBv1.0/Waterworks/NDATA/Well 3",
            "spBv1.0/Waterworks/DDATA/Well 3/Pump 1",
            "spBv1.0/Waterworks/NCMD",
            "spAv1.0/Waterworks/NCMD/Well 3")) {
      assertThat(only(rig.command(topic, speed(1)))).isEqualTo(Refused.Why.FOREIGN_TOPIC);
    }
    assertThat(only(rig.command("spBv1.0/Waterworks/DCMD/Well 3/Pump 2", speed(1))))
        .isEqualTo(Refused.Why.UNKNOWN_DEVICE);
  }

  @Test
  void bytesThatAreNoPayloadAreRefused() {
    Rig rig = Rig.born();
    assertThat(only(rig.arrived(TO_NODE, new byte[] {0x12, 0x7f}, false)))
        .isEqualTo(Refused.Why.MALFORMED);
    assertThat(only(rig.arrived(TO_NODE, new byte[(1 << 20) + 1], false)))
        .isEqualTo(Refused.Why.MALFORMED);
  }

  /** Its metrics stand in the body then, packed, and nobody unpacks them here. */
  @Test
  void aCommandWithoutAnyMetricIsRefusedAndNotPassedOverInSilence() {
    Rig rig = Rig.born();
    assertThat(only(rig.command(TO_PUMP))).isEqualTo(Refused.Why.NO_METRIC);
    assertThat(only(rig.command(TO_NODE))).isEqualTo(Refused.Why.NO_METRIC);
    var packed =
        new Payload(1L, List.of(), null, "SPBV1.0_COMPRESSED", ByteString.of(new byte[] {0x78, 1}));
    assertThat(only(rig.arrived(TO_PUMP, PayloadWriter.write(packed), false)))
        .isEqualTo(Refused.Why.NO_METRIC);
  }

  @Test
  void aDeviceThatCanBeWrittenIsListenedToWhenItAppears() {
    Rig rig = new Rig();
    var _ = rig.connect();
    List<Action> actions = new ArrayList<>();
    actions.addAll(rig.on(new Event.DeviceAppeared(Rig.PUMP, Rig.pumpSet(), List.of(), rig.now)));
    assertThat(actions.getFirst()).isEqualTo(new Action.Subscribe(TO_PUMP, 1));
    assertThat(Rig.types(actions)).containsExactly("DBIRTH");
    assertThat(rig.on(new Event.DeviceAppeared(Rig.PUMP, Rig.pumpSet(), List.of(), rig.now)))
        .hasSize(1);
    assertThat(rig.on(new Event.DeviceAppeared(Rig.PUMP, MetricSet.EMPTY, List.of(), rig.now)))
        .contains(new Action.Unsubscribe(TO_PUMP));
  }
}
