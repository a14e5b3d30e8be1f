package dev.penstock.web;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Proxy;
import dev.penstock.connections.Selection;
import dev.penstock.connections.Server;
import dev.penstock.plant.Asset;
import dev.penstock.web.internal.call.Sight;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody sees of connections: devices and destinations in the zones they reach, as the plant
 * in force has it, and ports from these zones or to these devices. A device whose asset is in no
 * zone is for who sees all.
 *
 * <p>Req: 62443-4-2 CR 2.1
 */
final class SeenDevices {
  private final Sight sight;
  private final Map<String, String> zoneOfAsset = new HashMap<>();
  private final Set<String> devices = new HashSet<>();

  private SeenDevices(Sight sight, Optional<SiteModel> site) {
    this.sight = sight;
    for (Asset asset : site.map(by -> by.plant().assets()).orElse(List.of())) {
      asset
          .zone()
          .ifPresent(zone -> {
            String _ = zoneOfAsset.put(asset.id(), zone);
          });
    }
  }

  static SeenDevices of(Connections all, Sight sight, Optional<SiteModel> site) {
    var seen = new SeenDevices(sight, site);
    Set<String> zones = new HashSet<>();
    for (String zone : new HashSet<>(seen.zoneOfAsset.values())) {
      if (sight.reachesZone(zone)) {
        boolean _ = zones.add(zone);
      }
    }
    for (Device device : all.devices()) {
      if (sight.isWhole() || seen.zoneOf(device).filter(zones::contains).isPresent()) {
        boolean _ = seen.devices.add(device.id());
      }
    }
    return seen;
  }

  boolean isWhole() {
    return sight.isWhole();
  }

  /** The zone that a device lies in; empty where the plant does not know its asset. */
  Optional<String> zoneOf(Device device) {
    return Optional.ofNullable(zoneOfAsset.get(device.asset()));
  }

  /** True for the id of a device that is seen. */
  boolean seesDevice(String id) {
    return sight.isWhole() || devices.contains(id);
  }

  boolean sees(Destination destination) {
    return sight.isWhole() || sight.reachesZone(destination.zone());
  }

  boolean sees(Proxy proxy) {
    return sight.isWhole() || sight.reachesZone(proxy.fromZone()) || seesDevice(proxy.to());
  }

  /** Its clients are in a zone of theirs, or it serves something of a device that is seen. */
  boolean sees(Server server) {
    return sight.isWhole()
        || sight.reachesZone(server.fromZone())
        || server.serve().stream().anyMatch(each -> seesDevice(each.device()));
  }

  /** True where it selects something of a device that is seen; it names others of other zones. */
  boolean sees(Selection selection) {
    return sight.isWhole() || devices.stream().anyMatch(selection::matchesSource);
  }
}
