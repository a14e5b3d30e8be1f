package dev.penstock.connections.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Drawn;
import dev.penstock.connections.MemberType;
import dev.penstock.connections.MetricTemplate;
import dev.penstock.connections.Point;
import dev.penstock.connections.Server;
import dev.penstock.connections.SingleChanges;
import dev.penstock.connections.TemplateInstance;
import dev.penstock.plant.Change;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionsDiffTest {
  private static Connections of(Device... devices) {
    return new Connections(List.of(devices), List.of(), List.of());
  }

  @Test
  void theSameConnectionsHaveNoDifference() {
    Property.forAll(Gen.seeds())
        .holds(seed ->
            assertThat(
                    ConnectionsDiff.between(Drawn.connections(seed), Drawn.connections(seed))
                        .isEmpty())
                .isTrue());
  }

  @Test
  void everyOneChangeIsToldAtItsPathAndChangesTheDigest() {
    Connections before = of(SingleChanges.DEVICE);
    SingleChanges.all()
        .forEach((path, device) -> {
          ConnectionsDiff diff = ConnectionsDiff.between(before, of(device));
          assertThat(diff.parts()).as(path).hasSize(1);
          assertThat(diff.parts().getFirst().changes())
              .as(path)
              .singleElement()
              .extracting(Change::path)
              .isEqualTo(path);
          assertThat(of(device).digest()).as(path).isNotEqualTo(before.digest());
        });
  }

  @Test
  void differentConnectionsHaveADifferenceAndItGoesBothWays() {
    Property.forAll(Gen.seeds())
        .cases(300, 5_000)
        .holds(seed -> {
          Connections one = Drawn.connections(seed);
          Connections other = Drawn.connections(seed + 1);
          ConnectionsDiff there = ConnectionsDiff.between(one, other);
          ConnectionsDiff back = ConnectionsDiff.between(other, one);
          assertThat(there.isEmpty()).isEqualTo(one.equals(other));
          assertThat(back.parts().stream().map(ConnectionsDiff.Part::id))
              .containsExactlyElementsOf(
                  there.parts().stream().map(ConnectionsDiff.Part::id).toList());
          for (int i = 0; i < there.parts().size(); i++) {
            var forth = there.parts().get(i).points();
            assertThat(back.parts().get(i).points())
                .isEqualTo(
                    new ConnectionsDiff.Points(forth.removed(), forth.added(), forth.changed()));
          }
        });
  }

  @Test
  void pointsAreToldInWordsAndCounted() {
    Device before = Drawn.device("plc-1", Drawn.point("a", "holding:1"));
    Device after =
        Drawn.device("plc-1", Drawn.point("a", "holding:2"), Drawn.point("b", "holding:3"));
    assertThat(ConnectionsDiff.between(of(before), of(after)).parts())
        .singleElement()
        .satisfies(part -> {
          assertThat(part.how()).isEqualTo(ConnectionsDiff.How.CHANGED);
          assertThat(part.points()).isEqualTo(new ConnectionsDiff.Points(1, 0, 1));
          assertThat(part.changes())
              .containsExactly(
                  new Change(
                      "points[a].address", Optional.of("holding:1"), Optional.of("holding:2")),
                  new Change(
                      "points[b]",
                      Optional.empty(),
                      Optional.of("address: holding:3, type: uint16, rate: fast")));
        });
  }

  @Test
  void templatesAndInstancesAreToldFieldByField() {
    Connections before = composed("Float", "p1", "Acme");
    assertThat(changes(before, composed("Double", "p1", "Acme")))
        .containsExactly("templates[Pump].members.Amps Float Double");
    assertThat(changes(before, composed("Float", "p2", "Acme")))
        .containsExactly("instances[plc-1/Pump 1].members.Amps p1 p2");
    assertThat(changes(before, composed("Float", "p1", "Bolt")))
        .containsExactly("instances[plc-1/Pump 1].parameters.Maker Acme Bolt");
  }

  private static List<String> changes(Connections before, Connections after) {
    assertThat(after.digest()).isNotEqualTo(before.digest());
    return ConnectionsDiff.between(before, after).parts().stream()
        .flatMap(part -> part.changes().stream())
        .map(each -> each.path() + " " + each.before().orElse("-") + " " + each.after().orElse("-"))
        .toList();
  }

  private static Connections composed(String type, String point, String maker) {
    var template =
        new MetricTemplate(
            "Pump",
            "",
            Map.of("Amps", MemberType.of(type).orElseThrow()),
            Map.of("Maker", new MetricTemplate.Parameter(MemberType.STRING, "")));
    var instance =
        new TemplateInstance(
            "plc-1", "Pump 1", "Pump", Map.of("Amps", point), Map.of("Maker", maker));
    return new Connections(
        List.of(),
        List.of(
            new Destination(
                "scada",
                "scada",
                "sparkplug",
                "dmz",
                true,
                Map.of(),
                List.of(),
                Destination.Order.LIVE_FIRST,
                1,
                List.of(template),
                List.of(instance))),
        List.of());
  }

  @Test
  void ofManyChangesThereIsAnEndAndTheCountIsWhole() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      points.add(Drawn.point("p" + i, "holding:" + i));
    }
    Device before = Drawn.device("plc-1");
    assertThat(ConnectionsDiff.between(of(before), of(before.with(points))).parts())
        .singleElement()
        .satisfies(part -> {
          assertThat(part.points().added()).isEqualTo(1_000);
          assertThat(part.changes()).hasSize(ConnectionsDiff.PART_CHANGES_MAX);
          assertThat(part.leftOut()).isEqualTo(800);
        });
  }

  private static Connections serving(Duration ageMax, Server.Served... served) {
    var server =
        new Server("s", "s", "modbus", true, "10.1.0.1:502", "control", 1, ageMax, List.of(served));
    return new Connections(List.of(), List.of(), List.of(), List.of(server));
  }

  @Test
  void whatAServerServesIsToldByItsAddress() {
    var level = new Server.Served("plc-1", "level", "holding:0", "float32");
    var pump = new Server.Served("plc-1", "pump", "coil:5", "bool");
    var other = new Server.Served("plc-2", "level", "holding:0", "float32");
    Connections before = serving(Bounds.AGE_DEFAULT, level, pump);
    Connections after = serving(Duration.ofSeconds(5), other);
    assertThat(ConnectionsDiff.between(before, after).parts())
        .singleElement()
        .satisfies(part -> {
          assertThat(part.kind()).isEqualTo(ConnectionsDiff.Kind.SERVER);
          assertThat(part.how()).isEqualTo(ConnectionsDiff.How.CHANGED);
          assertThat(part.changes())
              .containsExactly(
                  new Change("age-max", Optional.of("1 min"), Optional.of("5 s")),
                  new Change(
                      "serve[coil:5]",
                      Optional.of("point: plc-1/pump, type: bool"),
                      Optional.empty()),
                  new Change(
                      "serve[holding:0]",
                      Optional.of("point: plc-1/level, type: float32"),
                      Optional.of("point: plc-2/level, type: float32")));
        });
    assertThat(ConnectionsDiff.between(Connections.NONE, before).parts())
        .singleElement()
        .satisfies(part -> {
          assertThat(part.how()).isEqualTo(ConnectionsDiff.How.ADDED);
          assertThat(part.changes()).extracting(Change::path).contains("listen", "serve[coil:5]");
        });
  }
}
