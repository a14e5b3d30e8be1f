package dev.penstock.plant;

import java.util.Optional;

/**
 * One thing that a plant is made of.
 *
 * @param zone id of the zone it is in; a plant in which an asset is in none is not sound
 */
public record Asset(String id, String name, Optional<String> zone, AssetFacts facts)
    implements Element {
  /** An asset of which nothing more is known. */
  public Asset(String id, String name, Optional<String> zone) {
    this(id, name, zone, AssetFacts.NONE);
  }
}
