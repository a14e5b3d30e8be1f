package dev.penstock.flow.journal;

import java.time.Duration;
import java.util.Optional;

/** Frames on their way to disk. */
public interface JournalTicket {
  /** Waits until the fate of the frames is known. Always gives the same answer afterwards. */
  JournalOutcome await() throws InterruptedException;

  /** The same, for at most this long; empty when it is not known by then. */
  Optional<JournalOutcome> await(Duration wait) throws InterruptedException;

  /** True when {@link #await()} would not wait. */
  boolean isDecided();
}
