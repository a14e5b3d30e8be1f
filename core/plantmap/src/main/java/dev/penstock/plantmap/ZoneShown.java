package dev.penstock.plantmap;

import java.util.Optional;

/**
 * A zone on the map.
 *
 * @param parent of the zones that are shown
 * @param kind a word of the model
 * @param level of the Purdue model, as the model has it
 * @param assets in this zone itself
 * @param sources that speak from this zone itself, heard or not
 * @param heard how many of them were heard in the time looked at
 * @param lastHeard ns since 1970
 * @param denied requests from or to this zone
 * @param waited requests from or to this zone that waited for a second person
 * @param isOutside true for the other end of a conduit, of which who looks sees no more than its id
 */
public record ZoneShown(
    String id,
    String name,
    Optional<String> parent,
    Optional<String> kind,
    Optional<String> level,
    int assets,
    int sources,
    int heard,
    Optional<Long> lastHeard,
    long denied,
    long waited,
    boolean isOutside) {
  /** Nothing but that it is there. */
  ZoneShown fromOutside() {
    return new ZoneShown(
        id,
        id,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        Optional.empty(),
        0,
        0,
        true);
  }

  /** The same, lying in none of those that are shown. */
  ZoneShown outermost() {
    return new ZoneShown(
        id,
        name,
        Optional.empty(),
        kind,
        level,
        assets,
        sources,
        heard,
        lastHeard,
        denied,
        waited,
        isOutside);
  }
}
