package dev.penstock.connections.form;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Fault;
import dev.penstock.plant.Where;
import dev.penstock.plant.tree.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found so far, in a bounded list. */
public final class Findings {
  private final List<Finding> list = new ArrayList<>();
  private long leftOut;

  /** Notes one; beyond the bound it is counted. */
  public void add(String path, Place place, Fault fault) {
    if (list.size() < Bounds.FINDINGS_MAX) {
      list.add(new Finding(new Where(path, place), fault));
    } else {
      leftOut++;
    }
  }

  /** How many there are, those that are only counted included. */
  public long count() {
    return list.size() + leftOut;
  }

  /** How many are only counted. */
  public long leftOut() {
    return leftOut;
  }

  /** In the order of the file. */
  public List<Finding> list() {
    list.sort(Comparator.comparing(finding -> finding.where().place()));
    return List.copyOf(list);
  }
}
