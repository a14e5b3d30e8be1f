package dev.penstock.plant;

import java.time.LocalDate;

/**
 * A violation that somebody lives with for a while, and why. It is part of the model, so whoever
 * approves the version approves it.
 *
 * @param rule id of the rule that is not kept
 * @param where what does not keep it, as {@code zone/filters}
 * @param until the last day on which it counts
 */
public record Acceptance(String rule, String where, String rationale, LocalDate until)
    implements Element {
  /** One rule can be accepted once at one thing. */
  @Override
  public String id() {
    return rule + " " + where;
  }

  @Override
  public String name() {
    return id();
  }
}
