package dev.penstock.connections.form;

import static dev.penstock.connections.form.Trees.device;
import static dev.penstock.connections.form.Trees.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Server;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.plant.tree.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server may be in a file. Req: 62443-4-2 CR 3.5. */
class ServerShapeTest {
  private static Tree.Fields file(Tree... servers) {
    return fields(
        "format",
        "penstock-connections-1",
        "devices",
        List.of(
            device(
                fields("name", "level", "address", "40101", "type", "float32", "rate", "fast"),
                fields("name", "in/flow", "address", "40201", "type", "int16", "rate", "slow"),
                fields("name", "pump", "address", "coil:5", "type", "bool", "rate", "fast"),
                fields("name", "tag", "address", "40301", "type", "string 8", "rate", "fast"),
                fields("name", "twice", "expression", "{level} * 2"),
                fields("name", "sum", "expression", "{twice} + {in/flow}"))),
        "servers",
        List.of(servers));
  }

  /** A server that is sound, but for what is given: names and values by turns. */
  private static Tree.Fields server(List<Tree> serve, String... more) {
    List<Object> all =
        new ArrayList<>(
            List.of("id", "s", "protocol", "modbus", "listen", "10.1.0.1:502", "from-zone", "z"));
    for (int i = 0; i < more.length; i += 2) {
      int at = all.indexOf(more[i]);
      if (at >= 0) {
        Object _ = all.set(at + 1, more[i + 1]);
      } else {
        all.addAll(List.of(more[i], more[i + 1]));
      }
    }
    all.addAll(List.of("serve", serve));
    return fields(all.toArray());
  }

  private static Tree served(String point, String address, String type) {
    return fields("point", point, "address", address, "type", type);
  }

  private static Tree level() {
    return served("plc-1/level", "holding:0", "float32");
  }

  private static List<Finding> findings(Tree file) {
    return switch (ConnectionsReader.read(file, ProtocolForms.standard())) {
      case Reading.Sound _ -> List.of();
      case Reading.Unsound(var findings, _) -> findings;
      case Reading.NoConnections(_, var why) -> throw new AssertionError(why);
    };
  }

  private static List<String> told(Tree... servers) {
    return findings(file(servers)).stream()
        .map(each -> each.where().path() + ": " + each.fault().what())
        .toList();
  }

  @Test
  void aServerIsReadInOneSpellingAndWrittenAgainAsItIs() {
    Tree file =
        file(
            server(
                List.of(
                    served("plc-1/level", "40001", "FLOAT32 cdab"),
                    served("plc-1/in/flow", "input:0", "uint16 ABCD"),
                    served("plc-1/pump", "discrete:7", "bool"),
                    served("plc-1/pump", "holding:2", "uint16"),
                    served("plc-1/tag", "holding:3", "string 8"),
                    served("plc-1/twice", "holding:7", "float32"))));
    assertThat(findings(file)).isEmpty();
    Connections connections = ConnectionsPropertyTest.read(file);
    Server server = connections.servers().getFirst();
    assertThat(server.name()).isEqualTo("s");
    assertThat(server.isEnabled()).isTrue();
    assertThat(server.unit()).isEqualTo(1);
    assertThat(server.ageMax()).isEqualTo(Duration.ofMinutes(1));
    assertThat(server.serve())
        .containsExactly(
            new Server.Served("plc-1", "pump", "discrete:7", "bool"),
            new Server.Served("plc-1", "level", "holding:0", "float32 CDAB"),
            new Server.Served("plc-1", "pump", "holding:2", "uint16"),
            new Server.Served("plc-1", "tag", "holding:3", "string 8"),
            new Server.Served("plc-1", "twice", "holding:7", "float32"),
            new Server.Served("plc-1", "in/flow", "input:0", "uint16"));
    assertThat(ConnectionsPropertyTest.read(ConnectionsWriter.write(connections)))
        .isEqualTo(connections);
  }

  @ParameterizedTest
  @CsvSource({
    "protocol, mqtt, .protocol",
    "listen, 10.1.0.1, .listen",
    "listen, 10.1.0.1:0, .listen",
    "listen, gateway.example:502, .listen",
    "listen, [fd00]:502, .listen",
    "from-zone, Control, .from-zone",
    "unit, 256, .unit",
    "unit, -1, .unit",
    "age-max, 99 ms, .age-max",
    "age-max, 2 d, .age-max",
    "enabled, yes, .enabled",
    "allow, 10.0.0.0/8, ''",
  })
  void aFieldThatMeansNothingIsToldWhereItStands(String field, String text, String path) {
    List<Finding> findings = findings(file(server(List.of(level()), field, text)));
    assertThat(findings)
        .singleElement()
        .satisfies(each -> {
          assertThat(each.where().path()).isEqualTo("servers[s]" + path);
          assertThat(each.where().place().line()).isPositive();
          assertThat(each.fault().allowed()).isNotEmpty();
          assertThat(each.fault().advice()).isNotEmpty();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "plc-9/level; holding:0; float32; .point; there is no device 'plc-9'",
        "plc-1/flow; holding:0; float32; .point; the device 'plc-1' has no point 'flow'",
        "plc-1; holding:0; float32; .point; 'plc-1' names no point",
        "plc-*/level; holding:0; float32; .point; 'plc-*/level' names no point",
        "plc-1/level; coil:0; bool; .point; 'level' is a number, which no bool can hold",
        "plc-1/tag; holding:0; uint16; .point; 'tag' is a text, which no uint16 can hold",
        "plc-1/level; holding:0; string 9; .point;"
            + " 'level' is a number, which no string 9 can hold",
        "plc-1/pump; holding:0; string 9; .point;"
            + " 'pump' is a truth value, which no string 9 can hold",
        "plc-1/level; 7/holding:0; float32; .address; '7/holding:0' names a unit",
        "plc-1/pump; holding:0.3; bool; .address; is a bit of a register",
      })
  void whatCannotBeServedThereIsTold(
      String point, String address, String type, String path, String what) {
    assertThat(told(server(List.of(served(point, address, type)))))
        .containsExactly("servers[s].serve[" + address + "]" + path + ": " + what);
  }

  @Test
  void addressesAndTypesThatThereAreNotAreTold() {
    assertThat(
            told(
                server(
                    List.of(
                        served("plc-1/level", "holding:65535", "float32"),
                        served("plc-1/level", "register:7", "float32"),
                        served("plc-1/level", "holding:9", "float31")))))
        .hasSize(3)
        .allSatisfy(each -> assertThat(each).contains(".address: "));
    assertThat(told(server(List.of(fields("address", "holding:7")))))
        .containsExactlyInAnyOrder(
            "servers[s].serve[holding:7].point: is missing",
            "servers[s].serve[holding:7].type: is missing");
    assertThat(told(server(List.of()))).containsExactly("servers[s].serve: is empty");
  }

  @Test
  void placesDoNotLieOverEachOther() {
    assertThat(
            told(
                server(
                    List.of(
                        level(),
                        served("plc-1/pump", "holding:1", "uint16"),
                        served("plc-1/level", "input:1", "float64"),
                        served("plc-1/pump", "input:0", "uint16"),
                        served("plc-1/pump", "input:4", "uint16")))))
        .containsExactlyInAnyOrder(
            "servers[s].serve[holding:1].address: lies over plc-1/level at holding:0",
            "servers[s].serve[input:4].address: lies over plc-1/level at input:1");
    List<Tree> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(level());
    }
    assertThat(told(server(many))).as("there is an end").hasSize(20);
  }

  @Test
  void aPointIsReadAtLeastAsOftenAsItsValueMayBeOld() {
    Tree slow = served("plc-1/in/flow", "input:0", "int16");
    assertThat(told(server(List.of(slow), "age-max", "1 min"))).isEmpty();
    assertThat(told(server(List.of(slow, level()), "age-max", "59 s")))
        .containsExactly(
            "servers[s].serve[input:0].point: 'in/flow' is read every 1 min, and age-max is 59 s");
    Tree made = served("plc-1/sum", "input:0", "float32");
    assertThat(told(server(List.of(made), "age-max", "1 min"))).isEmpty();
    assertThat(
            told(
                server(
                    List.of(made, served("plc-1/twice", "input:2", "float32")), "age-max", "59 s")))
        .containsExactly(
            "servers[s].serve[input:0].point: 'sum' is made of 'in/flow', which is read every"
                + " 1 min, and age-max is 59 s");
  }

  @Test
  void aPortIsForOneServerOrProxy() {
    assertThat(told(server(List.of(level())), server(List.of(level()), "id", "t")))
        .containsExactly("servers[t].listen: 's' listens there too");
    assertThat(told(server(List.of(level())), server(List.of(level()), "listen", "10.1.0.1:503")))
        .singleElement()
        .asString()
        .startsWith("servers[s].id: 's' is there already");
  }

  @Test
  void ofTooManyServersIsToldHowManyThereMayBe() {
    Tree[] servers = new Tree[Bounds.SERVERS_MAX + 1];
    for (int i = 0; i < servers.length; i++) {
      servers[i] = server(List.of(level()), "id", "s" + i, "listen", "10.1.0.1:" + (i + 1));
    }
    assertThat(told(servers)).containsExactly("servers: are " + servers.length);
  }
}
