package dev.penstock.conduit.form;

import dev.penstock.conduit.Fault;
import dev.penstock.plant.Where;
import dev.penstock.plant.tree.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found so far, in a bounded list. */
final class Findings {
  /** More are counted. */
  static final int FINDINGS_MAX = 1_000;

  private final List<Finding> list = new ArrayList<>();
  private long leftOut;

  void add(String path, Place place, Fault fault) {
    if (list.size() < FINDINGS_MAX) {
      list.add(new Finding(new Where(path, place), fault));
    } else {
      leftOut++;
    }
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  /** How many there are, the uncounted included. */
  long count() {
    return list.size() + leftOut;
  }

  Reading.Unsound unsound() {
    list.sort(Comparator.comparing(finding -> finding.where().place()));
    return new Reading.Unsound(list, leftOut);
  }
}
