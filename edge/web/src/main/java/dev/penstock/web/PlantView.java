package dev.penstock.web;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.version.History;
import java.util.List;
import java.util.Optional;

/** The model of the plant as the API has it: what is in force, what was, and what is wanted. */
public interface PlantView extends VersionedView<SiteModel> {
  /** A node that has no model: no source is in a zone. */
  PlantView NONE = new NoPlant();

  /** The zone that a source of this name speaks from, then those it lies in; ids. Quick. */
  List<String> zonesOf(String source);

  /** See {@link #NONE}. */
  final class NoPlant implements PlantView {
    private NoPlant() {}

    @Override
    public List<String> zonesOf(String source) {
      return List.of();
    }

    @Override
    public Optional<Shown<SiteModel>> active() {
      return Optional.empty();
    }

    @Override
    public History history() {
      return History.NONE;
    }

    @Override
    public Optional<byte[]> yaml(Digest model) {
      return Optional.empty();
    }

    @Override
    public Laid lay(byte[] yaml) {
      return new Laid.Unsound(List.of("this node keeps no model of the plant"));
    }

    @Override
    public Asking asking(Digest model) {
      return new Asking.Unknown();
    }
  }
}
