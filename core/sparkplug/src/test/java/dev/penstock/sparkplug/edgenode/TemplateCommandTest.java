package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sparkplug.edgenode.Action.Refused;
import dev.penstock.sparkplug.edgenode.MetricDefinition.Member;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Template;
import dev.penstock.sparkplug.payload.Template.Parameter;
import dev.penstock.sparkplug.payload.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What hosts ask of members of an instance: each is followed, or refused by its name. */
class TemplateCommandTest {
  private static final String TO_PUMP = "spBv1.0/Waterworks/DCMD/Well 3/Pump 1";

  private static final TemplateSet TEMPLATES =
      TemplateSet.of(
          Map.of(
              "Motor",
              Template.definition(
                  null,
                  List.of(
                      Metric.of("Amps", 0, DataType.FLOAT, null),
                      Metric.of("Speed", 0, DataType.UINT16, null),
                      Metric.of("Run", 0, DataType.BOOLEAN, null)),
                  List.of(new Parameter("Poles", DataType.INT64.code(), new Value.Bits64(4))))));

  private static Rig rig(String... writable) {
    Rig rig = new Rig();
    var _ = rig.on(new Event.NodeDefined(MetricSet.EMPTY, TEMPLATES, List.of(), rig.now));
    Map<String, Member> members = new HashMap<>();
    for (String each : List.of("Amps", "Speed", "Run")) {
      Member _ = members.put(each, new Member(List.of(writable).contains(each), PropertySet.EMPTY));
    }
    var _ =
        rig.on(
            new Event.DeviceAppeared(
                Rig.PUMP,
                MetricSet.of(
                    List.of(MetricDefinition.instance("M", "Motor", PropertySet.EMPTY, members))),
                List.of(),
                rig.now));
    var _ = rig.connect();
    return rig;
  }

  private static Metric asked(Template template) {
    return Metric.of("M", 70, DataType.TEMPLATE, template);
  }

  private static Metric asked(Metric... members) {
    return asked(Template.instance("Motor", List.of(members), List.of()));
  }

  private static Metric speed(int value) {
    return Metric.of("Speed", 78, DataType.UINT16, new Value.Bits32(value));
  }

  private static Refused refused(String metric, Refused.Why why) {
    return new Refused(TO_PUMP, Optional.of(metric), why);
  }

  @Test
  void eachMemberThatIsToldIsACommandOfItsOwn() {
    Rig rig = rig("Speed", "Run");
    Metric run =
        new Metric(
            "Run",
            null,
            null,
            null,
            Metric.Marks.NONE,
            null,
            PropertySet.EMPTY,
            new Value.Flag(true));
    assertThat(rig.command(TO_PUMP, asked(speed(900), run)))
        .containsExactly(
            new Action.Command(
                Rig.ON_PUMP,
                "M",
                Optional.of("Speed"),
                DataType.UINT16,
                new Value.Bits32(900),
                Optional.of(78L),
                rig.now),
            new Action.Command(
                Rig.ON_PUMP,
                "M",
                Optional.of("Run"),
                DataType.BOOLEAN,
                new Value.Flag(true),
                Optional.of(70L),
                rig.now));
  }

  @Test
  void aMemberThatCannotBeWrittenIsRefusedByNameAndTheOthersGoOn() {
    Rig rig = rig("Speed");
    List<Action> actions =
        rig.command(
            TO_PUMP,
            asked(
                Metric.of("Amps", 1, DataType.FLOAT, new Value.Float32(1)),
                Metric.of("Volts", 1, DataType.FLOAT, new Value.Float32(1)),
                speed(70_000),
                speed(1).withMarks(new Metric.Marks(false, false, true)),
                speed(5)));
    assertThat(actions.subList(0, 4))
        .containsExactly(
            refused("M/Amps", Refused.Why.NOT_WRITABLE),
            refused("M/Volts", Refused.Why.UNKNOWN_METRIC),
            refused("M/Speed", Refused.Why.UNFIT_VALUE),
            refused("M/Speed", Refused.Why.UNFIT_VALUE));
    assertThat(actions.subList(4, 5)).hasOnlyElementsOfType(Action.Command.class);
    assertThat(actions).hasSize(5);
  }

  @Test
  void whatIsNoInstanceOfTheTemplateIsRefusedAsAWhole() {
    Rig rig = rig("Speed");
    List<Metric> speeds = List.of(speed(5));
    for (Metric odd :
        List.of(
            asked(Template.instance("Other", speeds, List.of())),
            asked(new Template(false, null, null, speeds, List.of())),
            asked(Template.definition(null, speeds, List.of())),
            Metric.of("M", 1, DataType.UINT16, new Value.Bits32(5)),
            asked(speed(5)).withMarks(new Metric.Marks(false, false, true)))) {
      assertThat(rig.command(TO_PUMP, odd)).containsExactly(refused("M", Refused.Why.UNFIT_VALUE));
    }
    assertThat(rig.command(TO_PUMP, asked())).containsExactly(refused("M", Refused.Why.NO_METRIC));
  }

  @Test
  void noHostWritesAParameter() {
    Template asked =
        Template.instance(
            "Motor",
            List.of(speed(5)),
            List.of(new Parameter("Poles", DataType.INT64.code(), new Value.Bits64(2))));
    List<Action> actions = rig("Speed").command(TO_PUMP, asked(asked));
    assertThat(actions.getFirst()).isEqualTo(refused("M/Poles", Refused.Why.NOT_WRITABLE));
    assertThat(actions.getLast()).isInstanceOf(Action.Command.class);
  }

  @Test
  void anInstanceOfWhichNothingCanBeWrittenIsReadOnly() {
    assertThat(rig().command(TO_PUMP, asked(speed(5))))
        .containsExactly(refused("M", Refused.Why.NOT_WRITABLE));
  }
}
