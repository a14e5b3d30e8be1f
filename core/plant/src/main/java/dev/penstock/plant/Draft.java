package dev.penstock.plant;

import java.util.List;
import java.util.Optional;

/**
 * A plant as somebody described it: whether it is one is for {@link ModelChecker} to say. Nothing
 * but the checker takes one.
 *
 * @param format in which it was written, which decides its bytes
 */
public record Draft(
    PlantFormat format,
    Listed<Organisation> organisation,
    Listed<Site> site,
    Optional<Listed<SystemUnderConsideration>> system,
    List<Listed<Zone>> zones,
    List<Listed<Conduit>> conduits,
    List<Listed<Asset>> assets,
    List<Listed<AccessPoint>> accessPoints,
    List<Listed<EssentialFunction>> functions,
    List<Listed<Acceptance>> accepted) {
  public Draft {
    zones = List.copyOf(zones);
    conduits = List.copyOf(conduits);
    assets = List.copyOf(assets);
    accessPoints = List.copyOf(accessPoints);
    functions = List.copyOf(functions);
    accepted = List.copyOf(accepted);
  }

  /** A draft of places alone, in the newest format. */
  public Draft(
      Listed<Organisation> organisation,
      Listed<Site> site,
      List<Listed<Zone>> zones,
      List<Listed<Conduit>> conduits,
      List<Listed<Asset>> assets) {
    this(
        PlantFormat.newest(),
        organisation,
        site,
        Optional.empty(),
        zones,
        conduits,
        assets,
        List.of(),
        List.of(),
        List.of());
  }

  /** A draft of places alone that comes from no file, in the newest format. */
  public static Draft of(
      Organisation organisation,
      Site site,
      List<Zone> zones,
      List<Conduit> conduits,
      List<Asset> assets) {
    return new Draft(
        Listed.of(organisation), Listed.of(site), listed(zones), listed(conduits), listed(assets));
  }

  /** Elements that come from no file. */
  static <T extends Element> List<Listed<T>> listed(List<T> elements) {
    return elements.stream().map(Listed::of).toList();
  }

  /** The same in another format. */
  public Draft in(PlantFormat other) {
    return new Draft(
        other,
        organisation,
        site,
        system,
        zones,
        conduits,
        assets,
        accessPoints,
        functions,
        accepted);
  }

  /** The same with other assets. */
  public Draft withAssets(List<Listed<Asset>> other) {
    return new Draft(
        format,
        organisation,
        site,
        system,
        zones,
        conduits,
        other,
        accessPoints,
        functions,
        accepted);
  }

  /** The same with other zones, conduits and assets. */
  public Draft with(List<Zone> someZones, List<Conduit> someConduits, List<Asset> someAssets) {
    return new Draft(
        format,
        organisation,
        site,
        system,
        listed(someZones),
        listed(someConduits),
        listed(someAssets),
        accessPoints,
        functions,
        accepted);
  }
}
