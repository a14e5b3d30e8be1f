package dev.penstock.sparkplugnode;

import static dev.penstock.sparkplugnode.TestFrame.Value.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.sparkplug.edgenode.EdgeNode;
import dev.penstock.sparkplug.edgenode.TemplateSet;
import dev.penstock.sparkplug.fleet.Composition;
import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.InstanceForm;
import dev.penstock.sparkplug.fleet.Reported;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Template;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.sparkplugnode.NodeRig.Spoken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Points that hosts get as members of one value, between a journal and a server. */
@Timeout(300)
final class TemplateInstancesTest {
  private static final Composition PUMPS =
      new Composition(
          TemplateSet.of(
              Map.of(
                  "Pump",
                  Template.definition(
                      null,
                      List.of(
                          Metric.of("Amps", 1, DataType.DOUBLE, null),
                          Metric.of("Speed", 1, DataType.INT32, null)),
                      List.of()))),
          List.of(
              new InstanceForm(
                  "plc-1", "Pump 1", "Pump", Map.of("Amps", "p0", "Speed", "p1"), List.of())));

  private final NotedCommands commands = new NotedCommands(true);
  private final NodeRig rig = new NodeRig(Optional.empty(), commands, PUMPS);

  @BeforeEach
  void start() {
    rig.forms =
        List.of(
            new DeviceForm(
                "plc-1",
                List.of(
                    new DeviceForm.PointForm("p0", Optional.of(DataType.DOUBLE), false, true, "A"),
                    new DeviceForm.PointForm("p1", Optional.of(DataType.UINT16), true, true, ""),
                    new DeviceForm.PointForm(
                        "p2", Optional.of(DataType.DOUBLE), false, true, "m"))));
    rig.newest =
        List.of(new Reported("plc-1", "p0", 5_000, 0, SampleValue.of(2.5), Optional.empty()));
    rig.start();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static Template pump(Spoken message) {
    return (Template) message.metric("Pump 1").value();
  }

  private static List<String> told(Template pump) {
    return pump.members().stream().map(each -> each.name() + " " + each.value()).toList();
  }

  @Test
  void theJournalsSamplesAreMembersLiveAndAsHistory() throws Exception {
    List<Spoken> births = rig.born();
    assertThat(births).extracting(Spoken::topic).containsExactly("NBIRTH/n", "DBIRTH/n/plc-1");
    assertThat(((Template) births.getFirst().metric("Pump").value()).isDefinition()).isTrue();
    assertThat(births.getLast().names()).containsExactlyInAnyOrder("Pump 1", "p2");
    assertThat(told(pump(births.getLast())))
        .containsExactly("Amps " + new Value.Float64(2.5), "Speed null");

    rig.send(1, false, 1, good(1, 6_000, 900), good(2, 6_000, 1.5));
    Spoken live = rig.spoken();
    assertThat(live.topic()).isEqualTo("DDATA/n/plc-1");
    assertThat(live.names()).containsExactly("Pump 1", "p2");
    assertThat(told(pump(live))).containsExactly("Speed null");
    assertThat(rig.destination.counts().unsaid()).as("a real number is no Int32").isEqualTo(1);

    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(1));
    rig.send(2, true, 1, good(0, 4_000, 1.25));
    Spoken past = rig.spoken();
    assertThat(past.metric("Pump 1").marks().isHistorical()).isTrue();
    assertThat(past.metric("Pump 1").timestampMs()).isEqualTo(4_000);
    assertThat(told(pump(past))).containsExactly("Amps " + new Value.Float64(1.25));

    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(2));
    rig.commands("NCMD/n", Metric.of(EdgeNode.REBIRTH, 1, DataType.BOOLEAN, new Value.Flag(true)));
    assertThat(rig.spoken().topic()).isEqualTo("NBIRTH/n");
    assertThat(told(pump(rig.spoken())).getFirst()).isEqualTo("Amps " + new Value.Float64(2.5));
  }

  @Test
  void aWriteOfAMemberIsHandedOnAsOneOfItsPoint() throws Exception {
    var _ = rig.born();
    rig.commands(
        "DCMD/n/plc-1",
        Metric.of(
            "Pump 1",
            7,
            DataType.TEMPLATE,
            Template.instance(
                "Pump",
                List.of(
                    Metric.of("Speed", 7, DataType.INT32, new Value.Bits32(1_200)),
                    Metric.of("Amps", 7, DataType.DOUBLE, new Value.Float64(1))),
                List.of())));
    assertThat(commands.next()).isEqualTo("asked plc-1/p1 " + SampleValue.of(1_200));
    assertThat(commands.next()).isEqualTo("spBv1.0/g/DCMD/n/plc-1 Pump 1/Amps NOT_WRITABLE");
    rig.commands("DCMD/n/plc-1", Metric.of("p1", 7, DataType.INT32, new Value.Bits32(1)));
    assertThat(commands.next())
        .as("the point has no metric of its own")
        .isEqualTo("spBv1.0/g/DCMD/n/plc-1 p1 UNKNOWN_METRIC");
    rig.commands("DCMD/n/plc-1", Metric.of("Pump 1", 7, DataType.INT32, new Value.Bits32(1)));
    assertThat(commands.next()).isEqualTo("spBv1.0/g/DCMD/n/plc-1 Pump 1 UNFIT_VALUE");
  }
}
