package dev.penstock.node;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.merkle.Digest;
import dev.penstock.plantmap.dryrun.DryRuns;
import dev.penstock.plantmap.dryrun.OwnReading;
import dev.penstock.plantmap.dryrun.Tried;
import dev.penstock.web.DryRunView;
import dev.penstock.web.VersionedView.Shown;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What another model of the node's plant would have made of what was asked. It reads the index as
 * who looks at the map does: what is recorded meanwhile does not wait for it.
 */
final class NodeDryRuns implements DryRunView {
  /** Models whose files are read once while people look at them. */
  private static final int MODELS_MAX = 4;

  private final NodePlant plant;
  private final DryRuns runs;
  private final Readings readings;

  /** Only touched while this is locked. */
  private final Map<Digest, SiteModel> read = new LinkedHashMap<>(8, 0.75f, true);

  /** What the node itself would read otherwise by another site. */
  interface Readings {
    List<OwnReading> by(SiteModel site);
  }

  NodeDryRuns(NodePlant plant, SealedRecords records, Readings readings, InstantSource clock) {
    this.plant = plant;
    this.runs = new DryRuns(records, clock);
    this.readings = readings;
  }

  @Override
  public Optional<Look> look(Digest model, long from, long to) throws IOException {
    Optional<SiteModel> kept = kept(model);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Optional<Long> number = plant.active().map(shown -> shown.version().number());
    return Optional.of(new Look(number, look(kept.get(), from, to)));
  }

  /** The same for a model that need not be kept. */
  Tried look(SiteModel model, long from, long to) throws IOException {
    Tried tried = runs.look(plant.active().map(Shown::model), model, from, to);
    // Once: who reads on asks again and again.
    return tried.isRead() ? tried.with(readings.by(model)) : tried;
  }

  private synchronized Optional<SiteModel> kept(Digest model) throws IOException {
    if (!plant.history().knows(model)) {
      return Optional.empty();
    }
    SiteModel known = read.get(model);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<SiteModel> found = plant.kept().model(model);
    if (found.isPresent()) {
      SiteModel _ = read.put(model, found.get());
      if (read.size() > MODELS_MAX) {
        SiteModel _ = read.remove(read.keySet().iterator().next());
      }
    }
    return found;
  }
}
