package dev.penstock.driving;

import dev.penstock.conduit.Target;
import java.util.Objects;

/** What a driver makes of a point that somebody named. */
public sealed interface Located {
  /**
   * There can be such a point.
   *
   * @param target what it is to a policy
   * @param canBeWritten what the protocol says; the device may refuse all the same
   */
  record Found(Target target, boolean canBeWritten) implements Located {
    public Found {
      Objects.requireNonNull(target, "target");
    }
  }

  /**
   * There can be none.
   *
   * @param text what is wrong, where, what may stand there and what to do
   */
  record Faulty(String text) implements Located {
    public Faulty {
      Objects.requireNonNull(text, "text");
    }
  }
}
