package dev.penstock.flow.journal;

import java.util.List;

/** What came of planning a drop. */
public sealed interface DropPlanning {
  /** This can be dropped. */
  record Planned(DropPlan plan) implements DropPlanning {}

  /**
   * Nothing can be.
   *
   * @param heldBy the cursors that must not be overtaken and stand in the way of a limit
   */
  record Nothing(List<String> heldBy) implements DropPlanning {
    public Nothing {
      heldBy = List.copyOf(heldBy);
    }
  }

  /** What would be lost cannot be told, so nothing may be dropped. */
  record Failed(JournalFinding finding) implements DropPlanning {}
}
