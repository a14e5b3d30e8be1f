package dev.penstock.plant.validation;

import dev.penstock.plant.Acceptance;
import java.util.Optional;

/**
 * One validation that one thing does not keep.
 *
 * @param what what is so there, in a sentence
 * @param accepted by what somebody lives with it on the day of the look
 */
public record Observation(
    Validation rule, Subject subject, String what, Optional<Acceptance> accepted) {
  /** True when somebody must still do something. */
  public boolean isOpen() {
    return accepted.isEmpty();
  }
}
