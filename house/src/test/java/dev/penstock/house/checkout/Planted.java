package dev.penstock.house.checkout;

import java.util.function.UnaryOperator;

/**
 * A violation planted on purpose.
 *
 * @param rule the name of the rule that must find it
 * @param expected a part of the line that must be reported
 * @param how makes the clean plant break the rule
 */
public record Planted(String rule, String expected, UnaryOperator<Plant> how) {
  @Override
  public String toString() {
    return rule + ": " + expected;
  }
}
