package dev.penstock.connections.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Drawn;
import dev.penstock.connections.Proxy;
import dev.penstock.connections.Server;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Model;
import dev.penstock.plant.form.PlantReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlantFitTest {
  private static Model plant() {
    var tree =
        Trees.fields(
            "format",
            "penstock-plant-2",
            "organisation",
            Trees.fields("id", "org", "name", "Org"),
            "site",
            Trees.fields("id", "east", "name", "East"),
            "zones",
            List.of(
                Trees.fields("id", "control", "name", "Control"),
                Trees.fields("id", "dmz", "name", "DMZ", "sources", List.of("other-*")),
                Trees.fields("id", "field", "name", "Field")),
            "conduits",
            List.of(Trees.fields("id", "c", "name", "C", "between", List.of("control", "field"))),
            "assets",
            List.of(
                Trees.fields("id", "asset-plc-1", "name", "PLC 1", "zone", "field"),
                Trees.fields("id", "asset-other-1", "name", "PLC 2", "zone", "field")));
    var read = (dev.penstock.plant.form.Reading.Plant) PlantReader.read(tree);
    return ((Checked.Sound) read.checked()).model();
  }

  private static Destination destination(String zone) {
    return new Destination(
        "cloud",
        "cloud",
        "mqtt",
        zone,
        true,
        Map.of("broker", "b:8883"),
        List.of(),
        Destination.Order.LIVE_FIRST,
        1);
  }

  private static Proxy proxy(String from) {
    return new Proxy("p", "p", true, "10.1.0.1:502", from, "plc-1");
  }

  private static List<String> told(Connections connections) {
    return PlantFit.findings(connections, Map.of(), plant()).stream()
        .map(each -> each.where().path() + ": " + each.fault().what())
        .toList();
  }

  @Test
  void whatIsOfThePlantFits() {
    var connections =
        new Connections(
            List.of(Drawn.device("plc-1")), List.of(destination("dmz")), List.of(proxy("control")));
    assertThat(told(connections)).isEmpty();
    assertThat(PlantFit.zoneOf(connections.devices().getFirst(), plant())).hasValue("field");
  }

  @Test
  void whatIsOfNoPlantIsTold() {
    assertThat(
            told(
                new Connections(
                    List.of(Drawn.device("plc-2"), Drawn.device("other-1")),
                    List.of(destination("cloud")),
                    List.of())))
        .containsExactlyInAnyOrder(
            "devices[plc-2].asset: there is no asset 'asset-plc-2' in the plant",
            "devices[other-1].id: the plant has the source 'other-1' in zone 'dmz', and its asset"
                + " in zone 'field'",
            "destinations[cloud].zone: there is no zone 'cloud' in the plant");
  }

  @Test
  void aProxyStandsAtAConduit() {
    List<Device> devices = List.of(Drawn.device("plc-1"));
    assertThat(told(new Connections(devices, List.of(), List.of(proxy("dmz")))))
        .containsExactly("proxies[p].from-zone: no conduit joins zone 'dmz' to zone 'field'");
    assertThat(told(new Connections(devices, List.of(), List.of(proxy("field")))))
        .containsExactly(
            "proxies[p].from-zone: the device lies in zone 'field' too, so nothing passes a"
                + " conduit");
    assertThat(told(new Connections(devices, List.of(), List.of(proxy("moon")))))
        .containsExactly("proxies[p].from-zone: there is no zone 'moon' in the plant");
  }

  @Test
  void theClientsOfAServerAreInAZoneOfThePlant() {
    List<Device> devices = List.of(Drawn.device("plc-1", Drawn.point("level", "holding:1")));
    assertThat(told(new Connections(devices, List.of(), List.of(), List.of(server("control")))))
        .isEmpty();
    assertThat(told(new Connections(devices, List.of(), List.of(), List.of(server("moon")))))
        .containsExactly("servers[s].from-zone: there is no zone 'moon' in the plant");
  }

  private static Server server(String from) {
    var served = new Server.Served("plc-1", "level", "holding:0", "uint16");
    return new Server(
        "s", "s", "modbus", true, "10.1.0.1:502", from, 1, Bounds.AGE_DEFAULT, List.of(served));
  }
}
