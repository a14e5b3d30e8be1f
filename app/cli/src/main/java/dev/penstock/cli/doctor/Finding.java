package dev.penstock.cli.doctor;

/** What one check saw. */
public sealed interface Finding {
  /** In order. */
  record Good(String seen) implements Finding {}

  /** Penstock runs, but something is worth knowing. */
  record Notice(String seen, String advice) implements Finding {}

  /** Penstock must not run like this. */
  record Bad(String seen, String advice) implements Finding {}
}
