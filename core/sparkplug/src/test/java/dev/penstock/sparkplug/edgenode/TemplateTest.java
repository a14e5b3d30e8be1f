package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.sparkplug.edgenode.Action.Unsent;
import dev.penstock.sparkplug.edgenode.Rig.Said;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadWriter;
import dev.penstock.sparkplug.payload.Template;
import dev.penstock.sparkplug.payload.Template.Parameter;
import dev.penstock.sparkplug.payload.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Composed values: their definitions, and instances told in parts. */
class TemplateTest {
  private static final Template MOTOR =
      Template.definition(
          "v2",
          List.of(
              Metric.of("Amps", 0, DataType.FLOAT, null),
              Metric.of("Running", 0, DataType.BOOLEAN, null)),
          List.of(
              new Parameter("Maker", DataType.STRING.code(), new Value.Text("unknown")),
              new Parameter("Poles", DataType.UINT8.code(), null)));

  private static final Template STATION =
      Template.definition(
          null,
          List.of(
              Metric.of("Level", 0, DataType.INT16, null),
              Metric.of(
                  "Motor", 0, DataType.TEMPLATE, Template.instance("Motor", List.of(), List.of()))),
          List.of());

  private static final TemplateSet TEMPLATES =
      TemplateSet.of(new TreeMap<>(Map.of("Motor", MOTOR, "Station", STATION)));

  private static Metric member(String name, Value value) {
    return Metric.of(name, 0, DataType.UNKNOWN, value).byName();
  }

  private static Template motor(Metric... members) {
    return Template.instance("Motor", List.of(members), List.of());
  }

  private static Rig rig() {
    Rig rig = new Rig();
    var _ =
        rig.on(
            new Event.NodeDefined(
                MetricSet.of(List.of(MetricDefinition.instance("M1", "Motor"))),
                TEMPLATES,
                List.of(),
                rig.now));
    var _ =
        rig.on(
            new Event.DeviceAppeared(
                Rig.PUMP,
                MetricSet.of(List.of(MetricDefinition.instance("S", "Station"))),
                List.of(),
                rig.now));
    return rig;
  }

  private static Template template(Metric metric) {
    assertThat(metric.value()).isInstanceOf(Template.class);
    return (Template) metric.value();
  }

  private static Metric in(Template template, String name) {
    return template.members().stream()
        .filter(each -> name.equals(each.name()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Req: tck-id-topics-nbirth-templates, tck-id-payloads-template-definition-nbirth-only,
   * tck-id-payloads-template-definition-is-definition, tck-id-payloads-template-definition-ref,
   * tck-id-payloads-template-definition-members, tck-id-payloads-template-definition-nbirth,
   * tck-id-payloads-template-definition-parameters,
   * tck-id-payloads-template-definition-parameters-default, tck-id-payloads-template-version,
   * tck-id-payloads-template-ref-definition, tck-id-payloads-template-is-definition-definition,
   * tck-id-payloads-template-parameter-name-required, tck-id-payloads-template-parameter-name-type,
   * tck-id-payloads-template-parameter-value-type, tck-id-payloads-template-parameter-type-value,
   * tck-id-payloads-template-parameter-type-req, tck-id-payloads-template-parameter-value
   */
  @Test
  void definitionsStandInTheBirthOfTheNodeAloneAndBeforeTheirInstances() {
    List<Said> births = Rig.said(rig().connect());
    Said birth = births.getFirst();
    assertThat(birth.names().subList(0, 2)).containsExactly("Motor", "Station");
    assertThat(birth.metric("Motor").type()).contains(DataType.TEMPLATE);
    assertThat(birth.metric("Motor").value()).isEqualTo(MOTOR);
    assertThat(birth.metric("Station").value()).isEqualTo(STATION);
    assertThat(template(birth.metric("Motor")).reference()).isNull();
    assertThat(template(birth.metric("Motor")).isDefinition()).isTrue();
    assertThat(births.get(1).names()).containsExactly("S");
  }

  /**
   * Req: tck-id-payloads-template-instance-is-definition, tck-id-payloads-template-instance-ref,
   * tck-id-payloads-template-instance-members-birth, tck-id-payloads-template-ref-instance,
   * tck-id-payloads-template-is-definition-instance
   */
  @Test
  void anInstanceInABirthHasAllMembersWhateverWasTold() {
    Rig rig = rig();
    var _ =
        rig.told(
            Rig.NODE, Reading.good("M1", rig.now, motor(member("Amps", new Value.Float32(2)))));
    List<Said> births = Rig.said(rig.connect());
    Template motor = template(births.getFirst().metric("M1"));
    assertThat(motor.isDefinition()).isFalse();
    assertThat(motor.reference()).isEqualTo("Motor");
    assertThat(in(motor, "Amps").value()).isEqualTo(new Value.Float32(2));
    assertThat(in(motor, "Amps").type()).contains(DataType.FLOAT);
    assertThat(in(motor, "Running").marks().isNull()).isTrue();
    Template station = template(births.get(1).metric("S"));
    Template inner = template(in(station, "Motor"));
    assertThat(inner.reference()).isEqualTo("Motor");
    assertThat(inner.members()).hasSize(2);
  }

  /**
   * Req: tck-id-payloads-template-instance-members, tck-id-payloads-template-instance-members-data,
   * tck-id-payloads-template-instance-parameters
   */
  @Test
  void dataHasThePartsThatWereToldAndBirthsPutThemTogether() {
    Rig rig = rig();
    var _ = rig.connect();
    Template first =
        Template.instance(
            "Motor",
            List.of(member("Amps", new Value.Float32(2))),
            List.of(new Parameter("Poles", DataType.UINT8.code(), new Value.Bits32(4))));
    Template said =
        template(
            Rig.said(rig.told(Rig.NODE, Reading.good("M1", rig.now, first))).getFirst().only());
    assertThat(said.members()).hasSize(1);
    assertThat(in(said, "Amps").type()).as("it has no alias").contains(DataType.FLOAT);
    assertThat(said.parameters()).isEqualTo(first.parameters());
    var _ =
        rig.told(
            Rig.NODE, Reading.good("M1", rig.now, motor(member("Running", new Value.Flag(true)))));
    Template whole = template(Rig.said(rig.rebirth()).getFirst().metric("M1"));
    assertThat(in(whole, "Amps").value()).isEqualTo(new Value.Float32(2));
    assertThat(in(whole, "Running").value()).isEqualTo(new Value.Flag(true));
    assertThat(whole.parameters()).isEqualTo(first.parameters());
  }

  @Test
  void aTemplateWithinATemplateIsPutTogetherToo() {
    Rig rig = rig();
    var _ = rig.connect();
    for (Metric part :
        List.of(member("Amps", new Value.Float32(1)), member("Running", new Value.Flag(true)))) {
      Template station =
          Template.instance("Station", List.of(member("Motor", motor(part))), List.of());
      assertThat(Rig.types(rig.told(Rig.ON_PUMP, Reading.good("S", rig.now, station))))
          .containsExactly("DDATA");
    }
    Template inner = template(in(template(Rig.said(rig.rebirth()).get(1).metric("S")), "Motor"));
    assertThat(in(inner, "Amps").value()).isEqualTo(new Value.Float32(1));
    assertThat(in(inner, "Running").value()).isEqualTo(new Value.Flag(true));
  }

  @Test
  void whatIsNoInstanceOfItsTemplateIsNotSaid() {
    Rig rig = rig();
    var _ = rig.connect();
    for (Value odd :
        List.of(
            MOTOR,
            Template.instance("Station", List.of(), List.of()),
            motor(member("Volts", new Value.Float32(2))),
            motor(member("Amps", new Value.Text("2"))),
            motor(member("Amps", new Value.Float32(2)), member("Amps", new Value.Float32(3))),
            Template.instance(
                "Motor", List.of(), List.of(new Parameter("Colour", 12, new Value.Text("x")))),
            new Value.Float32(2))) {
      Reading reading = Reading.good("M1", rig.now, odd);
      assertThat(rig.told(Rig.NODE, reading))
          .containsExactly(new Unsent(Rig.NODE, List.of(reading), Unsent.Why.UNFIT_VALUE));
    }
  }

  @Test
  void otherTemplatesAreSaidByNewBirthsAndOldInstancesAreForgotten() {
    Rig rig = rig();
    var _ = rig.connect();
    var _ =
        rig.told(
            Rig.NODE, Reading.good("M1", rig.now, motor(member("Amps", new Value.Float32(2)))));
    TemplateSet other =
        TemplateSet.of(
            Map.of(
                "Motor",
                Template.definition(
                    "v3", List.of(Metric.of("Volts", 0, DataType.FLOAT, null)), List.of()),
                "Station",
                STATION));
    MetricSet metrics = MetricSet.of(List.of(MetricDefinition.instance("M1", "Motor")));
    List<Said> births = Rig.said(rig.on(new Event.NodeDefined(metrics, other, List.of(), rig.now)));
    assertThat(births.stream().map(Said::type)).containsExactly("NBIRTH", "DBIRTH");
    Template motor = template(births.getFirst().metric("M1"));
    assertThat(motor.members()).hasSize(1);
    assertThat(in(motor, "Volts").marks().isNull()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> rig.on(new Event.NodeDefined(metrics, TemplateSet.EMPTY, List.of(), rig.now)))
        .withMessageContaining("Motor");
  }

  @Test
  void definitionsThatLeadNowhereAreRefused() {
    Template alone =
        Template.definition(
            null,
            List.of(
                Metric.of("A", 0, DataType.TEMPLATE, Template.instance("A", List.of(), List.of()))),
            List.of());
    assertThatIllegalArgumentException().isThrownBy(() -> TemplateSet.of(Map.of("A", alone)));
    assertThatIllegalArgumentException().isThrownBy(() -> TemplateSet.of(Map.of("B", alone)));
    assertThatIllegalArgumentException().isThrownBy(() -> TemplateSet.of(Map.of("M", motor())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemplateSet.of(Map.of("Motor", MOTOR, "motor", MOTOR)));
    Template odd = Template.definition(null, List.of(), List.of(new Parameter("P", 17, null)));
    assertThatIllegalArgumentException().isThrownBy(() -> TemplateSet.of(Map.of("O", odd)));
  }

  /** Req: tck-id-payloads-template-is-definition */
  @Test
  void whetherItIsADefinitionIsAlwaysWritten() {
    byte[] instance =
        PayloadWriter.write(
            new Payload(
                null,
                List.of(member("x", Template.instance("", List.of(), List.of()))),
                null,
                null,
                null));
    // Field 5 of a template, a number, 0: at the very end.
    assertThat(instance).endsWith(new byte[] {0x28, 0x00});
  }
}
