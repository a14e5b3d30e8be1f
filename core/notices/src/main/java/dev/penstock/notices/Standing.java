package dev.penstock.notices;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An open notice, as people see it.
 *
 * @param acknowledged by whom, and when
 * @param stepsTaken how many steps of its route were taken
 * @param told channels that a message about it was written for
 */
public record Standing(
    Notice notice, Optional<Acknowledgement> acknowledged, int stepsTaken, List<String> told) {
  /** Somebody said that they know. */
  public record Acknowledgement(String by, Instant at) {
    /** A pseudonym is 32 characters. */
    static final int BY_BYTES_MAX = 100;
  }

  public Standing {
    told = List.copyOf(told);
  }
}
