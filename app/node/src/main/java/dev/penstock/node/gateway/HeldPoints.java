package dev.penstock.node.gateway;

import dev.penstock.connections.Server;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.pump.DriverPump;
import dev.penstock.pump.PointHeld;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the points of a server have just now, over whichever links their devices have by now. Any
 * thread.
 */
final class HeldPoints {
  private final Server server;
  private final Function<String, Optional<DriverPump>> pumps;

  /** By device: where the points that are served lie in the link that it had last. */
  private final Map<String, Places> places = new ConcurrentHashMap<>();

  private record Places(DriverPump pump, Map<String, Integer> ofPoints) {}

  /**
   * Of a server.
   *
   * @param pumps the link of a device; empty for one that is not connected
   */
  HeldPoints(Server server, Function<String, Optional<DriverPump>> pumps) {
    this.server = server;
    this.pumps = pumps;
  }

  /** What one of them has, by its place in the server; empty where it has no value to be served. */
  Optional<Scalar> value(int served) {
    Server.Served point = server.serve().get(served);
    Optional<DriverPump> pump = pumps.apply(point.device());
    if (pump.isEmpty()) {
      // Nothing is kept of a link that is over.
      Places _ = places.remove(point.device());
      return Optional.empty();
    }
    Integer place = places(point.device(), pump.get()).ofPoints().get(point.point());
    return place == null
        ? Optional.empty()
        : pump.get()
            .held(place)
            .filter(held -> held.isGood(server.ageMax()))
            .map(PointHeld::measured)
            .map(measured -> measured.value());
  }

  /** Of how many devices it is kept where their points lie. */
  int placedCount() {
    return places.size();
  }

  private Places places(String device, DriverPump pump) {
    Places known = places.get(device);
    if (known == null || known.pump() != pump) {
      // Another version of the device has another link; its points may lie elsewhere.
      known = new Places(pump, found(device, pump.points()));
      Places _ = places.put(device, known);
    }
    return known;
  }

  private Map<String, Integer> found(String device, List<String> points) {
    Set<String> served = new HashSet<>();
    for (Server.Served each : server.serve()) {
      if (each.device().equals(device)) {
        boolean _ = served.add(each.point());
      }
    }
    Map<String, Integer> found = new HashMap<>();
    for (int i = 0; i < points.size(); i++) {
      if (served.contains(points.get(i))) {
        Integer _ = found.put(points.get(i), i);
      }
    }
    return found;
  }
}
