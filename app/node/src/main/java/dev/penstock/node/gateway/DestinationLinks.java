package dev.penstock.node.gateway;

import dev.penstock.commanding.CommandDesk;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Destination;
import dev.penstock.flow.journal.Pending;
import dev.penstock.pump.DestinationFigures;
import dev.penstock.pump.DestinationPump;
import dev.penstock.pump.EarlyLine;
import dev.penstock.sparkplugnode.Commands;
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
  private final CommandDesk desk;
  private final Places places;

  /** Written by the gateway's thread alone; read by any. */
  private volatile Map<String, Served> served = Map.of();

  private record Served(
      Destination destination, String site, DestinationPump pump, Optional<Asking> asking) {
    boolean isOf(Destination other, String otherSite) {
      return destination.equals(other) && site.equals(otherSite);
    }

    DestinationShown shown() {
      return new DestinationShown(
          destination, pump.figures(), asking.map(each -> each.shown(pump.figures())));
    }

    /** No more is asked, then no more is said. */
    void close() {
      asking.ifPresent(Asking::close);
      pump.close();
    }
  }

  /**
   * What a destination asks of devices.
   *
   * @param topics where it does by topics
   */
  private record Asking(RemoteCommands remote, Optional<MqttCommands> topics) {
    CommandsShown shown(DestinationFigures figures) {
      return new CommandsShown(
          topics.isPresent() ? topics.get().obstacle() : figures.why(),
          remote.counts(),
          topics.map(MqttCommands::unanswered).orElse(0L));
    }

    void close() {
      topics.ifPresent(MqttCommands::close);
      remote.close();
    }
  }

  DestinationLinks(Gateway.Ground ground, Plant plant, CommandDesk desk) {
    this.ground = ground;
    this.plant = plant;
    this.desk = desk;
    this.places = new Places(ground.notes());
  }

  /**
   * Serves these, and no others.
   *
   * @param begin where in the journal those begin that were never served
   * @param found is told which are not served, and why
   */
  void apply(
      List<Destination> destinations, Optional<SiteModel> by, long begin, List<String> found) {
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
        each.close();
      }
    }
    var making =
        new DestinationMaking(
            ground.origin(),
            site,
            ground.names(),
            ground.opening(),
            ground.credentials(),
            ground.random());
    for (Destination each : destinations) {
      if (!after.containsKey(each.id())) {
        started(each, site, begin, making, found)
            .ifPresent(made -> {
              Served _ = after.put(each.id(), made);
            });
      }
    }
    served = Map.copyOf(after);
  }

  private SparkplugDestination.Around around(
      Destination destination, Optional<RemoteCommands> remote) {
    return new SparkplugDestination.Around(
        remote.isPresent() ? plant : new ReadOnlyPlant(plant),
        new BirthNotes(ground.notes(), destination.id()),
        remote
            .<Commands>map(HostCommands::new)
            .orElseGet(() -> new CommandsRefused(notes(destination))),
        ground.clock(),
        ground.random());
  }

  private RefusalNotes notes(Destination destination) {
    return new RefusalNotes(destination.id(), ground.findings(), ground.clock());
  }

  /** What it may ask for; empty where nobody said that it may. */
  private Optional<RemoteCommands> remote(Destination destination) {
    return DestinationMaking.isCommanding(destination)
        ? Optional.of(
            new RemoteCommands(
                destination,
                DestinationMaking.peer(destination),
                desk,
                notes(destination),
                ground.clock(),
                ground.ticks()))
        : Optional.empty();
  }

  private Optional<Served> started(
      Destination destination,
      String site,
      long begin,
      DestinationMaking making,
      List<String> found) {
    Optional<String> obstacle = making.obstacle(destination);
    if (obstacle.isPresent()) {
      found.add("destination " + destination.id() + " is not served: " + obstacle.get());
      return Optional.empty();
    }
    String name = destination.id();
    try {
      Pending pending = places.of(name).orElseGet(() -> Pending.from(begin));
      places.keep(name, pending);
      Optional<RemoteCommands> remote = remote(destination);
      DestinationPump.Opening opening =
          DestinationPump.open(
              name,
              ground.journal(),
              pending,
              making.made(destination, around(destination, remote)),
              DestinationMaking.rules(destination),
              kept -> places.keep(name, kept),
              new DestinationPump.Around(ground.clock(), ground.ticks(), early(destination)));
      return switch (opening) {
        case DestinationPump.Opening.Opened(var pump) -> {
          pump.start();
          yield Optional.of(
              new Served(destination, site, pump, asking(destination, remote, making)));
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

  private Optional<Asking> asking(
      Destination destination, Optional<RemoteCommands> remote, DestinationMaking making) {
    return remote.map(each -> {
      each.start();
      return new Asking(
          each,
          making.commands(destination).map(at -> MqttCommands.start(each, at, ground.random())));
    });
  }

  private Optional<EarlyLine> early(Destination destination) {
    return switch (destination.order()) {
      case BEFORE_DURABLE -> Optional.of(ground.early());
      case LIVE_FIRST, IN_ORDER -> Optional.empty();
    };
  }

  List<DestinationShown> shown() {
    return new TreeMap<>(served).values().stream().map(Served::shown).toList();
  }

  @Override
  public void close() {
    List<Served> all = List.copyOf(served.values());
    served = Map.of();
    Ends.await(all.stream().map(each -> Thread.ofVirtual().start(each::close)).toList());
  }
}
