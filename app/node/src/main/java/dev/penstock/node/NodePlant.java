package dev.penstock.node;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.merkle.Digest;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.plant.Model;
import dev.penstock.plant.Zone;
import dev.penstock.plant.version.History;
import dev.penstock.storage.Storage;
import dev.penstock.web.PlantView;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The model of the node's plant while the node runs, and in which of its zones a source lies. */
final class NodePlant implements PlantView {
  static final String ROOM = "plant";

  private final Kept<SiteModel> kept;
  private volatile Looked looked = new Looked(Optional.empty(), new ZoneNames());

  /** What was found in a model. */
  private record Looked(Optional<Model> in, ZoneNames names) {}

  private NodePlant(Kept<SiteModel> kept) {
    this.kept = kept;
  }

  /** Opens what is kept; nothing is changed. */
  static NodePlant open(
      Storage room, PlantSettings settings, InstantSource clock, KeptVersions.Stating ledger) {
    return new NodePlant(Kept.open(new SiteKind(), room, settings.needsTwo(), clock, ledger));
  }

  /** Its versions, and what may be wished for. */
  Kept<SiteModel> kept() {
    return kept;
  }

  @Override
  public List<String> zonesOf(String source) {
    Optional<Model> model = kept.active().map(shown -> shown.model().plant());
    if (model.isEmpty()) {
      return List.of();
    }
    ZoneNames names = names(model.get());
    Optional<List<String>> known = names.zonesOf(source);
    if (known.isPresent()) {
      return known.get();
    }
    List<String> found = new ArrayList<>();
    Optional<Zone> at = model.get().zoneOf(source);
    while (at.isPresent()) {
      found.add(at.get().id());
      at = at.get().parent().flatMap(model.get()::zone);
    }
    names.remember(source, found);
    return found;
  }

  /** What was found in this very model; of another one everything is looked for anew. */
  @SuppressWarnings("ReferenceEquality")
  private ZoneNames names(Model model) {
    Looked now = looked;
    if (now.in().isPresent() && now.in().get() == model) {
      return now.names();
    }
    var fresh = new Looked(Optional.of(model), new ZoneNames());
    looked = fresh;
    return fresh.names();
  }

  @Override
  public Optional<Shown<SiteModel>> active() {
    return kept.active();
  }

  @Override
  public History history() {
    return kept.history();
  }

  @Override
  public Optional<byte[]> yaml(Digest model) throws IOException {
    return kept.yaml(model);
  }

  @Override
  public Laid lay(byte[] yaml) throws IOException {
    return kept.lay(yaml);
  }

  @Override
  public Asking asking(Digest model) throws IOException {
    return kept.asking(model);
  }
}
