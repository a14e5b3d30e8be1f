package dev.penstock.pump;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What came of reading points once. */
public sealed interface OnceOutcome {
  /**
   * They were read.
   *
   * @param at when the answers were in
   * @param points in the order in which they were asked for
   */
  record Done(Instant at, List<OncePoint> points) implements OnceOutcome {
    public Done {
      Objects.requireNonNull(at, "at");
      points = List.copyOf(points);
    }
  }

  /** The link has too much to do; the same may be asked again in a moment. */
  record Busy(String text) implements OnceOutcome {}

  /** There is no link, or it broke on the way. */
  record NotRead(String text) implements OnceOutcome {}
}
