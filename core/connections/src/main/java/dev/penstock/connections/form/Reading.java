package dev.penstock.connections.form;

import dev.penstock.connections.Connections;
import dev.penstock.plant.tree.Place;
import java.util.List;
import java.util.Map;

/** What came of reading a file as connections. */
public sealed interface Reading {
  /**
   * It is some.
   *
   * @param places where each thing begins, by its path, as {@code devices[plc-1]}
   */
  record Sound(Connections connections, Map<String, Place> places) implements Reading {
    public Sound {
      places = Map.copyOf(places);
    }
  }

  /**
   * It is not, and nothing of it is in force.
   *
   * @param findings in the order of the file; at least one
   * @param leftOut how many more there are
   */
  record Unsound(List<Finding> findings, long leftOut) implements Reading {
    public Unsound {
      findings = List.copyOf(findings);
    }
  }

  /** It does not even claim to be connections that this reader knows. */
  record NoConnections(Place place, String why) implements Reading {}
}
