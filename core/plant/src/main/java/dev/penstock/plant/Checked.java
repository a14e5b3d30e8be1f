package dev.penstock.plant;

import java.util.List;

/** What came of checking a draft. */
public sealed interface Checked {
  /** It keeps every rule of structure. */
  record Sound(Model model) implements Checked {}

  /**
   * It does not, so there is no model.
   *
   * @param findings in the order of the file; at least one
   * @param leftOut how many more there are
   */
  record Unsound(List<Finding> findings, long leftOut) implements Checked {
    public Unsound {
      findings = List.copyOf(findings);
      if (findings.isEmpty() || leftOut < 0) {
        throw new IllegalArgumentException(findings.size() + " findings, left out " + leftOut);
      }
    }
  }
}
