package dev.penstock.plant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules {@link Rule#KNOWN_ZONE} for parents and {@link Rule#NO_PARENT_CYCLE}, and how deep zones
 * may lie in each other.
 */
final class ZoneRules {
  private ZoneRules() {}

  static void look(Draft draft, Report report) {
    Map<String, Listed<Zone>> zones = new LinkedHashMap<>();
    for (Listed<Zone> zone : draft.zones()) {
      var _ = zones.putIfAbsent(zone.what().id(), zone);
    }
    for (Listed<Zone> zone : draft.zones()) {
      report.step();
      zone.what()
          .parent()
          .filter(parent -> !zones.containsKey(parent))
          .ifPresent(parent -> report.add(new Finding.ZoneUnknown(zone.where("parent"), parent)));
    }
    nesting(zones, report);
  }

  /** Goes up from each zone as far as nobody went before, so each is passed once. */
  private static void nesting(Map<String, Listed<Zone>> zones, Report report) {
    Map<String, Integer> depths = new HashMap<>();
    for (Listed<Zone> start : zones.values()) {
      List<Listed<Zone>> way = new ArrayList<>();
      Set<String> onWay = new HashSet<>();
      Listed<Zone> at = start;
      while (at != null && !depths.containsKey(at.what().id()) && onWay.add(at.what().id())) {
        report.step();
        way.add(at);
        at = at.what().parent().map(zones::get).orElse(null);
      }
      int depth = at == null ? 0 : depths.getOrDefault(at.what().id(), 0);
      if (at != null && onWay.contains(at.what().id())) {
        cycle(way, at, report);
        // How deep is no question then, for none of them and none that leads here.
        way.forEach(passed -> depths.put(passed.what().id(), 0));
        continue;
      }
      for (Listed<Zone> passed : way.reversed()) {
        depth++;
        depths.put(passed.what().id(), depth);
        if (depth == Bounds.NESTING_MAX + 1) {
          report.add(
              new Finding.TooMany(
                  passed.where("parent"), "zones inside each other", depth, Bounds.NESTING_MAX));
        }
      }
    }
  }

  private static void cycle(List<Listed<Zone>> way, Listed<Zone> closedBy, Report report) {
    List<String> circle =
        way.subList(way.indexOf(closedBy), way.size()).stream()
            .map(zone -> Text.shown(zone.what().id()))
            .toList();
    report.add(new Finding.ParentCycle(closedBy.where("parent"), circle));
  }
}
