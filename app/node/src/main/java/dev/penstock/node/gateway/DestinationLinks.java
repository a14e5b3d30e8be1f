package dev.penstock.node.gateway;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Destination;
import dev.penstock.flow.journal.Pending;
import dev.penstock.pump.DestinationPump;
import dev.penstock.pump.EarlyLine;
import dev.penstock.sparkplugnode.Plant;
import dev.penstock.sparkplugnode.SparkplugDestination;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The destinations that are served, and how far each came. A destination that is new gets what
 * comes from then on; one that is taken out and put back goes on where it was.
 */
final class DestinationLinks implements Closeable {
  private final Gateway.Ground ground;
  private final Plant plant;
  private final Places places;

  /** Written by the gateway's thread alone; read by any. */
  private volatile Map<String, Served> served = Map.of();

  private record Served(Destination destination, String site, DestinationPump pump) {
    boolean isOf(Destination other, String otherSite) {
      return destination.equals(other) && site.equals(otherSite);
    }
  }

  DestinationLinks(Gateway.Ground ground, Plant plant) {
    this.ground = ground;
    this.plant = plant;
    this.places = new Places(ground.notes());
  }

  void apply(List<Destination> destinations, Optional<SiteModel> by, List<String> found) {
    String site = by.map(each -> each.plant().site().id()).orElse("");
    Map<String, Served> before = served;
    Map<String, Served> after = new TreeMap<>();
    for (Destination each : destinations) {
      Served known = before.get(each.id());
      if (known != null && known.isOf(each, site)) {
        Served _ = after.put(each.id(), known);
      }
    }
    for (Served each : before.values()) {
      if (!after.containsValue(each)) {
        each.pump().close();
      }
    }
    var making =
        new DestinationMaking(
            ground.origin(),
            site,
            ground.names(),
            ground.opening(),
            ground.credentials(),
            ground.random(),
            this::around);
    for (Destination each : destinations) {
      if (!after.containsKey(each.id())) {
        started(each, site, making, found)
            .ifPresent(made -> {
              Served _ = after.put(each.id(), made);
            });
      }
    }
    served = Map.copyOf(after);
  }

  private SparkplugDestination.Around around(String destination) {
    return new SparkplugDestination.Around(
        plant,
        new BirthNotes(ground.notes(), destination),
        new CommandsRefused(destination, ground.findings(), ground.clock()),
        ground.clock(),
        ground.random());
  }

  private Optional<Served> started(
      Destination destination, String site, DestinationMaking making, List<String> found) {
    Optional<String> obstacle = making.obstacle(destination);
    if (obstacle.isPresent()) {
      found.add("destination " + destination.id() + " is not served: " + obstacle.get());
      return Optional.empty();
    }
    String name = destination.id();
    try {
      Pending pending = places.of(name).orElseGet(() -> Pending.from(ground.journal().end()));
      places.keep(name, pending);
      DestinationPump.Opening opening =
          DestinationPump.open(
              name,
              ground.journal(),
              pending,
              making.made(destination),
              DestinationMaking.rules(destination),
              kept -> places.keep(name, kept),
              new DestinationPump.Around(ground.clock(), ground.ticks(), early(destination)));
      return switch (opening) {
        case DestinationPump.Opening.Opened(var pump) -> {
          pump.start();
          yield Optional.of(new Served(destination, site, pump));
        }
        case DestinationPump.Opening.Refused(var finding) -> {
          found.add("destination " + name + " is not served: " + finding);
          yield Optional.empty();
        }
      };
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      found.add("destination " + name + " is not served: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<EarlyLine> early(Destination destination) {
    return switch (destination.order()) {
      case BEFORE_DURABLE -> Optional.of(ground.early());
      case LIVE_FIRST, IN_ORDER -> Optional.empty();
    };
  }

  List<DestinationShown> shown() {
    return new TreeMap<>(served)
        .values().stream()
            .map(each -> new DestinationShown(each.destination(), each.pump().figures()))
            .toList();
  }

  @Override
  public void close() {
    List<Served> all = List.copyOf(served.values());
    served = Map.of();
    Ends.await(all.stream().map(each -> Thread.ofVirtual().start(each.pump()::close)).toList());
  }
}
