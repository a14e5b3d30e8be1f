package dev.penstock.plant;

import java.util.List;

/**
 * A plant as somebody described it: whether it is one is for {@link ModelChecker} to say. Nothing
 * but the checker takes one.
 */
public record Draft(
    Listed<Organisation> organisation,
    Listed<Site> site,
    List<Listed<Zone>> zones,
    List<Listed<Conduit>> conduits,
    List<Listed<Asset>> assets) {
  public Draft {
    zones = List.copyOf(zones);
    conduits = List.copyOf(conduits);
    assets = List.copyOf(assets);
  }

  /** A draft that comes from no file. */
  public static Draft of(
      Organisation organisation,
      Site site,
      List<Zone> zones,
      List<Conduit> conduits,
      List<Asset> assets) {
    return new Draft(
        Listed.of(organisation),
        Listed.of(site),
        zones.stream().map(Listed::of).toList(),
        conduits.stream().map(Listed::of).toList(),
        assets.stream().map(Listed::of).toList());
  }
}
