package dev.penstock.pump;

import dev.penstock.flow.journal.JournalFinding;
import java.time.Duration;
import java.util.Optional;

/**
 * How the intake stands: what came of what it took, what is in its way, and whether the disk
 * answers. The intake's thread says it; any may ask.
 */
final class IntakeProgress {
  /** A disk that takes longer to store a batch does not answer. */
  private static final Duration STALLED = Duration.ofSeconds(5);

  private static final long BASE_NANOS = System.nanoTime();

  /** Guarded by this, as all below. */
  private Optional<JournalFinding> obstacle = Optional.empty();

  private long durable;
  private long refused;
  private long retries;

  /** When the batch at hand was begun, of the virtual machine's clock; -1 for none. */
  private volatile long begunNanos = -1;

  /**
   * What came of what was taken.
   *
   * @param durable things that are in the journal, or whose stand-in is
   * @param refused of these, those for which another record stands, and what was let go
   * @param retries how often the journal turned a batch away
   */
  record Figures(long durable, long refused, long retries) {}

  synchronized Figures figures() {
    return new Figures(durable, refused, retries);
  }

  synchronized void settled(long all, long others) {
    durable += all;
    refused += others;
  }

  synchronized void refused(int many) {
    refused += many;
  }

  /** Nothing goes on, for now. */
  synchronized void stands(JournalFinding why) {
    obstacle = Optional.of(why);
    retries++;
  }

  /** Nothing is in the way. */
  synchronized void goesOn() {
    obstacle = Optional.empty();
  }

  synchronized Optional<JournalFinding> obstacle() {
    return obstacle;
  }

  void begins() {
    begunNanos = System.nanoTime() - BASE_NANOS;
  }

  /** There was an answer, so the disk does not stall. */
  void answered() {
    if (begunNanos >= 0) {
      begins();
    }
  }

  void ends() {
    begunNanos = -1;
  }

  boolean isStalled() {
    long begun = begunNanos;
    return begun >= 0 && System.nanoTime() - BASE_NANOS - begun > STALLED.toNanos();
  }
}
