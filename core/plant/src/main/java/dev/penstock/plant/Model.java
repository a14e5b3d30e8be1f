package dev.penstock.plant;

import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plant that keeps every rule of structure: a site of an organisation, its zones, the conduits
 * between them and the assets in them, each kind in the order of ids. In which order somebody
 * listed them makes no difference. It says what is where, and not what may pass or who may do what.
 */
public final class Model {
  private final Organisation organisation;
  private final Site site;
  private final Map<String, Zone> zones = new LinkedHashMap<>();
  private final List<Conduit> conduits;
  private final List<Asset> assets;

  private final Map<String, Zone> zonesByName = new HashMap<>();
  private final List<PatternZone> zonesByPattern = new ArrayList<>();

  private record PatternZone(SourcePattern pattern, Zone zone) {}

  private Model(Draft draft) {
    organisation = draft.organisation().what();
    site = draft.site().what();
    conduits = sorted(draft.conduits()).stream().map(Model::inOrder).toList();
    assets = sorted(draft.assets());
    for (Zone listed : sorted(draft.zones())) {
      List<String> sources = listed.sources().stream().sorted(CanonicalForm.BY_BYTES).toList();
      var zone = new Zone(listed.id(), listed.name(), listed.parent(), sources);
      zones.put(zone.id(), zone);
      for (String source : sources) {
        if (SourcePattern.isPattern(source)) {
          zonesByPattern.add(new PatternZone(SourcePattern.of(source), zone));
        } else {
          zonesByName.put(source, zone);
        }
      }
    }
    zonesByPattern.sort(Comparator.comparing(PatternZone::pattern, SourcePattern.LONGEST_FIRST));
  }

  /** For a draft that {@link ModelChecker} has found sound, and for nothing else. */
  static Model ofSound(Draft draft) {
    return new Model(draft);
  }

  private static <T extends Element> List<T> sorted(List<Listed<T>> listed) {
    return listed.stream().map(Listed::what).sorted(Comparator.comparing(Element::id)).toList();
  }

  private static Conduit inOrder(Conduit conduit) {
    return new Conduit(conduit.id(), conduit.name(), conduit.between().stream().sorted().toList());
  }

  public Organisation organisation() {
    return organisation;
  }

  public Site site() {
    return site;
  }

  /** In the order of their ids. */
  public List<Zone> zones() {
    return List.copyOf(zones.values());
  }

  /** In the order of their ids. */
  public List<Conduit> conduits() {
    return conduits;
  }

  /** In the order of their ids. */
  public List<Asset> assets() {
    return assets;
  }

  /** The zone with this id. */
  public Optional<Zone> zone(String id) {
    return Optional.ofNullable(zones.get(id));
  }

  /**
   * The one zone that a source of this name speaks from: where its exact name is listed, else where
   * the longest pattern that fits it is; empty when none does.
   */
  public Optional<Zone> zoneOf(String source) {
    Zone named = zonesByName.get(source);
    if (named != null) {
      return Optional.of(named);
    }
    return zonesByPattern.stream()
        .filter(each -> each.pattern().matches(source))
        .map(PatternZone::zone)
        .findFirst();
  }

  /** True when the zone is the other one or lies in it, however deep; false for unknown ids. */
  public boolean isWithin(String zone, String outer) {
    Optional<Zone> at = zone(zone);
    while (at.isPresent()) {
      if (at.get().id().equals(outer)) {
        return true;
      }
      at = at.get().parent().flatMap(this::zone);
    }
    return false;
  }

  /** SHA-256 of the canonical form: the same for the same model, however it was listed. */
  public Digest digest() {
    return CanonicalForm.digest(CanonicalForm.encode(this));
  }

  /** The model as something that can be changed and checked again. */
  public Draft draft() {
    return Draft.of(organisation, site, zones(), conduits, assets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Model that
        && organisation.equals(that.organisation)
        && site.equals(that.site)
        && zones.equals(that.zones)
        && conduits.equals(that.conduits)
        && assets.equals(that.assets);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * site.hashCode() + zones.hashCode()) + assets.hashCode();
  }

  @Override
  public String toString() {
    return "%s: %d zones, %d conduits, %d assets"
        .formatted(site.id(), zones.size(), conduits.size(), assets.size());
  }
}
