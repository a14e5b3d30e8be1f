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
 * between them, the assets in them and what else is known of it, each kind in the order of ids. In
 * which order somebody listed them makes no difference. It says what is where and what is wanted of
 * it, and not what may pass or who may do what.
 */
public final class Model {
  private final PlantFormat format;
  private final Organisation organisation;
  private final Site site;
  private final Optional<SystemUnderConsideration> system;
  private final Map<String, Zone> zones = new LinkedHashMap<>();
  private final List<Conduit> conduits;
  private final List<Asset> assets;
  private final List<AccessPoint> accessPoints;
  private final List<EssentialFunction> functions;
  private final List<Acceptance> accepted;

  private final Map<String, Zone> zonesByName = new HashMap<>();
  private final List<PatternZone> zonesByPattern = new ArrayList<>();

  private record PatternZone(SourcePattern pattern, Zone zone) {}

  private Model(Draft draft) {
    format = draft.format();
    organisation = draft.organisation().what();
    site = draft.site().what();
    system = draft.system().map(Listed::what);
    conduits = sorted(draft.conduits()).stream().map(Model::inOrder).toList();
    assets = sorted(draft.assets()).stream().map(Model::inOrder).toList();
    accessPoints = sorted(draft.accessPoints());
    functions = sorted(draft.functions()).stream().map(Model::inOrder).toList();
    accepted = sorted(draft.accepted());
    for (Zone listed : sorted(draft.zones())) {
      List<String> sources = listed.sources().stream().sorted(CanonicalForm.BY_BYTES).toList();
      Zone zone = listed.withSources(sources);
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
    return new Conduit(
        conduit.id(),
        conduit.name(),
        conduit.between().stream().sorted().toList(),
        conduit.channels().stream().sorted(Comparator.comparing(Channel::id)).toList(),
        conduit.target());
  }

  private static Asset inOrder(Asset asset) {
    List<String> tags = asset.facts().tags();
    return tags.size() < 2
        ? asset
        : new Asset(
            asset.id(),
            asset.name(),
            asset.zone(),
            asset.facts().withTags(tags.stream().sorted().toList()));
  }

  private static EssentialFunction inOrder(EssentialFunction function) {
    List<String> assets = function.assets().stream().sorted().toList();
    return new EssentialFunction(function.id(), function.name(), assets);
  }

  /** In which it was written. */
  public PlantFormat format() {
    return format;
  }

  public Organisation organisation() {
    return organisation;
  }

  public Site site() {
    return site;
  }

  /** What an assessment is about; empty where nobody has said it yet. */
  public Optional<SystemUnderConsideration> system() {
    return system;
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

  /** In the order of their ids. */
  public List<AccessPoint> accessPoints() {
    return accessPoints;
  }

  /** In the order of their ids. */
  public List<EssentialFunction> functions() {
    return functions;
  }

  /** Violations that somebody lives with, in the order of rules and things. */
  public List<Acceptance> accepted() {
    return accepted;
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

  /** The same plant in the newest format, which is another model: its digest is another. */
  public Model inNewestFormat() {
    return format == PlantFormat.newest() ? this : new Model(draft().in(PlantFormat.newest()));
  }

  /** The model as something that can be changed and checked again. */
  public Draft draft() {
    return new Draft(
        format,
        Listed.of(organisation),
        Listed.of(site),
        system.map(Listed::of),
        Draft.listed(zones()),
        Draft.listed(conduits),
        Draft.listed(assets),
        Draft.listed(accessPoints),
        Draft.listed(functions),
        Draft.listed(accepted));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Model that
        && format == that.format
        && organisation.equals(that.organisation)
        && site.equals(that.site)
        && system.equals(that.system)
        && zones.equals(that.zones)
        && conduits.equals(that.conduits)
        && assets.equals(that.assets)
        && accessPoints.equals(that.accessPoints)
        && functions.equals(that.functions)
        && accepted.equals(that.accepted);
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
