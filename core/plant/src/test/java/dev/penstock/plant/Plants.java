package dev.penstock.plant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Plants to test with: a small one, a large one, and any number of random ones. */
public final class Plants {
  private static final List<String> NAMES =
      List.of(
          "Filterhalle", "Leitwarte", "Pump house", "Ångström", "水", "a: b", "#1", "\"x\"", "no");

  private Plants() {}

  /** Three zones, one in another. */
  public static Draft small() {
    return draft(
        List.of(
            new Zone("field", "Field", Optional.empty(), List.of("plc-*")),
            new Zone("filters", "Filter hall", Optional.of("field"), List.of("plc-filter-1")),
            new Zone("control", "Control room", Optional.empty(), List.of())),
        List.of(new Conduit("up", "Up", List.of("field", "control"))),
        List.of(
            new Asset("plc", "Filter PLC", Optional.of("filters")),
            new Asset("hmi", "Panel", Optional.of("control"))));
  }

  public static Draft draft(List<Zone> zones, List<Conduit> conduits, List<Asset> assets) {
    return Draft.of(
        new Organisation("works", "Works"), new Site("east", "East"), zones, conduits, assets);
  }

  public static Model model(Draft draft) {
    return switch (ModelChecker.check(draft)) {
      case Checked.Sound(var model) -> model;
      case Checked.Unsound(var findings, _) -> throw new AssertionError(findings.toString());
    };
  }

  /** A sound draft that this number stands for. */
  public static Draft random(long seed) {
    var random = new SplittableRandom(seed);
    int zoneCount = random.nextInt(1, 8);
    List<Zone> zones = new ArrayList<>();
    for (int i = 0; i < zoneCount; i++) {
      Optional<String> parent =
          i == 0 || random.nextBoolean() ? Optional.empty() : Optional.of("z" + random.nextInt(i));
      zones.add(new Zone("z" + i, name(random, i), parent, sources(random, i)));
    }
    List<Conduit> conduits = new ArrayList<>();
    for (int i = 0; i < random.nextInt(6) && zoneCount > 1; i++) {
      int from = random.nextInt(zoneCount);
      int to = (from + random.nextInt(1, zoneCount)) % zoneCount;
      conduits.add(new Conduit("c" + i, name(random, i), List.of("z" + from, "z" + to)));
    }
    List<Asset> assets = new ArrayList<>();
    for (int i = 0; i < random.nextInt(12); i++) {
      var zone = Optional.of("z" + random.nextInt(zoneCount));
      assets.add(new Asset("a" + i, name(random, i), zone));
    }
    Draft places = draft(zones, conduits, assets);
    return random.nextInt(4) == 0 ? places.in(PlantFormat.ONE) : Detailed.of(places, random);
  }

  private static String name(SplittableRandom random, int number) {
    return NAMES.get(random.nextInt(NAMES.size())) + " " + number;
  }

  private static List<String> sources(SplittableRandom random, int zone) {
    List<String> sources = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      String tail = random.nextBoolean() ? "" : "?/" + "x".repeat(random.nextInt(3)) + "*";
      sources.add("s" + zone + "/" + i + "/𝄞" + tail);
    }
    return sources;
  }

  /** The same draft listed in another order. */
  public static Draft shuffled(Draft draft, long seed) {
    var random = new SplittableRandom(seed);
    return new Draft(
        draft.format(),
        draft.organisation(),
        draft.site(),
        draft.system(),
        shuffled(
            draft.zones().stream()
                .map(Listed::what)
                .map(zone -> zone.withSources(shuffled(zone.sources(), random)))
                .map(Listed::of)
                .toList(),
            random),
        shuffled(
            draft.conduits().stream()
                .map(Listed::what)
                .map(each ->
                    new Conduit(
                        each.id(),
                        each.name(),
                        shuffled(each.between(), random),
                        shuffled(each.channels(), random),
                        each.target()))
                .map(Listed::of)
                .toList(),
            random),
        shuffled(
            draft.assets().stream()
                .map(Listed::what)
                .map(each -> {
                  AssetFacts facts = each.facts();
                  return new Asset(
                      each.id(),
                      each.name(),
                      each.zone(),
                      facts.withTags(shuffled(facts.tags(), random)));
                })
                .map(Listed::of)
                .toList(),
            random),
        shuffled(draft.accessPoints(), random),
        shuffled(
            draft.functions().stream()
                .map(Listed::what)
                .map(each ->
                    new EssentialFunction(each.id(), each.name(), shuffled(each.assets(), random)))
                .map(Listed::of)
                .toList(),
            random),
        shuffled(draft.accepted(), random));
  }

  private static <T> List<T> shuffled(List<T> list, SplittableRandom random) {
    List<T> left = new ArrayList<>(list);
    List<T> made = new ArrayList<>();
    while (!left.isEmpty()) {
      made.add(left.remove(random.nextInt(left.size())));
    }
    return made;
  }

  /** As large as asked for, each zone with patterns of its own. */
  public static Draft large(int zoneCount, int assetCount) {
    List<Zone> zones = new ArrayList<>();
    List<Conduit> conduits = new ArrayList<>();
    for (int i = 0; i < zoneCount; i++) {
      Optional<String> parent = i % 4 == 0 ? Optional.empty() : Optional.of("z" + (i - 1));
      List<String> sources = List.of("z%05d/*".formatted(i), "panel-" + i);
      zones.add(new Zone("z" + i, "Zone " + i, parent, sources));
      if (i > 0) {
        conduits.add(new Conduit("c" + i, "Conduit " + i, List.of("z" + (i - 1), "z" + i)));
      }
    }
    List<Asset> assets = new ArrayList<>();
    for (int i = 0; i < assetCount; i++) {
      assets.add(new Asset("a" + i, "Asset " + i, Optional.of("z" + i % zoneCount)));
    }
    return draft(zones, conduits, assets);
  }
}
