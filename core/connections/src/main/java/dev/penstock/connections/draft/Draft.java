package dev.penstock.connections.draft;

import dev.penstock.connections.Connections;
import dev.penstock.connections.Fault;
import dev.penstock.connections.form.ConnectionsReader;
import dev.penstock.connections.form.Finding;
import dev.penstock.connections.form.PlantFit;
import dev.penstock.connections.form.Reading;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.plant.Model;
import dev.penstock.plant.Where;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connections that somebody wrote and has not proposed, with all that can be said of them.
 *
 * @param connections empty where there is a finding
 * @param findings what keeps them from being connections, in the order of the file
 * @param leftOut how many more there are
 * @param misfits what does not fit the plant in force; they may come into force all the same, and
 *     what does not fit is not connected
 */
public record Draft(
    Optional<Connections> connections,
    List<Finding> findings,
    long leftOut,
    List<Finding> misfits) {
  public Draft {
    findings = List.copyOf(findings);
    misfits = List.copyOf(misfits);
    if (connections.isPresent() != findings.isEmpty()) {
      throw new IllegalArgumentException("connections, and " + findings.size() + " findings");
    }
  }

  /**
   * What a file would be.
   *
   * @param plant in force; nothing is held to one where there is none
   */
  public static Draft of(Tree file, ProtocolForms protocols, Optional<Model> plant) {
    return switch (ConnectionsReader.read(file, protocols)) {
      case Reading.Sound(var connections, var places) -> sound(connections, places, plant);
      case Reading.Unsound(var findings, var leftOut) -> unsound(findings, leftOut);
      case Reading.NoConnections(var place, var why) -> unreadable(place, why);
    };
  }

  /** What is not even a tree, or not of connections. */
  public static Draft unreadable(Place place, String why) {
    var fault =
        new Fault(
            why,
            "a file of connections, docs/connections.md",
            "begin with the file in force, and change that");
    return unsound(List.of(new Finding(new Where("", place), fault)), 0);
  }

  static Draft sound(Connections connections, Map<String, Place> places, Optional<Model> plant) {
    List<Finding> misfits =
        plant.map(by -> PlantFit.findings(connections, places, by)).orElse(List.of());
    return new Draft(Optional.of(connections), List.of(), 0, misfits);
  }

  static Draft unsound(List<Finding> findings, long leftOut) {
    return new Draft(Optional.empty(), findings, leftOut, List.of());
  }
}
