package dev.penstock.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether the first person has come: before that, only the one-time code opens the node. */
public sealed interface SetUp {
  /**
   * Nobody is there yet.
   *
   * @param code hash of the code in force; null when none is, or it has been burnt
   * @param wrongTries with this code
   */
  record Needed(@Nullable SecretHash code, int wrongTries) implements SetUp {
    public Needed {
      Checks.mustBeIn("wrong tries", wrongTries, 0, SetUpCode.TRIES_MAX);
    }
  }

  /** The first person came. No code is accepted from then on. */
  record Done(Instant at) implements SetUp {}
}
