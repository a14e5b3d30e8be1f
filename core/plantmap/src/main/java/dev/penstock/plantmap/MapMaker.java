package dev.penstock.plantmap;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Model;
import dev.penstock.plant.Worded;
import dev.penstock.plant.Zone;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts a site and what was observed in it together to a picture. */
public final class MapMaker {
  /** Ways beside the model that are shown for each reason, so that none hides another. */
  static final int GHOSTS_MAX = 200;

  private final Model plant;
  private final List<Channel> channels;
  private final Flows flows;
  private final HeardSources heard;
  private final Optional<String> nodeZone;
  private final int ghostsMax;

  private final Map<String, ZoneCounts> zones = new HashMap<>();
  private final Map<String, Way> byConduit = new LinkedHashMap<>();
  private final Map<Pair, List<Conduit>> conduits = new HashMap<>();
  private final Map<GhostKey, Way> ghosts = new LinkedHashMap<>();
  private final Map<Ghost.Reason, Integer> ghostCounts = new EnumMap<>(Ghost.Reason.class);
  private long unplaced;

  /** Two zones, whichever comes first. */
  private record Pair(String low, String high) {
    static Pair of(String one, String other) {
      return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
    }
  }

  private record GhostKey(String from, String to, Ghost.Reason reason) {}

  /** What was counted for a zone. */
  private static final class ZoneCounts {
    private int assets;
    private int sources;
    private int heard;
    private long last = -1;
    private long denied;
    private long waited;
  }

  /** What was counted for a conduit, or for a way beside the model. */
  private static final class Way {
    private final Set<String> protocols = new HashSet<>();
    private final Set<String> rules = new HashSet<>();
    private long passed;
    private long denied;
    private long waited;
    private int heard;
    private long last = -1;

    void saw(long time) {
      last = Math.max(last, time);
    }

    Optional<Long> last() {
      return last < 0 ? Optional.empty() : Optional.of(last);
    }
  }

  private MapMaker(
      SiteModel site, Flows flows, HeardSources heard, Optional<String> nodeZone, int ghostsMax) {
    this.plant = site.plant();
    this.channels = site.enforced().channels();
    this.flows = flows;
    this.heard = heard;
    this.nodeZone = nodeZone.filter(id -> plant.zone(id).isPresent());
    this.ghostsMax = ghostsMax;
  }

  /**
   * The picture.
   *
   * @param site that was in force
   * @param nodeZone in which the node lies that recorded it; empty where nobody says so
   */
  public static Picture picture(
      SiteModel site, Flows flows, HeardSources heard, Optional<String> nodeZone) {
    return new MapMaker(site, flows, heard, nodeZone, GHOSTS_MAX).picture();
  }

  /** All that no conduit is for: each flow and each source makes one way at most. */
  static List<Ghost> withoutConduit(
      SiteModel site, Flows flows, HeardSources heard, Optional<String> nodeZone) {
    int most = flows.seen().size() + heard.heard().size();
    return new MapMaker(site, flows, heard, nodeZone, most)
        .picture().ghosts().stream()
            .filter(ghost -> ghost.reason() == Ghost.Reason.NO_CONDUIT)
            .toList();
  }

  private Picture picture() {
    plant
        .zones()
        .forEach(zone -> {
          ZoneCounts _ = zones.put(zone.id(), new ZoneCounts());
        });
    for (Conduit conduit : plant.conduits()) {
      Way _ = byConduit.put(conduit.id(), new Way());
      boolean _ =
          conduits
              .computeIfAbsent(
                  Pair.of(conduit.between().getFirst(), conduit.between().getLast()),
                  _ -> new ArrayList<>())
              .add(conduit);
    }
    plant.assets().forEach(asset -> asset.zone().map(zones::get).ifPresent(at -> at.assets++));
    unplaced = flows.unplaced() + flows.leftOut();
    flows.seen().forEach(this::take);
    takeHeard();
    return new Picture(
        zonesShown(),
        plant.conduits().stream().map(this::shown).toList(),
        ghostsShown(),
        flows.isRead() && heard.isRead(),
        flows.isPruned(),
        unplaced);
  }

  private void take(Seen seen) {
    Flow flow = seen.flow();
    ZoneCounts from = zones.get(flow.from());
    ZoneCounts to = zones.get(flow.to());
    if (from == null || to == null) {
      unplaced += seen.count();
      return;
    }
    boolean isInside = flow.from().equals(flow.to());
    for (ZoneCounts end : isInside ? List.of(to) : List.of(from, to)) {
      switch (flow.passing()) {
        case PASSED -> {}
        case DENIED -> end.denied += seen.count();
        case NEEDED_TWO -> end.waited += seen.count();
      }
    }
    if (isInside) {
      // No conduit can join a zone to itself, so the model lacks nothing.
      return;
    }
    Optional<Way> in = conduitOf(flow).map(each -> byConduit.get(each.id()));
    boolean isMadeFor = hasChannel(flow);
    if (in.isPresent()) {
      count(in.get(), seen);
      flow.rule().ifPresent(in.get().rules::add);
    }
    if (in.isEmpty() || !isMadeFor) {
      Ghost.Reason reason = in.isEmpty() ? Ghost.Reason.NO_CONDUIT : Ghost.Reason.NO_CHANNEL;
      ghost(flow.from(), flow.to(), reason)
          .ifPresent(way -> {
            count(way, seen);
            if (!flow.protocol().isEmpty()) {
              boolean _ = way.protocols.add(flow.protocol());
            }
          });
    }
  }

  private static void count(Way way, Seen seen) {
    switch (seen.flow().passing()) {
      case PASSED -> way.passed += seen.count();
      case DENIED -> way.denied += seen.count();
      case NEEDED_TWO -> way.waited += seen.count();
    }
    way.saw(seen.last());
  }

  /** That of its channel, or else the first between its zones. */
  private Optional<Conduit> conduitOf(Flow flow) {
    List<Conduit> between = conduits.getOrDefault(Pair.of(flow.from(), flow.to()), List.of());
    Optional<String> named =
        flow.channel()
            .flatMap(id -> channels.stream().filter(each -> each.id().equals(id)).findFirst())
            .map(Channel::conduit);
    return between.stream()
        .filter(each -> named.equals(Optional.of(each.id())))
        .findFirst()
        .or(() -> between.stream().findFirst());
  }

  private boolean hasChannel(Flow flow) {
    return channels.stream()
        .anyMatch(each ->
            each.from().equals(flow.from())
                && each.to().equals(flow.to())
                && (flow.protocol().isEmpty() || each.protocol().equals(flow.protocol())));
  }

  private Optional<Way> ghost(String from, String to, Ghost.Reason reason) {
    var key = new GhostKey(from, to, reason);
    Way known = ghosts.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    if (ghostCounts.merge(reason, 1, Integer::sum) > ghostsMax) {
      return Optional.empty();
    }
    var way = new Way();
    Way _ = ghosts.put(key, way);
    return Optional.of(way);
  }

  /** Each source counts for its zone, and for the conduit through which it reaches the node. */
  private void takeHeard() {
    heard
        .known()
        .forEach(name ->
            plant.zoneOf(name).map(zone -> zones.get(zone.id())).ifPresent(at -> at.sources++));
    for (Heard each : heard.heard()) {
      Optional<Zone> zone = plant.zoneOf(each.source());
      if (zone.isEmpty()) {
        continue;
      }
      ZoneCounts at = zones.get(zone.get().id());
      if (at != null) {
        at.heard++;
        at.last = Math.max(at.last, each.last());
      }
      if (nodeZone.isPresent()) {
        way(zone.get().id(), nodeZone.get(), each.protocol())
            .ifPresent(way -> {
              way.heard++;
              way.saw(each.last());
            });
      }
    }
  }

  private Optional<Way> way(String from, String node, String protocol) {
    if (plant.isWithin(from, node)) {
      return inside(from, node);
    }
    return plant.isWithin(node, from) ? inside(node, from) : across(from, node, protocol);
  }

  /**
   * The innermost conduit between a zone, or one around it, and a zone in which these lie. Where
   * there is none, nothing is beside the model: the one is in the other.
   */
  private Optional<Way> inside(String inner, String outer) {
    return around(inner).stream()
        .takeWhile(zone -> !zone.equals(outer))
        .flatMap(zone -> conduits.getOrDefault(Pair.of(zone, outer), List.of()).stream())
        .findFirst()
        .map(conduit -> byConduit.get(conduit.id()));
  }

  /**
   * The innermost conduit between a zone, or one around it, and the node's zone, or one around
   * that; where there is none, a way beside the model.
   */
  private Optional<Way> across(String from, String to, String protocol) {
    for (String outer : around(from)) {
      for (String other : around(to)) {
        List<Conduit> between = conduits.getOrDefault(Pair.of(outer, other), List.of());
        if (!between.isEmpty()) {
          return Optional.ofNullable(byConduit.get(between.getFirst().id()));
        }
      }
    }
    Optional<Way> way = ghost(from, to, Ghost.Reason.NO_CONDUIT);
    if (!protocol.isEmpty()) {
      way.ifPresent(each -> {
        boolean _ = each.protocols.add(protocol);
      });
    }
    return way;
  }

  private List<String> around(String zone) {
    List<String> all = new ArrayList<>();
    Optional<Zone> at = plant.zone(zone);
    while (at.isPresent()) {
      all.add(at.get().id());
      at = at.get().parent().flatMap(plant::zone);
    }
    return all;
  }

  /** Outer zones before those that lie in them. */
  private List<ZoneShown> zonesShown() {
    Map<Optional<String>, List<Zone>> inside =
        plant.zones().stream().collect(Collectors.groupingBy(Zone::parent));
    List<ZoneShown> shown = new ArrayList<>();
    add(Optional.empty(), inside, shown);
    return shown;
  }

  private void add(
      Optional<String> parent, Map<Optional<String>, List<Zone>> inside, List<ZoneShown> into) {
    for (Zone zone : inside.getOrDefault(parent, List.of())) {
      ZoneCounts counts = zones.getOrDefault(zone.id(), new ZoneCounts());
      into.add(
          new ZoneShown(
              zone.id(),
              zone.name(),
              zone.parent(),
              zone.kind().map(Worded::word),
              zone.level().map(Worded::word),
              counts.assets,
              counts.sources,
              counts.heard,
              counts.last < 0 ? Optional.empty() : Optional.of(counts.last),
              counts.denied,
              counts.waited,
              false));
      add(Optional.of(zone.id()), inside, into);
    }
  }

  private ConduitShown shown(Conduit conduit) {
    Way way = byConduit.getOrDefault(conduit.id(), new Way());
    List<Channel> through =
        channels.stream().filter(each -> each.conduit().equals(conduit.id())).toList();
    List<Rule> rules = through.stream().flatMap(each -> each.rules().stream()).toList();
    String first = conduit.between().getFirst();
    String second = conduit.between().getLast();
    return new ConduitShown(
        conduit.id(),
        conduit.name(),
        first,
        second,
        leadsTo(first, conduit, through),
        leadsTo(second, conduit, through),
        !conduit.channels().isEmpty()
            && conduit.channels().stream().allMatch(dev.penstock.plant.Channel::isDiode),
        through.size(),
        rules.size(),
        (int) rules.stream().filter(each -> !way.rules.contains(each.id())).count(),
        state(way, conduit, through),
        way.passed,
        way.denied,
        way.waited,
        way.heard,
        way.last());
  }

  private static boolean leadsTo(String zone, Conduit conduit, List<Channel> through) {
    return through.stream().anyMatch(each -> each.to().equals(zone))
        || conduit.channels().stream().anyMatch(each -> each.to().equals(Optional.of(zone)));
  }

  private ConduitState state(Way way, Conduit conduit, List<Channel> through) {
    if (way.denied > 0) {
      return ConduitState.DENIED;
    }
    if (way.passed > 0 || way.waited > 0 || way.heard > 0) {
      return ConduitState.LIVE;
    }
    boolean isAll = flows.isRead() && heard.isRead() && !flows.isPruned() && flows.isCovered();
    // Requests of which nobody knows between which zones may have been between these.
    if (!isAll || flows.unplaced() + flows.leftOut() > 0) {
      return ConduitState.UNKNOWN;
    }
    // The node records what passes by its policy, and what it hears through its own conduits.
    boolean isWatched =
        !through.isEmpty() || nodeZone.filter(conduit.between()::contains).isPresent();
    return isWatched ? ConduitState.SILENT : ConduitState.UNKNOWN;
  }

  private List<Ghost> ghostsShown() {
    List<Ghost> shown = new ArrayList<>();
    ghosts.forEach((key, way) ->
        shown.add(
            new Ghost(
                key.from(),
                key.to(),
                key.reason(),
                way.protocols.stream().sorted().toList(),
                way.passed,
                way.denied,
                way.waited,
                way.heard,
                way.last())));
    return shown;
  }
}
