package dev.penstock.connections.form;

import dev.penstock.connections.Connections;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Fault;
import dev.penstock.connections.Proxy;
import dev.penstock.connections.Server;
import dev.penstock.plant.Asset;
import dev.penstock.plant.Model;
import dev.penstock.plant.Zone;
import dev.penstock.plant.tree.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether connections are of this plant: each device is one of its assets, each destination lies in
 * one of its zones, each proxy at one of its conduits, the clients of each server in a zone.
 */
public final class PlantFit {
  private final Map<String, Place> places;
  private final Model model;
  private final Findings findings = new Findings();
  private final Map<String, String> zoneOfAsset = new HashMap<>();

  private PlantFit(Map<String, Place> places, Model model) {
    this.places = places;
    this.model = model;
    for (Asset asset : model.assets()) {
      asset.zone().ifPresent(zone -> zoneOfAsset.put(asset.id(), zone));
    }
  }

  /**
   * What does not fit, in the order of the file; none when all does.
   *
   * @param places where each thing begins, by its path; empty for connections that are in no file
   */
  public static List<Finding> findings(
      Connections connections, Map<String, Place> places, Model model) {
    var fit = new PlantFit(places, model);
    connections.devices().forEach(fit::device);
    connections.destinations().forEach(fit::destination);
    connections.proxies().forEach(proxy -> fit.proxy(proxy, connections));
    connections.servers().forEach(fit::server);
    return fit.findings.list();
  }

  /** The zone that a device lies in; empty where the plant does not know its asset. */
  public static Optional<String> zoneOf(Device device, Model model) {
    return model.assets().stream()
        .filter(asset -> asset.id().equals(device.asset()))
        .findFirst()
        .flatMap(Asset::zone);
  }

  private void device(Device device) {
    String zone = zoneOfAsset.get(device.asset());
    String path = "devices[" + device.id() + "]";
    if (zone == null) {
      note(
          path,
          ".asset",
          new Fault(
              "there is no asset '" + device.asset() + "' in the plant",
              "the id of an asset of the plant",
              "add the asset to the plant, or name the one that is meant"));
      return;
    }
    Optional<String> named = model.zoneOf(device.id()).map(Zone::id);
    if (named.isPresent() && !named.get().equals(zone)) {
      note(
          path,
          ".id",
          new Fault(
              "the plant has the source '%s' in zone '%s', and its asset in zone '%s'"
                  .formatted(device.id(), named.get(), zone),
              "one zone for both",
              "correct the sources of the zone, or the asset"));
    }
  }

  private void destination(Destination destination) {
    if (model.zone(destination.zone()).isEmpty()) {
      noZone("destinations[" + destination.id() + "]", ".zone", destination.zone());
    }
  }

  private void proxy(Proxy proxy, Connections connections) {
    String path = "proxies[" + proxy.id() + "]";
    if (model.zone(proxy.fromZone()).isEmpty()) {
      noZone(path, ".from-zone", proxy.fromZone());
      return;
    }
    String to =
        connections.device(proxy.to()).map(each -> zoneOfAsset.get(each.asset())).orElse(null);
    if (to == null) {
      return;
    }
    if (to.equals(proxy.fromZone())) {
      note(
          path,
          ".from-zone",
          new Fault(
              "the device lies in zone '" + to + "' too, so nothing passes a conduit",
              "another zone than the device's",
              "take the proxy out, or correct the zone"));
    } else if (!isJoined(proxy.fromZone(), to, model)) {
      note(
          path,
          ".from-zone",
          new Fault(
              "no conduit joins zone '%s' to zone '%s'".formatted(proxy.fromZone(), to),
              "zones that a conduit joins",
              "add the conduit to the plant, or correct the zone"));
    }
  }

  /** True where a conduit joins two different zones. */
  public static boolean isJoined(String zone, String other, Model model) {
    return !zone.equals(other)
        && model.conduits().stream()
            .anyMatch(conduit -> Set.copyOf(conduit.between()).equals(Set.of(zone, other)));
  }

  /** In which zone the node lies, to which its clients ask, stands elsewhere. */
  private void server(Server server) {
    if (model.zone(server.fromZone()).isEmpty()) {
      noZone("servers[" + server.id() + "]", ".from-zone", server.fromZone());
    }
  }

  private void noZone(String path, String field, String zone) {
    note(
        path,
        field,
        new Fault(
            "there is no zone '" + zone + "' in the plant",
            "the id of a zone of the plant",
            "add the zone to the plant, or name the one that is meant"));
  }

  private void note(String path, String field, Fault fault) {
    findings.add(path + field, places.getOrDefault(path, Place.NONE), fault);
  }
}
