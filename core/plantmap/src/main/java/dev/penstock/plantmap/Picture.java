package dev.penstock.plantmap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a map shows: zones, conduits, and what was observed beside them, without a place for any of
 * it.
 *
 * @param zones those that lie in another one after it
 * @param conduits in the order of their ids
 * @param ghosts what is not in the model comes last
 * @param isRead false while something of the time looked at is still to be read
 * @param isPruned whether some records of that time may have been dropped
 * @param unplaced requests that nobody can say the zones of, or whose zones are not in the model
 */
public record Picture(
    List<ZoneShown> zones,
    List<ConduitShown> conduits,
    List<Ghost> ghosts,
    boolean isRead,
    boolean isPruned,
    long unplaced) {
  public Picture {
    zones = List.copyOf(zones);
    conduits = List.copyOf(conduits);
    ghosts = List.copyOf(ghosts);
  }

  /**
   * What of it somebody sees who sees these zones: the zones, what ends in them, and of the other
   * ends nothing but that they are there.
   *
   * <p>Req: 62443-4-2 CR 2.1
   */
  public Picture within(Predicate<String> isSeen) {
    Map<String, ZoneShown> shown = new LinkedHashMap<>();
    for (ZoneShown zone : zones) {
      if (isSeen.test(zone.id())) {
        boolean isParentSeen = zone.parent().filter(isSeen).isPresent();
        ZoneShown _ = shown.put(zone.id(), isParentSeen ? zone : zone.outermost());
      }
    }
    Set<String> seen = Set.copyOf(shown.keySet());
    List<ConduitShown> ways =
        conduits.stream().filter(each -> seen.stream().anyMatch(each::touches)).toList();
    List<Ghost> beside =
        ghosts.stream().filter(each -> seen.stream().anyMatch(each::touches)).toList();
    Set<String> ends = new LinkedHashSet<>();
    ways.forEach(each -> {
      boolean _ = ends.add(each.first());
      boolean _ = ends.add(each.second());
    });
    beside.forEach(each -> {
      boolean _ = ends.add(each.from());
      boolean _ = ends.add(each.to());
    });
    for (ZoneShown zone : zones) {
      if (ends.contains(zone.id()) && !seen.contains(zone.id())) {
        ZoneShown _ = shown.put(zone.id(), zone.fromOutside());
      }
    }
    // How much has no place is said of the whole site, so it is for who sees all of it.
    return new Picture(new ArrayList<>(shown.values()), ways, beside, isRead, isPruned, 0);
  }
}
