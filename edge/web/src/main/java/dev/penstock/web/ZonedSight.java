package dev.penstock.web;

import dev.penstock.web.internal.call.Sight;
import java.util.Set;

/**
 * Reaches over zones: over what speaks from them and from the zones inside them, as the model says
 * at the moment of the question. A source that is in no zone is reached from none.
 *
 * <p>Req: 62443-4-2 CR 2.1
 *
 * @param zones their ids
 */
record ZonedSight(Set<String> zones, PlantView plant) implements Sight {
  ZonedSight {
    zones = Set.copyOf(zones);
  }

  @Override
  public boolean isWhole() {
    return false;
  }

  @Override
  public boolean reaches(String source) {
    return plant.zonesOf(source).stream().anyMatch(zones::contains);
  }

  @Override
  public boolean reachesZone(String zone) {
    return plant
        .active()
        .filter(
            shown -> zones.stream().anyMatch(outer -> shown.model().plant().isWithin(zone, outer)))
        .isPresent();
  }
}
