package dev.penstock.plant;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules {@link Rule#ASSET_IN_ONE_ZONE}, {@link Rule#CONDUIT_JOINS_TWO}, and {@link Rule#KNOWN_ZONE}
 * for assets and conduits.
 */
final class PlacementRules {
  private PlacementRules() {}

  static void look(Draft draft, Report report) {
    Set<String> zones =
        draft.zones().stream().map(zone -> zone.what().id()).collect(Collectors.toSet());
    for (Listed<Asset> asset : draft.assets()) {
      report.step();
      Optional<String> zone = asset.what().zone();
      if (zone.isEmpty()) {
        report.add(new Finding.AssetUnplaced(asset.where()));
      } else if (!zones.contains(zone.get())) {
        report.add(new Finding.ZoneUnknown(asset.where("zone"), zone.get()));
      }
    }
    for (Listed<Conduit> conduit : draft.conduits()) {
      ends(conduit, zones, report);
    }
  }

  private static void ends(Listed<Conduit> conduit, Set<String> zones, Report report) {
    List<String> between = conduit.what().between();
    for (int i = 0; i < between.size(); i++) {
      report.step();
      if (!zones.contains(between.get(i))) {
        report.add(new Finding.ZoneUnknown(conduit.where("between", i), between.get(i)));
      }
    }
    if (between.size() != 2 || between.getFirst().equals(between.getLast())) {
      report.add(new Finding.ConduitAstray(conduit.where("between"), between));
    }
  }
}
