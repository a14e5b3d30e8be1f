package dev.penstock.flow.delivery;

import java.time.Duration;

/** What a destination gets next. */
public sealed interface Next {
  /** Read on from here, as it comes in, so many records at most, one frame at least. */
  record Live(long from, int recordsMax) implements Next {}

  /**
   * Read what was missed from here to before there, so many records at most, one frame at least.
   */
  record History(long from, long below, int recordsMax) implements Next {}

  /** Nothing to read: until something comes in, or is acknowledged. */
  record Idle() implements Next {}

  /** Nothing to read for so long, unless something comes in. */
  record Wait(Duration atMost) implements Next {}
}
