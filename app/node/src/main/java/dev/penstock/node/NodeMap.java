package dev.penstock.node;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.elk.ElkLayout;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.plant.version.History;
import dev.penstock.plantmap.FlowBook;
import dev.penstock.plantmap.Flows;
import dev.penstock.plantmap.HeardSources;
import dev.penstock.plantmap.MapLayout;
import dev.penstock.plantmap.MapMaker;
import dev.penstock.plantmap.Observed;
import dev.penstock.plantmap.SourceBook;
import dev.penstock.web.MapView;
import dev.penstock.web.VersionedView.Shown;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The map of the node's plant: the version of a moment, and what is sealed of the time before. */
final class NodeMap implements MapView {
  /** Earlier versions whose models are at hand: their files are read once. */
  private static final int VERSIONS_MAX = 8;

  private static final long NANOS = 1_000_000_000L;

  private final NodePlant plant;
  private final Optional<String> zone;
  private final FlowBook flows;
  private final SourceBook sources;
  private final Observing observing;
  private final MapLayout layout = new ElkLayout();

  /** By the number of their version; only touched while this is locked. */
  private final Map<Long, SiteModel> earlier = new LinkedHashMap<>(16, 0.75f, true);

  /** What was observed of a site over a longer time than a map shows; not read where it cannot. */
  interface Observing {
    Observed of(SiteModel site);
  }

  /**
   * A map.
   *
   * @param zone that the node lies in, where the settings say so
   */
  NodeMap(
      NodePlant plant,
      Optional<String> zone,
      SealedRecords records,
      Observing observing,
      InstantSource clock) {
    this.plant = plant;
    this.zone = zone;
    this.observing = observing;
    this.flows = new FlowBook(records, clock);
    this.sources = new SourceBook(records, clock);
  }

  @Override
  public Optional<Look> look(Instant at, Duration stretch) throws IOException {
    List<History.Entry> versions = plant.history().entries();
    Optional<History.Entry> then =
        versions.reversed().stream().filter(entry -> !entry.at().isAfter(at)).findFirst();
    if (then.isEmpty()) {
      return Optional.empty();
    }
    Optional<SiteModel> site = site(then.get());
    if (site.isEmpty()) {
      return Optional.empty();
    }
    long end = Math.max(1, at.getEpochSecond() * NANOS + at.getNano());
    Flows seen = flows.over(Math.max(0, end - stretch.toNanos()), end);
    HeardSources heard = sources.over(seen.from(), seen.to());
    return Optional.of(
        new Look(
            then.get().version(),
            versions.getFirst().at(),
            then.get().at(),
            at,
            site.get(),
            MapMaker.picture(site.get(), seen, heard, zone),
            seen));
  }

  private synchronized Optional<SiteModel> site(History.Entry then) throws IOException {
    Optional<Shown<SiteModel>> active = active(then);
    if (active.isPresent()) {
      return active.map(Shown::model);
    }
    long number = then.version().number();
    SiteModel known = earlier.get(number);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<SiteModel> read = plant.kept().model(then.version().model());
    if (read.isPresent()) {
      SiteModel _ = earlier.put(number, read.get());
      if (earlier.size() > VERSIONS_MAX) {
        SiteModel _ = earlier.remove(earlier.keySet().iterator().next());
      }
    }
    return read;
  }

  private Optional<Shown<SiteModel>> active(History.Entry then) {
    return plant.active().filter(shown -> shown.version().equals(then.version()));
  }

  @Override
  public Observed observed(SiteModel site) {
    return observing.of(site);
  }

  @Override
  public MapLayout layout() {
    return layout;
  }
}
