package dev.penstock.connections.form;

import static dev.penstock.connections.form.Trees.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.Connections;
import dev.penstock.connections.ConnectionsForm;
import dev.penstock.connections.Destination;
import dev.penstock.connections.MemberType;
import dev.penstock.connections.MetricTemplate;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.merkle.Decoded;
import dev.penstock.plant.tree.Tree;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Templates of a destination and their instances: what they mean, and what they cannot mean. */
class TemplatesReaderTest {
  private static final String INSTANCE = "destinations[scada].instances[Pump 1]";
  private static final String TEMPLATE = "destinations[scada].templates[Pump]";

  private static Tree point(String name, String address, String type) {
    return fields("name", name, "address", address, "type", type, "rate", "fast");
  }

  private static Tree plc() {
    return Trees.device(
        point("p1 amps", "holding:100", "float32"),
        point("p1 speed", "holding:102", "uint16"),
        point("p1 run", "coil:5", "bool"),
        point("p2 amps", "holding:110", "float32"),
        fields("name", "low", "expression", "{p1 amps} < 1"));
  }

  private static Tree pump() {
    return fields(
        "name",
        "Pump",
        "version",
        "2",
        "members",
        fields("Amps", "Float", "Speed", "Int32", "Run", "Boolean"),
        "parameters",
        fields("Maker", "String unknown maker", "Poles", "Int64 04", "Power", "Double 7.50"));
  }

  private static Tree members(String... pairs) {
    return fields((Object[]) pairs);
  }

  private static Tree instance(String name, Tree members) {
    return fields("device", "plc-1", "name", name, "template", "Pump", "members", members);
  }

  private static Tree file(List<Tree> templates, Tree... instances) {
    return file(plc(), "sparkplug", List.of("plc-*"), templates, instances);
  }

  private static Tree file(
      Tree plc, String protocol, List<String> send, List<Tree> templates, Tree... instances) {
    Tree at =
        protocol.equals("sparkplug")
            ? fields("broker", "b:1883", "group", "works")
            : fields("broker", "b:1883");
    Tree scada =
        fields(
            "id",
            "scada",
            "protocol",
            protocol,
            "zone",
            "dmz",
            "at",
            at,
            "send",
            send,
            "templates",
            templates,
            "instances",
            List.of(instances));
    return fields(
        "format",
        "penstock-connections-1",
        "devices",
        List.of(plc),
        "destinations",
        List.of(scada));
  }

  private static List<String> told(Tree tree) {
    return switch (ConnectionsReader.read(tree, ProtocolForms.standard())) {
      case Reading.Sound _ -> List.of();
      case Reading.Unsound(var findings, _) -> {
        assertThat(findings)
            .allSatisfy(each -> {
              assertThat(each.where().place().line()).isPositive();
              assertThat(each.fault().allowed()).isNotEmpty();
              assertThat(each.fault().advice()).isNotEmpty();
            });
        yield findings.stream()
            .map(each -> each.where().path() + " " + each.fault().what())
            .toList();
      }
      case Reading.NoConnections(_, var why) -> throw new AssertionError(why);
    };
  }

  private static Connections sound(Tree tree) {
    return ConnectionsPropertyTest.read(tree);
  }

  @Test
  void whatIsReadIsWrittenAndKeptInItsBytes() {
    Tree said = fields("Maker", "Acme", "Power", "11.0");
    Tree tree =
        file(
            List.of(pump()),
            fields(
                "device",
                "plc-1",
                "name",
                "Pump 1",
                "template",
                "Pump",
                "members",
                members("Amps", "p1 amps", "Speed", "p1 speed", "Run", "low"),
                "parameters",
                said),
            instance("Pump 2", members("Amps", "p2 amps")));
    Connections read = sound(tree);
    Destination scada = read.destinations().getFirst();
    MetricTemplate template = scada.template("Pump").orElseThrow();
    assertThat(template.version()).isEqualTo("2");
    assertThat(template.members())
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(
                    "Amps",
                    MemberType.FLOAT,
                    "Run",
                    MemberType.BOOLEAN,
                    "Speed",
                    MemberType.INT32)));
    assertThat(template.parameters().get("Maker"))
        .isEqualTo(new MetricTemplate.Parameter(MemberType.STRING, "unknown maker"));
    assertThat(template.parameters().get("Poles").value()).isEqualTo("4");
    assertThat(template.parameters().get("Power").value()).isEqualTo("7.5");
    assertThat(scada.instances().getFirst().parameters())
        .isEqualTo(Map.of("Maker", "Acme", "Power", "11"));
    assertThat(scada.instances().getLast().members()).isEqualTo(Map.of("Amps", "p2 amps"));
    assertThat(sound(ConnectionsWriter.write(read))).isEqualTo(read);
    assertThat(FormReader.decode(ConnectionsForm.encode(read), ProtocolForms.standard()))
        .isEqualTo(new Decoded.Value<>(read));
  }

  @Test
  void aMemberThatIsNoPointOrNoMemberIsToldWhereItStands() {
    assertThat(told(file(List.of(pump()), instance("Pump 1", members("Amps", "p9 amps")))))
        .containsExactly(INSTANCE + ".members.Amps there is no point 'p9 amps' on 'plc-1'");
    assertThat(told(file(List.of(pump()), instance("Pump 1", members("Volts", "p1 amps")))))
        .containsExactly(INSTANCE + ".members.Volts the template 'Pump' has no 'Volts'");
    assertThat(told(file(List.of(pump()), instance("Pump 1", members("Speed", "p1 amps")))))
        .containsExactly(
            INSTANCE + ".members.Speed the member is Int32, and the point 'p1 amps' is Float");
    assertThat(told(file(List.of(pump()), instance("Pump 1", members("Speed", "low")))))
        .singleElement()
        .asString()
        .contains("made of others");
    assertThat(told(file(List.of(pump()), instance("Pump 1", members()))))
        .containsExactly(INSTANCE + ".members has none");
  }

  @Test
  void aPointIsInOneInstanceAtMost() {
    assertThat(
            told(
                file(
                    List.of(pump()),
                    instance("Pump 1", members("Amps", "p1 amps")),
                    instance("Pump 2", members("Amps", "p1 amps")))))
        .containsExactly(
            "destinations[scada].instances[Pump 2].members.Amps"
                + " the point 'p1 amps' is in the instance 'Pump 1' already");
    Tree twice = fields("name", "Pump", "members", fields("Amps", "Float", "Backup", "Float"));
    assertThat(
            told(
                file(
                    List.of(twice),
                    instance("Pump 1", members("Amps", "p1 amps", "Backup", "p1 amps")))))
        .containsExactly(INSTANCE + ".members.Backup the point is the member 'Amps' already");
  }

  @Test
  void anInstanceHasATemplateADeviceAndWhatIsSent() {
    assertThat(told(file(List.of(), instance("Pump 1", members("Amps", "p1 amps")))))
        .containsExactly(INSTANCE + ".template there is no template 'Pump' here");
    Tree elsewhere =
        fields(
            "device",
            "plc-9",
            "name",
            "Pump 1",
            "template",
            "Pump",
            "members",
            members("Amps", "p1 amps"));
    assertThat(told(file(List.of(pump()), elsewhere)))
        .containsExactly(INSTANCE + ".device there is no device 'plc-9'");
    assertThat(
            told(
                file(
                    plc(),
                    "sparkplug",
                    List.of("plc-1/p2*"),
                    List.of(pump()),
                    instance("Pump 1", members("Amps", "p1 amps")))))
        .containsExactly(INSTANCE + ".members.Amps the point 'p1 amps' is not sent here");
  }

  /** What is wrong with a device or a template is told there, and not of all that name it. */
  @Test
  void aFaultIsToldOnce() {
    Tree plc = Trees.device(point("p1 amps", "holding:x", "float32"));
    assertThat(
            told(
                file(
                    plc,
                    "sparkplug",
                    List.of("plc-1"),
                    List.of(pump()),
                    instance("Pump 1", members("Amps", "p1 amps")))))
        .singleElement()
        .asString()
        .startsWith("devices[plc-1].points[p1 amps].address");
    Tree odd = fields("name", "Pump", "members", fields("Amps", "Real"));
    assertThat(told(file(List.of(odd), instance("Pump 1", members("Amps", "p1 amps")))))
        .containsExactly(TEMPLATE + ".members.Amps 'Real' is no type");
  }

  @Test
  void noNameStandsForTwoThings() {
    assertThat(
            told(
                file(
                    List.of(pump()),
                    instance("Pump 1", members("Amps", "p1 amps")),
                    instance("PUMP 1", members("Amps", "p2 amps")))))
        .containsExactly(
            "destinations[scada].instances[PUMP 1].name"
                + " 'PUMP 1' and the instance 'Pump 1' are one name for hosts");
    assertThat(told(file(List.of(pump()), instance("Low", members("Amps", "p1 amps")))))
        .containsExactly(
            "destinations[scada].instances[Low].name"
                + " 'Low' and the point 'low' of the device are one name for hosts");
    assertThat(told(file(List.of(pump()), instance("P1 Amps", members("Amps", "p1 amps")))))
        .as("the point has no metric of its own")
        .isEmpty();
    assertThat(told(file(List.of(pump()), instance("bdSeq", members("Amps", "p1 amps")))))
        .singleElement()
        .asString()
        .contains("a metric that each node has");
    Tree upper = fields("name", "PUMP", "members", fields("Amps", "Float"));
    assertThat(told(file(List.of(pump(), upper))))
        .containsExactly(
            "destinations[scada].templates[PUMP].name"
                + " 'PUMP' and 'Pump' are one name for hosts");
    Tree own = fields("name", "Properties/Log", "members", fields("Amps", "Float"));
    assertThat(told(file(List.of(own))))
        .singleElement()
        .asString()
        .contains("metrics that the node itself has");
    Tree twins = fields("name", "Pump", "members", fields("Amps", "Float", "AMPS", "Float"));
    assertThat(told(file(List.of(twins))))
        .containsExactly(TEMPLATE + ".members.AMPS 'AMPS' and 'Amps' are one name for hosts");
  }

  @Test
  void parametersHaveATypeAndAValueOfIt() {
    Tree odd =
        fields(
            "name",
            "Pump",
            "members",
            fields("Amps", "Float"),
            "parameters",
            fields("A", "Int8 4", "B", "Int64", "C", "Int64 x", "D", "Boolean yes", "E", "String"));
    assertThat(told(file(List.of(odd))))
        .extracting(each -> each.substring(0, each.indexOf(' ')))
        .containsExactlyInAnyOrder(
            TEMPLATE + ".parameters.A",
            TEMPLATE + ".parameters.B",
            TEMPLATE + ".parameters.C",
            TEMPLATE + ".parameters.D");
    Tree instance =
        fields(
            "device",
            "plc-1",
            "name",
            "Pump 1",
            "template",
            "Pump",
            "members",
            members("Amps", "p1 amps"),
            "parameters",
            fields("Poles", "many", "Colour", "red"));
    assertThat(told(file(List.of(pump()), instance)))
        .containsExactlyInAnyOrder(
            INSTANCE + ".parameters.Poles 'many' is no Int64",
            INSTANCE + ".parameters.Colour the template 'Pump' has no 'Colour'");
  }

  @Test
  void onlyHostsOfSparkplugGetTemplates() {
    assertThat(told(file(plc(), "mqtt", List.of("plc-1"), List.of(pump()))))
        .containsExactlyInAnyOrder(
            "destinations[scada].templates are there, and mqtt has no such thing",
            "destinations[scada].instances are there, and mqtt has no such thing");
  }

  @Test
  void aTypeHoldsWhatChangesNoWholeNumber() {
    DataType i16 = DataType.INT16;
    DataType u16 = DataType.UINT16;
    DataType i32 = DataType.INT32;
    DataType u32 = DataType.UINT32;
    DataType i64 = DataType.INT64;
    DataType u64 = DataType.UINT64;
    DataType f32 = DataType.FLOAT;
    DataType f64 = DataType.DOUBLE;
    DataType flag = DataType.BOOLEAN;
    DataType text = DataType.STRING;
    Map<MemberType, List<DataType>> held = new EnumMap<>(MemberType.class);
    held.put(MemberType.INT8, List.of());
    held.put(MemberType.UINT8, List.of());
    held.put(MemberType.INT16, List.of(i16));
    held.put(MemberType.UINT16, List.of(u16));
    held.put(MemberType.INT32, List.of(i16, u16, i32));
    held.put(MemberType.UINT32, List.of(u16, u32));
    held.put(MemberType.INT64, List.of(i16, u16, i32, u32, i64));
    held.put(MemberType.UINT64, List.of(u16, u32, u64));
    held.put(MemberType.FLOAT, List.of(i16, u16, f32, f64));
    held.put(MemberType.DOUBLE, List.of(i16, u16, i32, u32, f32, f64));
    held.put(MemberType.BOOLEAN, List.of(flag));
    held.put(MemberType.STRING, List.of(text));
    assertThat(held).hasSize(MemberType.values().length);
    List<DataType> all = List.of(i16, u16, i32, u32, i64, u64, f32, f64, flag, text);
    held.forEach((type, points) -> {
      for (DataType point : all) {
        assertThat(type.isHolding(Optional.of(point)))
            .as(type + " of " + point)
            .isEqualTo(points.contains(point));
      }
    });
    assertThat(MemberType.DOUBLE.isHolding(Optional.empty())).isTrue();
    assertThat(MemberType.INT64.isHolding(Optional.empty())).isFalse();
    assertThat(MemberType.INT64.value("-4")).isEqualTo(new Value.Bits64(-4));
    assertThat(MemberType.FLOAT.value("0.5")).isEqualTo(new Value.Float32(0.5f));
    assertThat(MemberType.BOOLEAN.value("true")).isEqualTo(new Value.Flag(true));
    assertThat(MemberType.DOUBLE.value("1.5")).isEqualTo(new Value.Float64(1.5));
    assertThat(MemberType.STRING.value("x")).isEqualTo(new Value.Text("x"));
  }
}
