package dev.penstock.conduit.site;

import dev.penstock.plant.tree.Place;
import java.util.List;

/** What came of reading a file as a site. */
public sealed interface SiteReading {
  /** It is one. */
  record Sound(SiteModel site) implements SiteReading {}

  /**
   * It is none, and nothing of it is in force.
   *
   * @param findings at least one: those of the plant, or, where the plant is sound, of the policy
   * @param leftOut how many more there are
   */
  record Unsound(List<Line> findings, long leftOut) implements SiteReading {
    public Unsound {
      findings = List.copyOf(findings);
    }
  }

  /**
   * One thing that is wrong.
   *
   * @param place in the file, or {@link Place#NONE}
   * @param text for people
   */
  record Line(Place place, String text) {
    /** With its line and column, where it stands in a file. */
    @Override
    public String toString() {
      return place.equals(Place.NONE) ? text : place.line() + ":" + place.column() + " " + text;
    }
  }
}
