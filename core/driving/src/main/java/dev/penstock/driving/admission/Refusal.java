package dev.penstock.driving.admission;

import java.util.Objects;

/**
 * A policy does not let a point be read.
 *
 * @param reason one line for the operator: which rule, or that there is none
 */
public record Refusal(String reason) {
  public Refusal {
    Objects.requireNonNull(reason, "reason");
  }
}
