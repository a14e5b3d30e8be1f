package dev.penstock.plant;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found so far, in a bounded list, and how many things were looked at for it. */
public final class Report {
  private final List<Finding> findings = new ArrayList<>();
  private long leftOut;
  private long steps;

  /** Keeps a finding, or counts it when there are {@link Bounds#FINDINGS_MAX} already. */
  public void add(Finding finding) {
    if (findings.size() < Bounds.FINDINGS_MAX) {
      findings.add(finding);
    } else {
      leftOut++;
    }
  }

  /** One thing was looked at. */
  void step() {
    steps++;
  }

  void steps(long more) {
    steps += more;
  }

  /** Things looked at; a rule that compares all with all would show here. */
  long stepCount() {
    return steps;
  }

  boolean isEmpty() {
    return findings.isEmpty();
  }

  Checked.Unsound unsound() {
    findings.sort(Comparator.comparing(finding -> finding.where().place()));
    return new Checked.Unsound(findings, leftOut);
  }
}
