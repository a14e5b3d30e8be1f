package dev.penstock.conduit.form;

import dev.penstock.conduit.Policy;
import dev.penstock.plant.tree.Place;
import java.util.List;
import java.util.Map;

/** What came of reading a file as a policy. */
public sealed interface Reading {
  /**
   * It is one.
   *
   * @param places where each channel begins, by its id
   */
  record Sound(Policy policy, Map<String, Place> places) implements Reading {
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

  /** It does not even claim to be a policy that this reader knows. */
  record NoPolicy(Place place, String why) implements Reading {}
}
