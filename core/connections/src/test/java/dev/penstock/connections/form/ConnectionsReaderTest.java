package dev.penstock.connections.form;

import static dev.penstock.connections.form.Trees.device;
import static dev.penstock.connections.form.Trees.fields;
import static dev.penstock.connections.form.Trees.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Connections;
import dev.penstock.connections.ConnectionsForm;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Origin;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.merkle.Decoded;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fault is found, with its place and what to do. Req: 62443-4-2 CR 3.5. */
class ConnectionsReaderTest {
  private static List<Finding> findings(Tree tree) {
    return switch (ConnectionsReader.read(tree, ProtocolForms.standard())) {
      case Reading.Sound _ -> List.of();
      case Reading.Unsound(var findings, _) -> findings;
      case Reading.NoConnections(_, var why) -> throw new AssertionError(why);
    };
  }

  private static Connections sound(Tree tree) {
    return switch (ConnectionsReader.read(tree, ProtocolForms.standard())) {
      case Reading.Sound(var connections, _) -> connections;
      case Reading.Unsound(var findings, _) -> throw new AssertionError(findings.toString());
      case Reading.NoConnections(_, var why) -> throw new AssertionError(why);
    };
  }

  private static List<String> paths(Tree tree) {
    return findings(tree).stream().map(each -> each.where().path()).toList();
  }

  private static Tree point(String... more) {
    List<String> all = new ArrayList<>(List.of("name", "level", "address", "holding:100"));
    all.addAll(List.of("type", "uint16", "rate", "fast"));
    for (int i = 0; i < more.length; i += 2) {
      int at = all.indexOf(more[i]);
      if (at >= 0 && at % 2 == 0) {
        all.set(at + 1, more[i + 1]);
      } else {
        all.addAll(List.of(more[i], more[i + 1]));
      }
    }
    return fields(all.toArray());
  }

  @Test
  void aLimitThatWouldBeRoundedIsAFault() {
    Tree limits = fields("low", "0", "high", "9007199254740993");
    List<Object> all = new ArrayList<>(List.of("name", "level", "address", "holding:100"));
    all.addAll(List.of("type", "int64", "rate", "fast", "writable", "true", "limits", limits));
    assertThat(findings(file(device(fields(all.toArray())))))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.where().path()).endsWith("limits.high");
          assertThat(finding.fault().text()).contains("9007199254740993", "15 digits");
        });
  }

  @Test
  void whatDoesNotBeginAsConnectionsIsNone() {
    assertThat(
            ConnectionsReader.read(fields("format", "penstock-plant-2"), ProtocolForms.standard()))
        .isInstanceOf(Reading.NoConnections.class);
    assertThat(ConnectionsReader.read(fields("devices", List.of()), ProtocolForms.standard()))
        .isInstanceOf(Reading.NoConnections.class);
  }

  @Test
  void aDeviceWithoutItsFieldsIsToldEachOfThem() {
    assertThat(findings(file(fields("id", "plc-1"))))
        .extracting(each -> each.where().path() + " " + each.fault().what())
        .containsExactlyInAnyOrder(
            "devices[plc-1].protocol is missing", "devices[plc-1].asset is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "name, '', .name",
    "name, 'a{b', .name",
    "address, holding:70000, .address",
    "address, 40000, .address",
    "type, float, .address",
    "type, bool, .address",
    "rate, quick, .rate",
    "deadband, -1, .deadband",
    "deadband, 1 %, .deadband",
    "deadband, much, .deadband",
    "silence-max, 2 d, .silence-max",
    "silence-max, soon, .silence-max",
    "writable, yes, .writable",
    "speed, 3, ''",
  })
  void aFieldOfAPointThatMeansNothingIsToldWhereItStands(String field, String text, String path) {
    List<Finding> findings = findings(file(device(point(field, text))));
    assertThat(findings)
        .singleElement()
        .satisfies(each -> {
          String name = field.equals("name") ? (text.isEmpty() ? "0" : text) : "level";
          assertThat(each.where().path()).isEqualTo("devices[plc-1].points[" + name + "]" + path);
          assertThat(each.where().place().line()).isPositive();
          assertThat(each.fault().allowed()).isNotEmpty();
          assertThat(each.fault().advice()).isNotEmpty();
        });
  }

  @Test
  void aPointThatCanOnlyBeReadIsNotWritable() {
    assertThat(paths(file(device(point("address", "input:5", "writable", "true")))))
        .containsExactly("devices[plc-1].points[level].writable");
    assertThat(paths(file(device(point("address", "coil:5", "type", "bool", "writable", "true")))))
        .isEmpty();
  }

  @Test
  void scalingAndLimitsAreHeldToEachOther() {
    Tree falling = fields("raw-low", "10", "raw-high", "5", "low", "0", "high", "1");
    assertThat(paths(file(device(with("scaling", falling)))))
        .containsExactly("devices[plc-1].points[level].scaling.raw-high");
    Tree half = fields("raw-low", "0", "low", "0", "high", "x");
    assertThat(paths(file(device(with("scaling", half)))))
        .containsExactlyInAnyOrder(
            "devices[plc-1].points[level].scaling.raw-high",
            "devices[plc-1].points[level].scaling.high");
    assertThat(paths(file(device(with("limits", fields("low", "0"))))))
        .containsExactly("devices[plc-1].points[level].limits");
  }

  private static Tree with(String field, Tree value) {
    return fields(
        "name", "level", "address", "holding:1", "type", "uint16", "rate", "fast", field, value);
  }

  @Test
  void anExpressionIsToldWithItsPlaceAndMayNotGoInCircles() {
    assertThat(findings(file(device(fields("name", "sum", "expression", "1 +")))))
        .singleElement()
        .satisfies(each -> assertThat(each.fault().what()).startsWith("at character 4: "));
    assertThat(findings(file(device(fields("name", "sum", "expression", "{none} + 1")))))
        .singleElement()
        .satisfies(each -> assertThat(each.fault().what()).contains("no point 'none'"));
    assertThat(
            findings(
                file(
                    device(
                        fields("name", "a", "expression", "{b} + 1"),
                        fields("name", "b", "expression", "{c}"),
                        fields("name", "c", "expression", "{a} * 2"),
                        fields("name", "d", "expression", "{d}")))))
        .extracting(each -> each.fault().what())
        .containsExactlyInAnyOrder("is made of itself: a of b of c", "is made of itself: d");
  }

  @Test
  void anExpressionHasNoAddress() {
    assertThat(paths(file(device(fields("name", "a", "expression", "1", "address", "coil:1")))))
        .containsExactly("devices[plc-1].points[a].address");
  }

  @Test
  void namesAreThereOnce() {
    assertThat(paths(file(device(point(), point()), device())))
        .containsExactlyInAnyOrder("devices[plc-1].points[level].name", "devices[plc-1].id");
  }

  @Test
  void settingsAreThoseOfTheProtocol() {
    Tree wrong =
        fields(
            "id",
            "plc-1",
            "protocol",
            "modbus",
            "asset",
            "a",
            "at",
            fields("tcp", "10.20.0.7", "unit", "300", "speed", "9"));
    assertThat(paths(file(wrong)))
        .containsExactlyInAnyOrder(
            "devices[plc-1].at.tcp", "devices[plc-1].at.unit", "devices[plc-1].at.speed");
    Tree two =
        fields(
            "id",
            "plc-1",
            "protocol",
            "modbus",
            "asset",
            "a",
            "at",
            fields("tcp", "10.20.0.7:502", "serial", "/dev/ttyS0 9600 even 1"));
    assertThat(findings(file(two)))
        .singleElement()
        .satisfies(each -> assertThat(each.fault().what()).isEqualTo("says 2 ways to the device"));
    Tree none = fields("id", "plc-1", "protocol", "profinet", "asset", "a");
    assertThat(paths(file(none))).containsExactly("devices[plc-1].protocol");
  }

  /** Secrets never stand in a file that people compare. Req: 62443-4-2 CR 4.1. */
  @Test
  void aDestinationNamesItsSecretAndDoesNotTellIt() {
    Tree destination =
        fields(
            "id",
            "cloud",
            "protocol",
            "mqtt",
            "zone",
            "dmz",
            "at",
            fields("broker", "b:8883", "credentials", "S3cret!"),
            "send",
            List.of("plc-*", "/x"),
            "order",
            "sideways",
            "history-per-second",
            "0");
    Tree file = fields("format", "penstock-connections-1", "destinations", List.of(destination));
    assertThat(paths(file))
        .containsExactlyInAnyOrder(
            "destinations[cloud].at.credentials",
            "destinations[cloud].send[1]",
            "destinations[cloud].order",
            "destinations[cloud].history-per-second");
  }

  /** What is agreed to comes back from its bytes and from the file that is written of it. */
  @ParameterizedTest
  @CsvSource({"live-first, LIVE_FIRST", "in-order, IN_ORDER", "before-durable, BEFORE_DURABLE"})
  void aDestinationSaysWhatGoesFirst(String word, Destination.Order order) {
    Tree at = fields("broker", "b:8883");
    Tree destination =
        fields("id", "cloud", "protocol", "mqtt", "zone", "dmz", "at", at, "order", word);
    Tree file = fields("format", "penstock-connections-1", "destinations", List.of(destination));
    ProtocolForms protocols = ProtocolForms.standard();
    Connections read = ((Reading.Sound) ConnectionsReader.read(file, protocols)).connections();
    assertThat(read.destinations()).extracting(Destination::order).containsExactly(order);
    assertThat(FormReader.decode(ConnectionsForm.encode(read), protocols))
        .isEqualTo(new Decoded.Value<>(read));
    assertThat(ConnectionsReader.read(ConnectionsWriter.write(read), protocols))
        .isInstanceOfSatisfying(
            Reading.Sound.class,
            again -> assertThat(again.connections().destinations()).isEqualTo(read.destinations()));
  }

  private static Tree destination(String protocol, Tree at) {
    Tree destination = fields("id", "cloud", "protocol", protocol, "zone", "dmz", "at", at);
    return fields("format", "penstock-connections-1", "destinations", List.of(destination));
  }

  @Test
  void aDestinationSaysItsTopicAndPayloadInWordsThatTheyHave() {
    Tree right =
        fields(
            "broker",
            "b:8883",
            "version",
            "3.1.1",
            "client-id",
            "east",
            "credentials",
            "cloud",
            "topic",
            "plant/{source}/{point/}",
            "payload",
            "json one: v=value, t=sourceTime/ms",
            "qos",
            "0",
            "retain",
            "yes",
            "keep-alive",
            "30 s",
            "in-flight",
            "60000");
    assertThat(findings(destination("mqtt", right))).isEmpty();
    assertThat(findings(destination("mqtt", fields("broker", "b:1", "topic", "plant/{sorce}"))))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.where().path()).isEqualTo("destinations[cloud].at.topic");
          assertThat(each.fault().what()).contains("character 6", "{sorce} is no place");
        });
    assertThat(findings(destination("mqtt", fields("broker", "b:1", "payload", "xml batch"))))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.where().path()).isEqualTo("destinations[cloud].at.payload");
          assertThat(each.fault().what()).contains("xml batch");
        });
    assertThat(paths(destination("mqtt", fields("broker", "b:1", "qos", "3", "in-flight", "0"))))
        .containsExactlyInAnyOrder(
            "destinations[cloud].at.qos", "destinations[cloud].at.in-flight");
    assertThat(paths(destination("kafka", fields("broker", "b:1"))))
        .as("nobody serves it")
        .containsExactly("destinations[cloud].protocol");
  }

  /** Req: 62443-3-3 SR 5.2 RE(1) */
  @Test
  void commandsHaveTopicsOfTheirOwn() {
    String set = "penstock/{site}/{source}/{point}/set";
    assertThat(
            findings(
                destination(
                    "mqtt",
                    fields("broker", "b:1", "commands", set, "answers", "answers/{source}"))))
        .isEmpty();
    for (String wrong : List.of("set/p{source}", "set/#", "set/{zone}", "{source}/{point/}")) {
      assertThat(paths(destination("mqtt", fields("broker", "b:1", "commands", wrong))))
          .as(wrong)
          .containsExactly("destinations[cloud].at.commands");
    }
    assertThat(paths(destination("mqtt", fields("broker", "b:1", "answers", "a/{source}"))))
        .as("no commands")
        .containsExactly("destinations[cloud].at.answers");
    assertThat(paths(destination("mqtt", fields("broker", "b:1", "commands", set, "answers", set))))
        .as("an answer is a command")
        .containsExactly("destinations[cloud].at.commands");
    assertThat(
            paths(
                destination(
                    "mqtt", fields("broker", "b:1", "commands", "penstock/{site}/{source}"))))
        .as("a value is a command")
        .containsExactly("destinations[cloud].at.commands");
    assertThat(
            paths(
                destination(
                    "sparkplug", fields("broker", "b:1", "group", "g", "commands", "maybe"))))
        .containsExactly("destinations[cloud].at.commands");
    assertThat(
            findings(
                destination("sparkplug", fields("broker", "b:1", "group", "g", "commands", "yes"))))
        .isEmpty();
  }

  @Test
  void anEdgeNodeSaysWhoItIsAndForWhomItWaits() {
    Tree right =
        fields(
            "broker",
            "b:8883",
            "group",
            "Water works",
            "node",
            "gateway-1",
            "primary-host",
            "scada",
            "aliases",
            "no",
            "records",
            "yes",
            "metrics-per-message",
            "200",
            "version",
            "3.1.1",
            "keep-alive",
            "30 s");
    assertThat(findings(destination("sparkplug", right))).isEmpty();
    assertThat(paths(destination("sparkplug", fields("broker", "b:1"))))
        .as("no group")
        .containsExactly("destinations[cloud].at");
    assertThat(
            paths(
                destination(
                    "sparkplug",
                    fields("broker", "b:1", "group", "a/b", "node", "#", "aliases", "maybe"))))
        .containsExactlyInAnyOrder(
            "destinations[cloud].at.group",
            "destinations[cloud].at.node",
            "destinations[cloud].at.aliases");
    assertThat(findings(destination("sparkplug", fields("broker", "b:1", "group", "STATE"))))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.where().path()).isEqualTo("destinations[cloud].at.group");
          assertThat(each.fault().what()).contains("where hosts say");
        });
    assertThat(paths(destination("sparkplug", fields("broker", "b:1", "group", "g", "qos", "1"))))
        .as("the specification says at which QoS")
        .containsExactly("destinations[cloud].at.qos");
  }

  @Test
  void severalRequestsAreUnderWayOnTcpAlone() {
    assertThat(findings(file(deviceAt("tcp", "10.20.0.7:502", "4")))).isEmpty();
    assertThat(paths(file(deviceAt("tcp", "10.20.0.7:502", "17"))))
        .containsExactly("devices[plc-1].at.under-way");
    assertThat(paths(file(deviceAt("rtu-over-tcp", "10.20.0.7:502", "4"))))
        .containsExactly("devices[plc-1].at.under-way");
  }

  @Test
  void whatADeviceIsSparedIsReadInOneSpelling() {
    Tree at =
        fields(
            "tcp",
            "10.20.0.7:502",
            "holes",
            "holding:200..299 ,17/coil:5",
            "silent-max",
            "5 min",
            "refused-again",
            "1 d",
            "writes-by-multiple",
            "yes");
    Tree device = fields("id", "plc-1", "protocol", "modbus", "asset", "a", "at", at);
    assertThat(sound(file(device)).devices().getFirst().at())
        .containsEntry("holes", "holding:200..299, 17/coil:5")
        .containsEntry("silent-max", "5 min")
        .containsEntry("refused-again", "1 d")
        .containsEntry("writes-by-multiple", "yes");
    Tree wrong =
        fields(
            "tcp",
            "10.20.0.7:502",
            "holes",
            "holding:5..4",
            "silent-max",
            "2 h",
            "refused-again",
            "10 ms",
            "writes-by-multiple",
            "true");
    Tree other = fields("id", "plc-1", "protocol", "modbus", "asset", "a", "at", wrong);
    assertThat(paths(file(other)))
        .containsExactlyInAnyOrder(
            "devices[plc-1].at.holes",
            "devices[plc-1].at.silent-max",
            "devices[plc-1].at.refused-again",
            "devices[plc-1].at.writes-by-multiple");
  }

  private static Tree deviceAt(String way, String where, String underWay) {
    Tree at = fields(way, where, "under-way", underWay);
    return fields("id", "plc-1", "protocol", "modbus", "asset", "a", "at", at);
  }

  @Test
  void aProxyLeadsToADeviceWithTcpAndHasItsPort() {
    Tree proxies =
        fields(
            "format",
            "penstock-connections-1",
            "devices",
            List.of(device()),
            "proxies",
            List.of(
                proxy("p1", "10.1.0.1:502", "plc-1"),
                proxy("p2", "10.1.0.1:502", "plc-9"),
                proxy("p3", "10.1.0.1", "plc-1")));
    assertThat(paths(proxies))
        .containsExactlyInAnyOrder("proxies[p2].listen", "proxies[p2].to", "proxies[p3].listen");
  }

  private static Tree proxy(String id, String listen, String to) {
    return fields("id", id, "listen", listen, "from-zone", "control", "to", to);
  }

  @Test
  void aRateThatIsTheOnlyOneNeedNotBeSaid() {
    Tree one =
        fields(
            "id",
            "plc-1",
            "protocol",
            "modbus",
            "asset",
            "a",
            "at",
            fields("tcp", "10.20.0.7:502"),
            "rates",
            fields("all", "500ms"),
            "points",
            List.of(fields("name", "p", "address", "40101", "type", "uint16")));
    assertThat(findings(file(one))).isEmpty();
    Device device = ConnectionsPropertyTest.read(file(one)).devices().getFirst();
    assertThat(((Origin.Read) device.points().getFirst().origin()).rate()).isEqualTo("all");
  }

  @Test
  void findingsHaveAnEndAndAreCounted() {
    Tree[] points = new Tree[Bounds.FINDINGS_MAX + 500];
    for (int i = 0; i < points.length; i++) {
      points[i] = fields("name", "p" + i, "address", "x", "type", "uint16", "rate", "fast");
    }
    assertThat(ConnectionsReader.read(file(device(points)), ProtocolForms.standard()))
        .isInstanceOfSatisfying(
            Reading.Unsound.class,
            unsound -> {
              assertThat(unsound.findings()).hasSize(Bounds.FINDINGS_MAX);
              assertThat(unsound.leftOut()).isEqualTo(500);
            });
  }
}
