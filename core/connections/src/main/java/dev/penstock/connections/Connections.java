package dev.penstock.connections;

import dev.penstock.merkle.Digest;
import dev.penstock.plant.CanonicalForm;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which devices are connected, what is read from them, where it goes, and through which ports
 * others reach them or read what they had. In which order somebody listed them makes no difference,
 * nor to the digest.
 *
 * @param devices in the order of their ids
 * @param destinations in the order of their ids
 * @param proxies in the order of their ids
 * @param servers in the order of their ids
 */
public record Connections(
    List<Device> devices,
    List<Destination> destinations,
    List<Proxy> proxies,
    List<Server> servers) {
  /** Nothing is connected. */
  public static final Connections NONE = new Connections(List.of(), List.of(), List.of());

  public Connections {
    devices = sorted("device", devices, Device::id, Bounds.DEVICES_MAX);
    destinations = sorted("destination", destinations, Destination::id, Bounds.DESTINATIONS_MAX);
    proxies = sorted("proxy", proxies, Proxy::id, Bounds.PROXIES_MAX);
    servers = sorted("server", servers, Server::id, Bounds.SERVERS_MAX);
    long points = devices.stream().mapToLong(device -> device.points().size()).sum();
    if (points > Bounds.POINTS_MAX) {
      throw new IllegalArgumentException(points + " points, at most " + Bounds.POINTS_MAX);
    }
  }

  /** Connections without servers. */
  public Connections(List<Device> devices, List<Destination> destinations, List<Proxy> proxies) {
    this(devices, destinations, proxies, List.of());
  }

  private static <T> List<T> sorted(String what, List<T> list, Function<T, String> id, int max) {
    List<T> sorted = list.stream().sorted(Comparator.comparing(id)).toList();
    if (sorted.size() > max) {
      throw new IllegalArgumentException(sorted.size() + " of " + what + ", at most " + max);
    }
    for (int i = 1; i < sorted.size(); i++) {
      if (id.apply(sorted.get(i - 1)).equals(id.apply(sorted.get(i)))) {
        throw new IllegalArgumentException(
            what + " " + id.apply(sorted.get(i)) + " is there twice");
      }
    }
    return sorted;
  }

  /** The device with this id. */
  public Optional<Device> device(String id) {
    return devices.stream().filter(device -> device.id().equals(id)).findFirst();
  }

  /** The same with another device in the place of the one with its id, or added. */
  public Connections with(Device device) {
    List<Device> others = devices.stream().filter(each -> !each.id().equals(device.id())).toList();
    return new Connections(
        Stream.concat(others.stream(), Stream.of(device)).toList(), destinations, proxies, servers);
  }

  /** Of all devices. */
  public int pointCount() {
    return devices.stream().mapToInt(device -> device.points().size()).sum();
  }

  /** SHA-256 of the canonical form: the same for the same connections. */
  public Digest digest() {
    return CanonicalForm.digest(ConnectionsForm.encode(this));
  }
}
