package dev.penstock.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.Destination;
import dev.penstock.connections.MemberType;
import dev.penstock.connections.MetricTemplate;
import dev.penstock.connections.TemplateInstance;
import dev.penstock.sparkplug.fleet.Composition;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Template;
import dev.penstock.sparkplug.payload.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people wrote about templates, as an edge node is told of it. */
class CompositionMakingTest {
  private static Destination scada(
      List<MetricTemplate> templates, List<TemplateInstance> instances) {
    return new Destination(
        "scada",
        "scada",
        "sparkplug",
        "dmz",
        true,
        Map.of(),
        List.of(),
        Destination.Order.LIVE_FIRST,
        1,
        templates,
        instances);
  }

  @Test
  void aDestinationWithoutTemplatesTellsEachPointByItself() {
    assertThat(CompositionMaking.of(scada(List.of(), List.of()), 7)).isEqualTo(Composition.NONE);
  }

  @Test
  void anInstanceHasItsParametersAndWhereItSaysNothingThoseOfTheTemplate() {
    var pump =
        new MetricTemplate(
            "Pump",
            "",
            Map.of("Run", MemberType.BOOLEAN, "Amps", MemberType.FLOAT),
            Map.of(
                "Maker", new MetricTemplate.Parameter(MemberType.STRING, "unknown"),
                "Poles", new MetricTemplate.Parameter(MemberType.INT64, "4")));
    var one =
        new TemplateInstance(
            "plc-1", "Pump 1", "Pump", Map.of("Amps", "p1 amps"), Map.of("Maker", "Acme"));
    Composition made = CompositionMaking.of(scada(List.of(pump), List.of(one)), 7);
    var poles = new Template.Parameter("Poles", DataType.INT64.code(), new Value.Bits64(4));
    assertThat(made.templates().definitions())
        .containsExactly(
            Map.entry(
                "Pump",
                Template.definition(
                    null,
                    List.of(
                        Metric.of("Amps", 7, DataType.FLOAT, null),
                        Metric.of("Run", 7, DataType.BOOLEAN, null)),
                    List.of(text("unknown"), poles))));
    assertThat(made.instances())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.device()).isEqualTo("plc-1");
          assertThat(each.members()).isEqualTo(Map.of("Amps", "p1 amps"));
          assertThat(each.parameters()).containsExactly(text("Acme"), poles);
        });
  }

  private static Template.Parameter text(String maker) {
    return new Template.Parameter("Maker", DataType.STRING.code(), new Value.Text(maker));
  }
}
