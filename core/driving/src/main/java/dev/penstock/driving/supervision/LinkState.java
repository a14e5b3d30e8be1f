package dev.penstock.driving.supervision;

import java.time.Instant;
import java.util.Objects;

/** How the link to a device stands. */
public sealed interface LinkState {
  /** When this state began. */
  Instant since();

  /** For people and interfaces, one word. */
  default String word() {
    return switch (this) {
      case Waiting _ -> "waiting";
      case Connecting _ -> "connecting";
      case Planning _ -> "planning";
      case Running _ -> "running";
      case Closed _ -> "closed";
    };
  }

  /**
   * Down, until it is tried again.
   *
   * @param untilNanos when that is
   * @param attempt the number of the one that comes, from 1; begins anew after a link that lasted
   * @param reason why it is down, and what an operator can do
   */
  record Waiting(Instant since, long untilNanos, int attempt, String reason) implements LinkState {
    public Waiting {
      Objects.requireNonNull(since, "since");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** A connection is being made. */
  record Connecting(Instant since, int attempt) implements LinkState {
    public Connecting {
      Objects.requireNonNull(since, "since");
    }
  }

  /** There is a connection, and the device is told or asked how its points are to be read. */
  record Planning(Instant since) implements LinkState {
    public Planning {
      Objects.requireNonNull(since, "since");
    }
  }

  /** Points are read. */
  record Running(Instant since) implements LinkState {
    public Running {
      Objects.requireNonNull(since, "since");
    }
  }

  /** At its end: nobody wants the link any more, or it cannot go on. */
  record Closed(Instant since, String reason) implements LinkState {
    public Closed {
      Objects.requireNonNull(since, "since");
      Objects.requireNonNull(reason, "reason");
    }
  }
}
